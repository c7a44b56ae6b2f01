"""Rounds of peers: preparing, sending, leaving out (M2, M5).

People are matched off the event loop, from what is read in one transaction; another one writes it all down, if nothing changed
meanwhile. So a round that was cut short is made again, and goes out once, whoever makes it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.attention.store.notices import notify, settle_notice
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.matching import Groups, Matching
from bot.mentoring.model.refusals import NoMatching, RoundNotMade
from bot.mentoring.model.rhythm import seed_of
from bot.mentoring.model.rounds import Round, RoundState
from bot.mentoring.model.values import ABSENT, LATE_ROUND, PREVIEW_BEFORE, ROUND, Settings
from bot.mentoring.service import pairing_up, replanning
from bot.mentoring.service.foreseeing import SeesRounds, kindly, open_rounds, prepared
from bot.mentoring.service.snapshots import (
    PeerPool,
    Snapshots,
    peer_pool,
    peers_there,
)
from bot.mentoring.store import rounds, settings
from bot.people import store as people

log = structlog.stdlib.get_logger(__name__)

TRIES = 5  # how often a round is made anew in one go because the pool changed meanwhile
AT_ONCE = 100  # servers that are named in one go
TWO = 2


class Rounds(SeesRounds, Snapshots):
    """Use cases of rounds of peers: when, preparing them, sending them, leaving one out (M2, M5)."""

    db: Database
    matching: Matching
    serves: Callable[[int], bool]

    @query
    def next_round(self, tx: Tx) -> datetime | None:
        """When there is something to do for a round next, anywhere (UTC)."""
        return settings.next_round(tx)

    async def rounds_due(self) -> bool:
        """Tell organisers of rounds that go out in a day, and send those whose time has come; returns whether there was one.

        Trouble in one server keeps no other waiting: it is logged, and raised when all have had their turn.
        """
        did, beyond, trouble = False, 0, list[Exception]()
        while near := await self.unprepared(beyond):
            for beyond in near:
                did = await _tried(self.prepare_round(beyond), beyond, trouble) or did
        while (guild_id := await self.take_round()) is not None:
            did = await _tried(self._send(guild_id), guild_id, trouble) or did
        if trouble:
            raise trouble[0]
        return did

    @query
    def unprepared(self, tx: Tx, beyond: int) -> list[int]:
        """Servers whose round goes out in a day, some at once: those whose id comes after this one."""
        return settings.unprepared(tx, beyond, AT_ONCE)

    @use_case(claim=True)
    def prepare_round(self, tx: Tx, guild_id: int) -> bool:
        """A round that goes out in a day is ready, and organisers are told if there is somebody to pair; whether it was not."""
        if not settings.take_unprepared(tx, guild_id):
            return False
        self._prepare(tx, guild_id)
        return True

    @use_case(claim=True)
    def take_round(self, tx: Tx) -> int | None:
        """A server whose round goes out now, and nobody else sends it for a while."""
        return settings.take_due_round(tx)

    @use_case
    def ready_round(self, tx: Tx, guild_id: int, goes_at: datetime | None = None) -> Round | None:
        """A server's round that goes out now; None where none does: then the next one is planned.

        `goes_at`: an organiser sends that one now. RoundGone when it is none any more; with too few people it stays planned.
        """
        if goes_at is not None:
            value = prepared(tx, guild_id, goes_at)
            return value if len(peers_there(tx, guild_id)) >= TWO else None
        chosen = _timely(tx, guild_id)
        if chosen is None or chosen.next_at is None or chosen.next_at > tx.now:
            return None
        new = Round(guild_id, chosen.next_at, seed_of(guild_id, chosen.next_at))
        value = rounds.begin(tx, new) or rounds.at(tx, guild_id, chosen.next_at) or new
        there = peers_there(tx, guild_id)
        can = value.state is RoundState.READY and self._can(tx, chosen)
        if can and len(there) >= TWO:
            return value
        if can and there:
            pairing_up.tell_alone(tx, guild_id, there[0])
        self._tell_absence(tx, guild_id, wanted=bool(there))
        _over(tx, chosen, value, RoundState.SKIPPED)
        return None

    @use_case
    def write_round(self, tx: Tx, value: Round, pool: PeerPool, groups: Groups, actor_id: int = 0) -> bool:
        """A round goes out as it was made; False when something changed meanwhile, and it is to be made again.

        `actor_id`: the organiser who sends it now.
        """
        stands, chosen = rounds.get(tx, value.id), settings.get(tx, value.guild_id)
        if stands is None or stands.state is not RoundState.READY:
            return True  # somebody else was first
        if chosen is None or not chosen.on or chosen.next_at != value.goes_at:
            return False
        if peer_pool(tx, value.guild_id, met=False) != replace(
            pool, met=None
        ):  # a round alone makes partners
            return False
        after = _over(tx, chosen, value, RoundState.SENT)
        pairing_up.pair_up(tx, value, pool, groups, after)
        if actor_id:
            communities.write_audit(tx, value.guild_id, actor_id, "mentoring.send")
        return True

    @use_case
    def skip_round(self, tx: Tx, guild_id: int, actor_id: int, goes_at: datetime) -> Settings:
        """A round that is ready is left out, and nobody is told; the next one is planned. RoundGone."""
        value = prepared(tx, guild_id, goes_at)
        chosen = open_rounds(tx, guild_id)
        communities.write_audit(tx, guild_id, actor_id, "mentoring.skip")
        return _over(tx, chosen, value, RoundState.SKIPPED)

    async def send_now(self, guild_id: int, actor_id: int, goes_at: datetime) -> bool:
        """A round that is ready goes out now; whether there were people to pair. RoundGone, NoMatching, RoundNotMade."""
        if not self.matching.is_there:
            raise NoMatching
        with kindly(guild_id):
            went = await self._send(guild_id, goes_at, actor_id)
        if went is None:
            raise RoundNotMade
        return went

    async def _send(self, guild_id: int, goes_at: datetime | None = None, actor_id: int = 0) -> bool | None:
        """Whether the round is over; False: there are too few people, None: the pool kept changing."""
        for _ in range(TRIES):
            value = await self.ready_round(guild_id, goes_at)
            if value is None:
                return goes_at is None
            pool = await self.peers_in(guild_id)
            if len(pool.peers) < TWO:
                continue  # somebody went just now
            groups = await self.matching.pair(
                pool.peers, apart=pool.apart, met=pool.met or {}, seed=value.seed
            )
            if await self.write_round(value, pool, groups, actor_id):
                return True
        log.warning("a round was not made, for the pool kept changing", guild=guild_id)
        return None

    def _prepare(self, tx: Tx, guild_id: int) -> None:
        chosen = _timely(tx, guild_id)
        if chosen is None or chosen.next_at is None or chosen.next_at - tx.now > PREVIEW_BEFORE:
            return
        goes_at = chosen.next_at
        rounds.begin(tx, Round(chosen.guild_id, goes_at, seed_of(chosen.guild_id, goes_at)))
        peers = peers_there(tx, chosen.guild_id)
        people.ask_soon(tx, chosen.guild_id, set(peers))
        self._tell_absence(tx, chosen.guild_id, wanted=bool(peers))
        if self._can(tx, chosen) and goes_at > tx.now and len(peers) >= TWO:
            key = replanning.key_of(goes_at)
            notify(tx, chosen.guild_id, ROUND, key, goes_at=round(goes_at.timestamp()))

    def _tell_absence(self, tx: Tx, guild_id: int, *, wanted: bool) -> None:
        """Organisers are told that people cannot be matched here, if anybody wants to be; and when that is over."""
        if self.matching.is_there:
            settle_notice(tx, guild_id, ABSENT)
        elif wanted:
            notify(tx, guild_id, ABSENT, ABSENT)

    def _can(self, tx: Tx, chosen: Settings) -> bool:
        """Whether people can be brought together there at all."""
        is_here = communities.get(tx, chosen.guild_id).left_at is None
        return chosen.on and is_here and self.serves(chosen.guild_id) and self.matching.is_there


async def _tried(work: Awaitable[bool | None], guild_id: int, trouble: list[Exception]) -> bool:
    """Whether it did something; what went wrong is kept, for other servers have their turn all the same."""
    try:
        return bool(await work)
    except Exception as error:
        log.warning("a round could not be made", guild=guild_id, exc_info=True)
        trouble.append(error)
        return False


def _timely(tx: Tx, guild_id: int) -> Settings | None:
    """A server's choices, its next round on the clock of today's zone; one that is far too late is left out."""
    found = settings.get(tx, guild_id)
    if found is None:
        return None
    chosen = replanning.moved(tx, found) if found.on else replace(found, next_at=None)
    if chosen.next_at is not None and tx.now - chosen.next_at > LATE_ROUND:
        chosen = replanning.after(tx, chosen, chosen.next_at)
    return chosen if chosen == found else replanning.keep(tx, chosen)


def _over(tx: Tx, chosen: Settings, value: Round, state: RoundState) -> Settings:
    """A round is over: what organisers were told is settled, the next one is planned. Returns the choices with that."""
    rounds.finish(tx, value.id, state)
    settle_notice(tx, value.guild_id, replanning.key_of(value.goes_at))
    return replanning.keep(tx, replanning.after(tx, chosen, value.goes_at))
