"""Rounds of peers: planning, preview, sending, who sits out (M2, M5).

People are matched off the event loop, from what is read in one transaction; another one writes it all down, if nothing changed
meanwhile. So a round that was cut short is made again, and goes out once, whoever makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.attention.store.notices import notify, settle_notice
from bot.communities import store as communities
from bot.communities.model import Topic
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.matching import Groups, Matching, MatchingFailed
from bot.mentoring.model.refusals import NoMatching, NoMentoring, RoundGone
from bot.mentoring.model.rhythm import seed_of
from bot.mentoring.model.rounds import Preview, Round, RoundState
from bot.mentoring.model.values import ABSENT, LATE_ROUND, PREVIEW_BEFORE, ROUND, PairKind, Role, Settings
from bot.mentoring.service import pairing_up, replanning
from bot.mentoring.service.naming import topic_names
from bot.mentoring.service.previewing import previewed
from bot.mentoring.service.snapshots import MentorPool, PeerPool, mentor_pool, peer_pool
from bot.mentoring.store import pairs, profiles, rounds, settings

log = structlog.stdlib.get_logger(__name__)

TRIES = 5  # how often a round is made anew in one go because the pool changed meanwhile
AT_ONCE = 50  # servers that are looked at in one go
TWO = 2


@dataclass(frozen=True)
class Ready:
    """A round that can go out now, and who takes part."""

    round: Round
    pool: PeerPool


@dataclass(frozen=True)
class AtHand:
    """All that a preview is made of: what is planned (`round`: organisers were told of it), who is in the pools, topics by id."""

    settings: Settings
    round: Round | None
    peers: PeerPool
    mentors: MentorPool
    topics: Mapping[int, Topic]


@dataclass(frozen=True)
class Shown:
    """A preview, with what is planned and the topics it speaks of."""

    preview: Preview
    settings: Settings
    topics: Mapping[int, Topic]


class Rounds:
    """Use cases of rounds of peers: when, the organisers' preview, who sits out, sending them (M2, M5)."""

    db: Database
    matching: Matching
    serves: Callable[[int], bool]

    @query
    def next_round(self, tx: Tx) -> datetime | None:
        """When there is something to do for a round next, anywhere (UTC)."""
        return settings.next_round(tx)

    async def rounds_due(self) -> bool:
        """Tell organisers of rounds that go out in a day, and send those whose time has come; returns whether there was one.

        MatchingFailed when one could not be made: it is tried again.
        """
        did, failed = False, None
        while await self.prepare_rounds(AT_ONCE):
            did = True
        for guild_id in await self.servers_due(AT_ONCE):
            try:
                did = await self._send(guild_id) or did
            except MatchingFailed as error:  # the other servers' are sent all the same
                failed = error
        if failed is not None:
            raise failed
        return did

    @use_case
    def prepare_rounds(self, tx: Tx, limit: int) -> bool:
        """Rounds that go out in a day are ready, and organisers are told if there is somebody to pair; whether there was one."""
        near = settings.unprepared(tx, limit)
        for each in near:
            self._prepare(tx, each)
        return bool(near)

    @query
    def servers_due(self, tx: Tx, limit: int) -> list[int]:
        """Servers whose round goes out now."""
        return [each.guild_id for each in settings.due_rounds(tx, tx.now, limit)]

    @use_case
    def ready_round(self, tx: Tx, guild_id: int, goes_at: datetime | None = None) -> Ready | None:
        """A server's round that goes out now, with who takes part; None where none does: then the next one is planned.

        `goes_at`: an organiser sends that one now. RoundGone when it is none any more; with too few people it stays planned.
        """
        if goes_at is not None:
            value = _prepared(tx, guild_id, goes_at)
            pool = peer_pool(tx, guild_id)
            return Ready(value, pool) if len(pool.peers) >= TWO else None
        chosen = _timely(tx, guild_id)
        if chosen is None or chosen.next_at is None or chosen.next_at > tx.now:
            return None
        new = Round(guild_id, chosen.next_at, seed_of(guild_id, chosen.next_at))
        value = rounds.begin(tx, new) or rounds.at(tx, guild_id, chosen.next_at) or new
        pool = peer_pool(tx, guild_id)
        if value.state is RoundState.READY and len(pool.peers) >= TWO and self._can(tx, chosen):
            return Ready(value, pool)
        if len(pool.peers) == 1 and value.state is RoundState.READY and self._can(tx, chosen):
            pairing_up.tell_alone(tx, guild_id, pool.peers[0].user_id)
        self._tell_absence(tx, guild_id, wanted=bool(pool.peers))
        _over(tx, chosen, value, RoundState.SKIPPED)
        return None

    @use_case
    def write_round(self, tx: Tx, ready: Ready, groups: Groups, actor_id: int = 0) -> bool:
        """A round goes out as it was made; False when something changed meanwhile, and it is to be made again.

        `actor_id`: the organiser who sends it now.
        """
        value, chosen = ready.round, settings.get(tx, ready.round.guild_id)
        stands = rounds.get(tx, value.id)
        if stands is None or stands.state is not RoundState.READY:
            return True  # somebody else was first
        if chosen is None or not chosen.on or chosen.next_at != value.goes_at:
            return False
        if peer_pool(tx, value.guild_id) != ready.pool:
            return False
        after = _over(tx, chosen, value, RoundState.SENT)
        pairing_up.pair_up(tx, value, ready.pool, groups, after)
        if actor_id:
            communities.write_audit(tx, value.guild_id, actor_id, "mentoring.send")
        return True

    @use_case
    def skip_round(self, tx: Tx, guild_id: int, actor_id: int, goes_at: datetime) -> Settings:
        """A round that is ready is left out, and nobody is told; the next one is planned. RoundGone."""
        value = _prepared(tx, guild_id, goes_at)
        chosen = _open(tx, guild_id)
        communities.write_audit(tx, guild_id, actor_id, "mentoring.skip")
        return _over(tx, chosen, value, RoundState.SKIPPED)

    async def send_now(self, guild_id: int, actor_id: int, goes_at: datetime) -> bool:
        """A round that is ready goes out now; whether there were people to pair. RoundGone, NoMatching."""
        if not self.matching.is_there:
            raise NoMatching
        return await self._send(guild_id, goes_at, actor_id)

    async def preview(self, guild_id: int) -> Shown:
        """What a round would be as things stand, and what the next look for mentors would propose. NoMentoring, NoMatching."""
        found = await self.at_hand(guild_id)
        if not self.matching.is_there:
            raise NoMatching
        at = found.settings.next_at
        seed = found.round.seed if found.round else seed_of(guild_id, at) if at else 0
        peers, pool = found.peers, found.mentors
        groups = await self.matching.pair(peers.peers, apart=peers.apart, met=peers.met or {}, seed=seed)
        free = [each for each in pool.mentors if each.places]
        asked = await self.matching.assign(pool.learners, free, apart=pool.apart, met=pool.met, seed=seed)
        preview = replace(previewed(peers, groups, pool, asked), round=found.round)
        return Shown(preview, found.settings, found.topics)

    @query
    def at_hand(self, tx: Tx, guild_id: int) -> AtHand:
        """All that a preview is made of. NoMentoring."""
        chosen = _open(tx, guild_id)
        peers, mentors = peer_pool(tx, guild_id), mentor_pool(tx, guild_id)
        ids = {id_ for some in (peers.peers, mentors.learners) for each in some for id_ in each.topics}
        return AtHand(
            chosen, rounds.ready(tx, guild_id), peers, mentors, topic_names(tx, guild_id, sorted(ids))
        )

    @query
    def known_round(self, tx: Tx, guild_id: int, goes_at: datetime) -> Round:
        """The round of which organisers were told; RoundGone when it went out or was left out."""
        return _prepared(tx, guild_id, goes_at)

    @query
    def still_without(self, tx: Tx, people: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Settings]:
        """Those of these (server, person) who wait for a partner still, with the server's choices."""
        return {each: found for each in people if (found := _waits(tx, *each)) is not None}

    async def _send(self, guild_id: int, goes_at: datetime | None = None, actor_id: int = 0) -> bool:
        for _ in range(TRIES):
            ready = await self.ready_round(guild_id, goes_at)
            if ready is None:
                return goes_at is None
            pool = ready.pool
            groups = await self.matching.pair(
                pool.peers, apart=pool.apart, met=pool.met or {}, seed=ready.round.seed
            )
            if await self.write_round(ready, groups, actor_id):
                return True
        log.warning("a round was not made, for the pool kept changing", guild=guild_id)
        return False

    def _prepare(self, tx: Tx, found: Settings) -> None:
        chosen = _timely(tx, found.guild_id)
        if chosen is None or chosen.next_at is None or chosen.next_at - tx.now > PREVIEW_BEFORE:
            return
        goes_at = chosen.next_at
        rounds.begin(tx, Round(chosen.guild_id, goes_at, seed_of(chosen.guild_id, goes_at)))
        peers = peer_pool(tx, chosen.guild_id).peers
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


