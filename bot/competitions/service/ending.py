"""What a member learned, kept for themselves or shared (K6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.attention.store import outbox
from bot.competitions.model.refusals import NothingTyped, TooLong, WordsRefused
from bot.competitions.model.values import ENDED, LEARNED, Competition, Entrant
from bot.competitions.service.owning import whose
from bot.competitions.store import entrants
from bot.core.db import Database, Tx, query, use_case
from bot.core.leaks import found_secret
from bot.core.text import clean, units


@dataclass(frozen=True)
class Learned:
    """What a member wrote about a competition, in `entrant`; `can_share`: the bot has a showcase that takes it."""

    entrant: Entrant
    competition: Competition
    can_share: bool = False


@dataclass(frozen=True)
class Words:
    """A share as it begins: what its author wrote, with a title and in an order that are the caller's."""

    title: str
    text: str


Wording = Callable[[Learned], Words]


class Ending:
    """Use cases of "What I learned", for who is in a competition or was, at any time; only they see it. No ranks, no results."""

    db: Database
    start_share: Callable[[Tx, int, int, str, str, str], int] | None

    @query
    def learned(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Learned:
        """What they wrote, if anything; NotIn."""
        return self._of(*whose(tx, guild_id, user_id, name))

    @use_case
    def write_learned(
        self, tx: Tx, guild_id: int, user_id: int, name: str, learned: str, next_time: str
    ) -> Learned:
        """Keep it, in place of what was written before; who wrote it is not asked for it any more.

        NotIn, NothingTyped, TooLong; WordsRefused when it holds a secret, for it may be shared one day.
        """
        entrant, competition = whose(tx, guild_id, user_id, name)
        words, more = clean(learned), clean(next_time)
        if not words:
            raise NothingTyped("learned")
        if max(units(words), units(more)) > LEARNED:
            raise TooLong(LEARNED)
        if secret := found_secret((words, more)):
            raise WordsRefused("secret", secret)
        entrant = replace(entrant, learned=words, next_time=more, learned_at=tx.now)
        entrants.save(tx, entrant)
        theirs = [each.id for each in entrants.of_person(tx, user_id) if each.slug == entrant.slug]
        outbox.take_back(tx, ENDED, theirs, user_id=user_id)
        return self._of(entrant, competition)

    @use_case
    def drop_learned(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Learned:
        """Forget it; returns what it was, to be given back once. NotIn; NothingTyped where there is nothing."""
        gone = self._written(tx, guild_id, user_id, name)
        entrants.save(tx, replace(gone.entrant, learned="", next_time="", learned_at=None))
        return gone

    @use_case
    def share_learned(
        self, tx: Tx, guild_id: int, user_id: int, name: str, wording: Wording
    ) -> tuple[Learned, int]:
        """Begin a share with it, as a draft that its author alone sees, and once; returns what was written, and the draft's id.

        NotIn; NothingTyped where there is nothing; what the showcase refuses, NoShowcase among it. The id is 0 where the bot has
        no showcase at all.
        """
        found = self._written(tx, guild_id, user_id, name)
        if self.start_share is None:
            return found, 0
        words, one = wording(found), found.competition
        return found, self.start_share(tx, found.entrant.guild_id, user_id, words.title, words.text, one.url)

    def _of(self, entrant: Entrant, competition: Competition) -> Learned:
        return Learned(entrant, competition, self.start_share is not None)

    def _written(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Learned:
        found = self._of(*whose(tx, guild_id, user_id, name))
        if not found.entrant.learned:
            raise NothingTyped("learned")
        return found
