"""Plans a server's next round of peers, and takes back what was said of one that is not to be any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.attention.store.notices import settle_notice
from bot.communities import store as communities
from bot.core.db import Tx
from bot.mentoring.model import rhythm
from bot.mentoring.model.values import PREVIEW_BEFORE, ROUND, Settings
from bot.mentoring.store import rounds, settings


def zone_of(tx: Tx, guild_id: int) -> str:
    """The zone on whose clock a server's rounds go out."""
    return communities.get(tx, guild_id).zone


def begun(tx: Tx, chosen: Settings) -> Settings:
    """With the first round that there can be, while it is on."""
    at = rhythm.begins_at(chosen, zone_of(tx, chosen.guild_id), tx.now, rounds.done_at(tx, chosen.guild_id))
    return replace(chosen, next_at=at if chosen.on else None)


def changed(tx: Tx, before: Settings, chosen: Settings) -> Settings:
    """With the next round after what was chosen of rhythm, weekday and time, while it is on."""
    zone, done_at = zone_of(tx, chosen.guild_id), rounds.done_at(tx, chosen.guild_id)
    at = rhythm.changed_at(before, chosen, zone, tx.now, done_at)
    return replace(chosen, next_at=at if chosen.on else None)


def moved(tx: Tx, chosen: Settings) -> Settings:
    """With the next round on the clock of the server's zone, which may be another than when it was planned."""
    return replace(chosen, next_at=rhythm.moved_at(chosen, zone_of(tx, chosen.guild_id)))


def after(tx: Tx, chosen: Settings, goes_at: datetime) -> Settings:
    """With the round that comes after one, while it is on."""
    at = rhythm.follows_at(chosen, zone_of(tx, chosen.guild_id), goes_at, tx.now)
    return replace(chosen, next_at=at if chosen.on else None)


def keep(tx: Tx, chosen: Settings) -> Settings:
    """Keep when the next round goes out. One that was prepared for another instant is not to be any more."""
    settings.set_next_at(tx, chosen.guild_id, chosen.next_at)
    prepared = rounds.ready(tx, chosen.guild_id)
    if prepared is not None and prepared.goes_at != chosen.next_at:
        rounds.remove(tx, prepared.id)
        settle_notice(tx, chosen.guild_id, key_of(prepared.goes_at))
    return chosen


def key_of(goes_at: datetime) -> str:
    """The key of the notice of the round that goes out then."""
    return f"{ROUND}:{goes_at.timestamp():.0f}"


def zone_changed(tx: Tx, guild_id: int) -> None:
    """A server's zone is another from now on: its rounds go out on the new clock."""
    found = settings.get(tx, guild_id)
    if found is not None and found.next_at is not None:
        keep(tx, moved(tx, found))


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """A round that was due until now may have gone out since, and so may one that organisers could send before its time: the one
    after it is the next, in a server or (None) in all.
    """
    for each in settings.planned(tx, guild_id):
        if each.next_at is None or each.next_at > tx.now + PREVIEW_BEFORE:
            continue
        if each.next_at <= tx.now or rounds.ready(tx, each.guild_id) is not None:
            keep(tx, after(tx, each, each.next_at))
