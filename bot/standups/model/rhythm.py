"""The rule of rhythm (S7): one of three words for about four weeks of writing, which no single day changes.

Source: the book's chapter "Energize" (most of the time is enough) and product S7. Nothing of it is stored: it is worked out
anew each time from the local dates on which somebody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from enum import IntEnum

from bot.standups.model.values import WORKING_DAYS

WINDOW = 28  # days that count together
REMEMBERED = timedelta(weeks=52)  # how far back the replay begins
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_FEW = 2  # entries in the window that end a rest; one alone does not


class Rhythm(IntEnum):
    """How somebody is at it, from less to more."""

    RESTING = 0
    FINDING = 1
    RHYTHM = 2


def rhythm(
    written: Collection[date],
    *,
    today: date,
    working: frozenset[int] = WORKING_DAYS,
    neutral: Callable[[date], bool] = lambda _day: False,
) -> Rhythm:
    """The word for somebody who wrote on these local dates. `working` are the weekdays on which a word can change.

    A `neutral` day (away, a holiday) counts as the same weekday did the last time that it was none, so it changes nothing.
    The word moves only when two working days that follow each other point the same way, and each way has slack, so that a
    single day more or less is never felt. A day that is not over yet counts in one's favour or not at all. More days written
    never give less.
    """
    first = today - REMEMBERED
    counts: dict[date, bool] = {}
    recent, level, earlier = 0, Rhythm.RESTING, -1
    enough = max(4 * (len(working) // 2 + 1) - 2, _FEW + 1)
    day = first
    while day <= today:
        counts[day] = day in written or (neutral(day) and counts.get(day - _WEEK, False))
        recent += counts[day] - counts.get(day - WINDOW * _DAY, False)
        if day.weekday() in working and not neutral(day):
            before = level if earlier < 0 else _pointed(level, earlier, enough)
            moved = sorted((level, before, _pointed(level, recent, enough)))[1]
            if day < today:
                level, earlier = moved, recent
            elif day in written:
                level = max(level, moved)
        day += _DAY
    return level


def _pointed(level: Rhythm, count: int, enough: int) -> Rhythm:
    """Where this many days of the window point to from here; going down takes one less than going up."""
    if count >= enough - (level is Rhythm.RHYTHM):
        return Rhythm.RHYTHM
    if count >= _FEW - (level is not Rhythm.RESTING):
        return Rhythm.FINDING
    return Rhythm.RESTING


def working_days(schedules: Iterable[frozenset[int]]) -> frozenset[int]:
    """The weekdays of a server's standups; Monday to Friday without any, or when no day would be left for rest."""
    days = frozenset(day for each in schedules for day in each)
    return days if 1 <= len(days) <= len(WORKING_DAYS) else WORKING_DAYS
