"""The private thread of a pair: one at a time is made, found again after a crash, entered by each by their own tap (M6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.attention.store import outbox
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries.model import LEASE
from bot.mentoring.model.values import MEET, PAIR
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.pairing import TOLD_FOR, Together, line, own_pair
from bot.mentoring.store import pairs


@dataclass(frozen=True)
class Opening:
    """What is to be done for who wants to meet in a private thread of `channel_id`.

    `thread_id`: there is one. Else `claimed`: the caller makes it; `again`: somebody began to before, so that it is looked for
    first. Neither: somebody else makes it just now.
    """

    together: Together
    channel_id: int = 0
    thread_id: int = 0
    claimed: bool = False
    again: bool = False


class Meeting:
    """Use cases of the private thread of a pair."""

    db: Database

    @use_case
    def begin_thread(self, tx: Tx, user_id: int, pair_id: int) -> Opening:
        """Somebody wants to meet the other of their pair in a private thread. PairGone; NoMentoring when there is none yet."""
        found = own_pair(tx, user_id, pair_id)
        pair = found.pair
        if pair.thread_id:
            return Opening(found, thread_id=pair.thread_id)
        channel_id = open_in(tx, pair.guild_id).channel_id
        if pair.thread_at is not None and tx.now < pair.thread_at + LEASE:
            return Opening(found, channel_id)
        pairs.save(tx, replace(pair, thread_at=tx.now))
        return Opening(found, channel_id, claimed=True, again=pair.thread_at is not None)

    @use_case
    def thread_made(self, tx: Tx, user_id: int, pair_id: int, thread_id: int) -> bool:
        """It is there, and the others are told that this member opened it. False when the pair ended meanwhile: then it goes."""
        pair = pairs.get(tx, pair_id)
        if pair is None or pair.ended_at is not None:
            return False
        if pair.thread_id:
            return pair.thread_id == thread_id
        pairs.save(tx, replace(pair, thread_id=thread_id))
        others = [each.user_id for each in pair.members if each.user_id != user_id]
        outbox.tell(tx, *(line(tx, pair, each, MEET, TOLD_FOR, user_id) for each in others))
        return True

    @use_case
    def thread_not_made(self, tx: Tx, pair_id: int) -> None:
        """Discord did not let us: it is not looked for the next time."""
        pair = pairs.get(tx, pair_id)
        if pair is not None and not pair.thread_id:
            pairs.save(tx, replace(pair, thread_at=None))

    @use_case
    def came_in(self, tx: Tx, user_id: int, pair_id: int) -> None:
        """Somebody is in their thread: what would lead them there waits for them no more."""
        for kind in (PAIR, MEET):
            outbox.take_back(tx, kind, [pair_id], user_id=user_id)

    @query
    def is_met_in(self, tx: Tx, guild_id: int, thread_id: int) -> bool:
        """Whether this thread of a server is a pair's."""
        return pairs.by_thread(tx, guild_id, thread_id) is not None

    @use_case
    def thread_gone(self, tx: Tx, guild_id: int, thread_id: int) -> None:
        """Somebody deleted a thread: if it was a pair's, they can have a new one."""
        pair = pairs.by_thread(tx, guild_id, thread_id)
        if pair is not None:
            pairs.save(tx, replace(pair, thread_id=0, thread_at=None))
            outbox.take_back(tx, MEET, [pair.id])
