"""A round of peers, and what its organisers may know of it before it goes out, as values (M2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.mentoring.model.values import Reasons

# What waits for somebody in their inbox: nobody else takes part so far, so no round went out; subject: the server.
ALONE = "mentoring.alone"


class RoundState(StrEnum):
    """Where a round stands."""

    READY = "ready"  # organisers were told; it goes out by itself
    SENT = "sent"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Round:
    """One round of pairs of a server: `goes_at` (aware UTC), and the `seed` that decides where nothing else does."""

    guild_id: int
    goes_at: datetime
    seed: int
    state: RoundState = RoundState.READY
    id: int = 0


class Left(StrEnum):
    """Why somebody has no partner or mentor yet, as organisers may know it (M2); silence and exclusions are both NO_FIT."""

    ODD = "odd"
    HOURS = "hours"
    PLACE = "place"
    NO_FIT = "no_fit"


@dataclass(frozen=True)
class Preview:
    """What a round would be as things stand: groups by their size and reasons, and why others have none. No names.

    `proposals`: reasons of the mentors and learners who would be asked next; `waiting`: why the other learners are not.
    """

    round: Round | None = None
    groups: tuple[tuple[int, Reasons], ...] = ()
    left: tuple[Left, ...] = ()
    proposals: tuple[Reasons, ...] = ()
    waiting: tuple[Left, ...] = ()
