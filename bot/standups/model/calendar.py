"""The rules of a standup's calendar: when it opens next, and when a day closes."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.clock import instant_of, local_date, next_occurrence
from bot.standups.model.values import OPEN_FOR, Planned, Schedule


def plan(
    schedule: Schedule, *, now: datetime, last_date: date | None, before: Planned | None = None
) -> Planned:
    """The next opening after `now`, on a date later than `last_date`, so that no date is ever opened twice (S3).

    `before` is what was planned until the schedule changed: when the change would lose that date, it keeps its old instant, so
    changing the zone at 3 p.m. costs no day.
    """
    after = now
    while True:
        instant = next_occurrence(schedule.at, schedule.zone, schedule.days, after)
        found = Planned(instant, local_date(instant, schedule.zone))
        if last_date is None or found.date > last_date:
            break
        after = instant
    if before is None or before.at <= now or before.date >= found.date:
        return found
    wanted = before.date.weekday() in schedule.days and (last_date is None or before.date > last_date)
    return before if wanted else found


def closing(schedule: Schedule, day: date, opened_at: datetime) -> datetime:
    """When a day opened at `opened_at` closes if nothing opens before (aware UTC).

    A day opened quietly before its prompt's hour closes as if it had opened at that hour, else every early answer would pull the
    next day forward.
    """
    hour = instant_of(day, schedule.at, schedule.zone) if day.weekday() in schedule.days else None
    return max(opened_at, hour or opened_at) + OPEN_FOR
