"""Owns time: the injected clock, and the step from a wall-clock intention (time, zone, days) to an instant.

Instants are aware UTC. Everything is worked out from the offsets in force around the day in question, because
neither "the same time plus 24 h" nor the `fold` attribute (PEP 495) says when a skipped time begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

Clock: TypeAlias = Callable[[], datetime]
_Stretch: TypeAlias = tuple[datetime, timedelta]  # the first (naive) UTC second of an offset, and the offset

_STEP = timedelta(hours=12)
_SECOND = timedelta(seconds=1)
# Offsets are less than 24 h either way, so a wall time lies within this of the same figures in UTC.
_REACH = timedelta(hours=25)
# In the whole tz database no zone changes twice within six days, so these samples see every change.
_EVERY_DAY = frozenset(range(7))
# The longest search: one weekday asked for, and its next date does not exist (Apia, 2011-12-30).
_LONGEST_SEARCH = 2 + 7 + 7


def system_clock() -> datetime:
    """The machine's time, aware UTC: the clock of `run`; tests and the demo bring their own."""
    return datetime.now(UTC)


def next_occurrence(at: time, zone: ZoneInfo | str, days: frozenset[int], after: datetime) -> datetime:
    """The first instant (aware UTC) strictly after `after` at which it is `at` in `zone` on one of `days`.

    `days` are weekdays of the local date, Monday 0. A time that is skipped becomes the first instant after
    the gap; of a time that comes twice the first counts; a date that does not exist is left out. So there is
    one instant a local day, and iterating is strictly increasing (product S3). Raises ValueError for no or
    unknown days, a naive `after` or an aware `at`, and ZoneInfoNotFoundError for an unknown zone.
    """
    if not days or not days <= _EVERY_DAY:
        raise ValueError(f"days must be some of 0 (Monday) to 6 (Sunday), not {sorted(days)}")
    zone = _loaded(zone)
    first = local_date(after, zone) - timedelta(days=2)
    for ahead in range(_LONGEST_SEARCH + 1):
        day = first + timedelta(days=ahead)
        if day.weekday() in days:
            instant = instant_of(day, at, zone)
            if instant is not None and instant > after:
                return instant
    raise AssertionError(f"{zone.key} has none of {sorted(days)} within {_LONGEST_SEARCH} days of {after}")


@lru_cache(maxsize=4096)
def instant_of(day: date, at: time, zone: ZoneInfo | str) -> datetime | None:
    """The first instant (aware UTC) at which it is `at` on `day` in `zone`; None if there is no such date.

    A skipped time becomes the first instant after the gap, to the second, even if that lies on the next date
    (Nuuk skips from 23:00 to midnight). Raises ValueError for an aware `at`.
    """
    if at.tzinfo is not None:
        raise ValueError("the wall-clock time must be naive: its zone is given separately")
    zone = _loaded(zone)
    stretches = _stretches(day, zone)
    if local_date(_first_reaching(datetime.combine(day, time()), stretches), zone) != day:
        return None
    return _first_reaching(datetime.combine(day, at.replace(fold=0)), stretches)


def instant_from(day: date, at: time, zone: ZoneInfo | str) -> datetime:
    """The same; of a date that a zone left out (Apia, 2011-12-30) that time of the next one."""
    return instant_of(day, at, zone) or instant_from(day + timedelta(days=1), at, zone)


def local_date(instant: datetime, zone: ZoneInfo | str) -> date:
    """The date that calendars in `zone` show at `instant`. Raises ValueError for a naive instant."""
    if instant.utcoffset() is None:
        raise ValueError("an instant must be aware: a naive one has no place in any zone")
    return instant.astimezone(_loaded(zone)).date()


def _loaded(zone: ZoneInfo | str) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _first_reaching(wall: datetime, stretches: Sequence[_Stretch]) -> datetime:
    """The first instant at which the clocks show `wall` or, having jumped over it, something later.

    This one rule covers all cases: an ordinary time is reached once, a doubled one first before the clocks go
    back, and a skipped one at the very moment they go forward.
    """
    for index, (begin, offset) in enumerate(stretches):
        reached = max(begin, wall - offset)
        if index + 1 == len(stretches) or reached < stretches[index + 1][0]:
            return reached.replace(tzinfo=UTC)
    raise AssertionError("unreachable: the last stretch has no end")


@lru_cache(maxsize=4096)  # many standups share a zone and a day
def _stretches(day: date, zone: ZoneInfo) -> tuple[_Stretch, ...]:
    """The stretches of constant offset around `day`, in order, covering each wall time of it."""
    moment = datetime.combine(day, time()) - _REACH
    last = moment + 2 * _REACH + timedelta(days=1)
    stretches = [(moment, _offset(moment, zone))]
    while moment < last:
        later = moment + _STEP
        if (offset := _offset(later, zone)) != stretches[-1][1]:
            stretches.append((_change(moment, later, zone), offset))
        moment = later
    return tuple(stretches)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset of `before` ends: the tz database changes on whole UTC seconds."""
    old = _offset(before, zone)
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if _offset(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    """Local minus UTC at a naive UTC moment, read from the clock itself rather than from its fold."""
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) - moment