def _timely(tx: Tx, guild_id: int) -> Settings | None:
    """A server's choices, its next round on the clock of today's zone; one that is far too late is left out."""
    found = settings.get(tx, guild_id)
    if found is None:
        return None
    chosen = replanning.moved(tx, found) if found.on else replace(found, next_at=None)
    if chosen.next_at is not None and tx.now - chosen.next_at > LATE_ROUND:
        chosen = replanning.after(tx, chosen, chosen.next_at)
    return chosen if chosen == found else replanning.keep(tx, chosen)


def _open(tx: Tx, guild_id: int) -> Settings:
    found = settings.get(tx, guild_id)
    if found is None or not found.on:
        raise NoMentoring(organiser=True)
    return found


def _prepared(tx: Tx, guild_id: int, goes_at: datetime) -> Round:
    """The round that organisers were told of; RoundGone."""
    value = rounds.at(tx, guild_id, goes_at)
    if value is None or value.state is not RoundState.READY:
        raise RoundGone
    return value


def _over(tx: Tx, chosen: Settings, value: Round, state: RoundState) -> Settings:
    """A round is over: what organisers were told is settled, the next one is planned. Returns the choices with that."""
    rounds.finish(tx, value.id, state)
    settle_notice(tx, value.guild_id, replanning.key_of(value.goes_at))
    return replanning.keep(tx, replanning.after(tx, chosen, value.goes_at))


def _waits(tx: Tx, guild_id: int, user_id: int) -> Settings | None:
    chosen = settings.get(tx, guild_id)
    wants = (
        Role.PEERS in profiles.wishes_of(tx, guild_id, user_id) and profiles.get(tx, guild_id, user_id).is_in
    )
    if chosen is None or not chosen.on or not wants:
        return None
    going_on = pairs.of_person(tx, user_id, guild_id, going_on=True)
    return None if any(each.kind is PairKind.PEERS for each in going_on) else chosen
