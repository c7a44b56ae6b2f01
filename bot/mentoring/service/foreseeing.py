"""Rounds of peers before they go out: the preview for organisers, which is ready; who waits for a partner after one (M2, M5)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.attention.model.values import Intent
from bot.communities.model import Topic
from bot.core.db import Database, Tx, query
from bot.mentoring.matching import Matching, MatchingFailed
from bot.mentoring.model.refusals import NoMatching, NoMentoring, RoundGone, RoundNotMade
from bot.mentoring.model.rhythm import seed_of
from bot.mentoring.model.rounds import ALONE, Preview, Round, RoundState
from bot.mentoring.model.values import PairKind, Role, Settings
from bot.mentoring.service.naming import topic_names
from bot.mentoring.service.previewing import previewed
from bot.mentoring.service.snapshots import MentorPool, PeerPool, mentor_pool, peer_pool
from bot.mentoring.store import pairs, profiles, rounds, settings

log = structlog.stdlib.get_logger(__name__)


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


class SeesRounds:
    """Use cases of a round's preview, and of the lines about who has no partner."""

    db: Database
    matching: Matching

    async def preview(self, guild_id: int) -> Shown:
        """What a round would be as things stand, and what the next look for mentors would propose. NoMentoring, NoMatching,
        RoundNotMade.
        """
        found = await self.at_hand(guild_id)
        if not self.matching.is_there:
            raise NoMatching
        at = found.settings.next_at
        seed = found.round.seed if found.round else seed_of(guild_id, at) if at else 0
        peers, pool = found.peers, found.mentors
        free = [each for each in pool.mentors if each.places]
        with kindly(guild_id):
            groups = await self.matching.pair(peers.peers, apart=peers.apart, met=peers.met or {}, seed=seed)
            asked = await self.matching.assign(pool.learners, free, apart=pool.apart, met=pool.met, seed=seed)
        preview = await asyncio.to_thread(previewed, peers, groups, pool, asked)
        return Shown(replace(preview, round=found.round), found.settings, found.topics)

    @query
    def at_hand(self, tx: Tx, guild_id: int) -> AtHand:
        """All that a preview is made of. NoMentoring."""
        chosen = open_rounds(tx, guild_id)
        peers, mentors = peer_pool(tx, guild_id), mentor_pool(tx, guild_id)
        ids = {id_ for some in (peers.peers, mentors.learners) for each in some for id_ in each.topics}
        return AtHand(
            chosen, rounds.ready(tx, guild_id), peers, mentors, topic_names(tx, guild_id, sorted(ids))
        )

    @query
    def known_round(self, tx: Tx, guild_id: int, goes_at: datetime) -> Round:
        """The round of which organisers were told; RoundGone when it went out or was left out."""
        return prepared(tx, guild_id, goes_at)

    @query
    def still_without(self, tx: Tx, told: Sequence[Intent]) -> dict[int, Settings]:
        """The server's choices by the id of what was told, only for who waits for a partner still."""
        return {each.id: found for each in told if (found := _waits(tx, each)) is not None}


@contextmanager
def kindly(guild_id: int) -> Iterator[None]:
    """For an organiser it is no fault of ours when people could not be matched."""
    try:
        yield
    except MatchingFailed as error:
        log.warning("people could not be matched", guild=guild_id, why=str(error))
        raise RoundNotMade from error


def open_rounds(tx: Tx, guild_id: int) -> Settings:
    found = settings.get(tx, guild_id)
    if found is None or not found.on:
        raise NoMentoring(organiser=True)
    return found


def prepared(tx: Tx, guild_id: int, goes_at: datetime) -> Round:
    """The round that organisers were told of; RoundGone."""
    value = rounds.at(tx, guild_id, goes_at)
    if value is None or value.state is not RoundState.READY:
        raise RoundGone
    return value


def _waits(tx: Tx, told: Intent) -> Settings | None:
    guild_id, user_id = told.server, told.user_id
    chosen = settings.get(tx, guild_id)
    wants = (
        Role.PEERS in profiles.wishes_of(tx, guild_id, user_id) and profiles.get(tx, guild_id, user_id).is_in
    )
    if chosen is None or not chosen.on or not wants:
        return None
    going_on = pairs.of_person(tx, user_id, guild_id, going_on=True)
    since = 0 if told.kind == ALONE else told.subject_id  # partners of before may go on
    found = any(each.kind is PairKind.PEERS and each.round_id >= since for each in going_on)
    return None if found else chosen
