"""Matches off the event loop: small pools in a thread, large ones in a process of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.mentoring.matching.values import Groups
from bot.mentoring.model.scoring import Candidate


def installed() -> bool:
    """Whether the extra is there; nothing is loaded for that."""
    return False


class Matching:
    """The extra `matching`, behind two questions. It costs nothing before it is asked."""

    @property
    def is_there(self) -> bool:
        """Whether people can be matched here at all."""
        return installed()

    async def assign(
        self,
        learners: Sequence[Candidate],
        mentors: Sequence[Candidate],
        *,
        apart: Collection[tuple[int, int]] = (),
        met: Collection[tuple[int, int]] = (),
        seed: int = 0,
    ) -> list[tuple[int, int]]:
        """(learner, mentor) for as many learners as can be, and of all such ways the one with the highest total score.

        `apart` and `met` are (learner, mentor): who must not be proposed, and who were a pair before.
        """
        raise NotImplementedError

    async def pair(
        self,
        peers: Sequence[Candidate],
        *,
        apart: Collection[frozenset[int]] = (),
        met: Mapping[frozenset[int], int] | None = None,
        seed: int = 0,
    ) -> Groups:
        """As many peers as can be with a partner, of all such ways the one with the highest total score; who is over makes a
        pair a three where all of them may meet.

        `apart`: who must not be brought together. `met`: partners of before, and how many rounds ago (1: the last one).
        """
        raise NotImplementedError
