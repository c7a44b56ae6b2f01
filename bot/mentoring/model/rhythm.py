"""Owns when rounds of peers go out: a weekday and a time of the server's clock, every week or every other one (M2).

All instants are aware UTC; `done_at` is when the last round that is over went out or would have, None: there was none yet.
Two rounds are never closer than SPACING, whatever is changed in between.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.core.clock import instant_from, local_date
from bot.mentoring.model.values import Rhythm, Settings

SPACING = timedelta(days=2)
_WEEK = timedelta(days=7)
_WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2}


def begins_at(chosen: Settings, zone: str, now: datetime, done_at: datetime | None) -> datetime | None:
    """When the first round goes out: people have time to join before. None where none do."""
    soonest = max(now, done_at or now) + SPACING
    return _from(chosen, zone, _monday(soonest, zone), soonest, 1)


def follows_at(chosen: Settings, zone: str, after: datetime, now: datetime) -> datetime | None:
    """When the round goes out that comes after one; what is over by now is left out, and every other week stays that."""
    weeks = _WEEKS.get(chosen.rhythm, 0)
    return _from(chosen, zone, _monday(after, zone) + weeks * _WEEK, max(now, after + SPACING), max(weeks, 1))


def changed_at(
    before: Settings, chosen: Settings, zone: str, now: datetime, done_at: datetime | None
) -> datetime | None:
    """When the next round goes out after rhythm, weekday or time were changed: in the week it was planned in, if it can.

    Every week instead of every other one begins as soon as it can.
    """
    if before.next_at is None:
        return begins_at(chosen, zone, now, done_at)
    soonest = max(now, (done_at or now - SPACING) + SPACING)
    sooner = chosen.rhythm is Rhythm.WEEKLY and before.rhythm is not Rhythm.WEEKLY
    return _from(chosen, zone, _monday(soonest if sooner else before.next_at, zone), soonest, 1)


def moved_at(chosen: Settings, zone: str) -> datetime | None:
    """The next round on the clock of this zone, on the weekday nearest to where it stands: the zone may be another by now."""
    if chosen.next_at is None:
        return None
    monday = _monday(chosen.next_at, zone)
    around = (_at(chosen, zone, monday + step) for step in (-_WEEK, timedelta(), _WEEK))
    return min(around, key=lambda each: abs(each - (chosen.next_at or each)))


def seed_of(guild_id: int, goes_at: datetime) -> int:
    """By which a round decides where nothing else does: always the same for the same round."""
    text = f"{guild_id} {goes_at.timestamp():.0f}"
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big")


def _from(chosen: Settings, zone: str, monday: date, soonest: datetime, weeks: int) -> datetime | None:
    """The first instant beyond `soonest` in the week of this Monday or so many weeks later, and so on."""
    if chosen.rhythm is Rhythm.OFF:
        return None
    behind = (local_date(soonest, zone) - monday) // (weeks * _WEEK) - 1
    monday += max(0, behind) * weeks * _WEEK
    while (at := _at(chosen, zone, monday)) <= soonest:
        monday += weeks * _WEEK
    return at


def _at(chosen: Settings, zone: str, monday: date) -> datetime:
    return instant_from(monday + timedelta(days=chosen.weekday), chosen.at, zone)


def _monday(instant: datetime, zone: str) -> date:
    day = local_date(instant, zone)
    return day - timedelta(days=day.weekday())
