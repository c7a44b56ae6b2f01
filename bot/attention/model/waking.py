"""Owns how long two people are both awake: the time in which neither has quiet hours (product K6, M2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.attention.model.planning import Person
from bot.core.clock import instant_from, instant_of

ENOUGH = timedelta(hours=2)  # M2
_DAY = timedelta(days=1)
_MIDNIGHT = time()


def common_waking(a: Person, b: Person, day: date) -> timedelta:
    """How long neither of two people has quiet hours on `day`, which is the same 24 hours for both: those of UTC.

    Only zones and quiet hours count; days off, away ranges and focus sessions do not.
    """
    first, second = _of(a, day), _of(b, day)
    shared = (min(end, other_end) - max(begin, other) for begin, end in first for other, other_end in second)
    return sum((each for each in shared if each > timedelta()), timedelta())


def has_common_hours(a: Person, b: Person, day: date) -> bool:
    """Whether that is long enough to work together: two hours (M2)."""
    return common_waking(a, b, day) >= ENOUGH


def _of(person: Person, day: date) -> tuple[tuple[datetime, datetime], ...]:
    return _awake(person.zone, person.mailbox.quiet_from, person.mailbox.quiet_to, day)


@lru_cache(maxsize=1024)  # many people share a zone and leave the quiet hours as they are
def _awake(zone: str, quiet_from: time, quiet_to: time, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches (aware UTC) of a day of UTC without quiet hours."""
    first = datetime.combine(day, _MIDNIGHT, UTC)
    last = first + _DAY
    found = [
        (max(begin, first), min(end, last))
        for local in (day - _DAY, day, day + _DAY)  # a day of UTC lies on two local dates, which may be these
        if instant_of(local, _MIDNIGHT, zone)  # a date that a zone left out (Apia, 2011-12-30) has no hours
        for begin, end in _stretches(zone, quiet_from, quiet_to, local)
    ]
    return tuple((begin, end) for begin, end in found if begin < end)


def _stretches(
    zone: str, quiet_from: time, quiet_to: time, local: date
) -> Iterator[tuple[datetime, datetime]]:
    begin, end = (instant_from(each, _MIDNIGHT, zone) for each in (local, local + _DAY))
    quiet, free = (instant_from(local, each, zone) for each in (quiet_from, quiet_to))
    if quiet_from == quiet_to:
        yield begin, end
    elif quiet_from < quiet_to:
        yield begin, quiet
        yield free, end
    else:
        yield free, quiet
