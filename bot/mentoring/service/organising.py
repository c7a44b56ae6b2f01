"""What organisers choose, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.mentoring.matching import Matching
from bot.mentoring.model.asking import AMA, NEED, POST_FOR, QUESTION
from bot.mentoring.model.refusals import NoMentoring
from bot.mentoring.model.values import Rhythm, Settings
from bot.mentoring.service import reaching, replanning
from bot.mentoring.service.proposing import look_now
from bot.mentoring.service.snapshots import mentor_pool
from bot.mentoring.store import settings


@dataclass(frozen=True)
class Status:
    """How a server's mentors stand: its choices, its zone, and whether people can be matched here at all."""

    settings: Settings
    zone: str
    can_match: bool


@dataclass(frozen=True)
class Beat:
    """When rounds of peers go out: how often, the weekday (Monday 0) and time, on the clock of this zone."""

    rhythm: Rhythm
    weekday: int
    at: time
    zone: str


class Organising:
    """Use cases behind /setup. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database
    matching: Matching

    @query
    def settings_of(self, tx: Tx, guild_id: int) -> Settings | None:
        """A server's choices, on or off; None when it never set this up."""
        return settings.get(tx, guild_id)

    @query
    def standing(self, tx: Tx, guild_id: int) -> Status:
        """How it stands there. NoMentoring when it never was set up."""
        return self._status(tx, _known(tx, guild_id))

    @use_case
    def set_up(self, tx: Tx, guild_id: int, actor_id: int, channel_id: int, zone: str = "") -> Status:
        """Questions come to this channel from now on; the first time it is switched on, with its first round planned.

        `zone`, where given, is the server's from now on. What was posted elsewhere stays, what Discord refused comes along.
        """
        before = settings.get(tx, guild_id)
        _set_zone(tx, guild_id, zone)
        if before is None:
            value = replanning.begun(tx, Settings(guild_id, channel_id, is_on=True))
            settings.save(tx, value)
            communities.write_audit(tx, guild_id, actor_id, "mentoring.add")
            return self._status(tx, value)
        return self._status(tx, _placed(tx, before, actor_id, channel_id))

    @use_case
    def switch(self, tx: Tx, guild_id: int, actor_id: int, *, on: bool) -> Status:
        """Switch it on or off; on again, rounds begin anew and mentors are looked for. NoMentoring."""
        before = _known(tx, guild_id)
        if before.is_on == on:
            return self._status(tx, before)
        reaching.within_reach(tx, guild_id, before.channel_id)
        reaching.threads_within_reach(tx, guild_id, before.channel_id)
        value = replanning.begun(tx, replace(before, is_on=on, refused_at=None, match_at=None))
        settings.save(tx, value)
        replanning.keep(tx, value)
        if on and mentor_pool(tx, guild_id).learners:
            look_now(tx, guild_id)
        communities.write_audit(tx, guild_id, actor_id, "mentoring.on" if on else "mentoring.off")
        return self._status(tx, value)

    @use_case
    def beat(self, tx: Tx, guild_id: int, actor_id: int, chosen: Beat) -> Status:
        """Rounds go out so from now on, never two within two days; its zone is the server's from now on. NoMentoring."""
        before = _known(tx, guild_id)
        value = replace(before, rhythm=chosen.rhythm, weekday=chosen.weekday, at=chosen.at)
        zoned = _set_zone(tx, guild_id, chosen.zone)
        if value == before and not zoned:
            return self._status(tx, before)
        planned = replanning.moved(tx, before)
        value = planned if value == before else replanning.changed(tx, planned, value)
        settings.save(tx, value)
        replanning.keep(tx, value)
        communities.write_audit(tx, guild_id, actor_id, "mentoring.rhythm")
        return self._status(tx, value)

    @use_case
    def channel_within_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Something was posted in this channel: what was said about it is no longer true."""
        reaching.within_reach(tx, guild_id, channel_id)

    @use_case
    def channel_out_of_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says that this channel is gone or closed to us."""
        reaching.out_of_reach(tx, guild_id, channel_id)

    def _status(self, tx: Tx, value: Settings) -> Status:
        return Status(value, replanning.zone_of(tx, value.guild_id), self.matching.is_there)


def _known(tx: Tx, guild_id: int) -> Settings:
    found = settings.get(tx, guild_id)
    if found is None:
        raise NoMentoring(organiser=True)
    return found


def _set_zone(tx: Tx, guild_id: int, zone: str) -> bool:
    """Whether that is news."""
    community = communities.get(tx, guild_id)
    if not zone or zone == community.zone:
        return False
    communities.save(tx, replace(community, zone=zone))
    return True


def _placed(tx: Tx, before: Settings, actor_id: int, channel_id: int) -> Settings:
    if channel_id == before.channel_id:
        return before
    reaching.within_reach(tx, before.guild_id, before.channel_id)
    reaching.threads_within_reach(tx, before.guild_id, before.channel_id)
    for kind in (QUESTION, AMA, NEED):
        for each in deliveries.unsent(tx, kind, before.guild_id):
            if each.code:
                deliveries.post_anew(tx, replace(each, channel_id=channel_id), POST_FOR)
    value = replace(before, channel_id=channel_id, refused_at=None)
    settings.save(tx, value)
    communities.write_audit(tx, before.guild_id, actor_id, "mentoring.move")
    return value
