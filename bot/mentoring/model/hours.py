"""Owns when two people could meet: their week as quarters of an hour in UTC, and whether two weeks have enough in common (M2).

A week is a whole number of 672 bits, one a quarter of an hour from Monday 00:00 UTC on: quick to compare, and exact in zones
that are not whole hours from UTC.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.mentoring.model.values import Part

QUARTERS = 7 * 24 * 4
ENOUGH = 2 * 4  # quarters in a row (M2)
ALL = (1 << QUARTERS) - 1
_TIMES = {Part.MORNING: (6, 11), Part.NOON: (11, 15), Part.EVENING: (17, 22)}  # hours, wall clock
_SATURDAY = 5


def week_of(zone: str, quiet_from: time, quiet_to: time, parts: Collection[Part], now: datetime) -> int:
    """The week of somebody in this zone, as the zone's clock is at `now` (aware): their chosen hours without quiet ones."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return _week(round(offset / timedelta(minutes=15)), quiet_from, quiet_to, frozenset(parts))


def enough(one: int, other: int) -> bool:
    """Whether two weeks have two hours in a row in common; Sunday's end goes on on Monday."""
    return starts(one & other) != 0


def starts(week: int) -> int:
    """The quarters of a week with which two hours in a row begin. Two weeks have `enough` when they share such a quarter."""
    wrapped = week | ((week & ((1 << ENOUGH) - 1)) << QUARTERS)
    # A quarter stays when those behind it are there, too: doubled three times, that is eight in a row.
    for step in (1, 2, 4):
        wrapped &= wrapped >> step
    return wrapped & ALL


@lru_cache(maxsize=2048)  # many people share a zone and leave the rest as it is
def _week(offset: int, quiet_from: time, quiet_to: time, parts: frozenset[Part]) -> int:
    local = 0
    for quarter in range(QUARTERS):
        weekday, within = divmod(quarter, 24 * 4)
        clock = time(within // 4, within % 4 * 15)
        if not _is_quiet(clock, quiet_from, quiet_to) and _is_chosen(clock, weekday, parts):
            local |= 1 << quarter
    shift = offset % QUARTERS  # local is ahead of UTC by the offset
    return ((local >> shift) | (local << (QUARTERS - shift))) & ALL


def _is_quiet(clock: time, quiet_from: time, quiet_to: time) -> bool:
    if quiet_from <= quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to


def _is_chosen(clock: time, weekday: int, parts: frozenset[Part]) -> bool:
    if not parts or (Part.WEEKEND in parts and weekday >= _SATURDAY):
        return True
    return any(first <= clock.hour < last for part, (first, last) in _TIMES.items() if part in parts)
