"""The rules of a standup's calendar: when it opens next, when a day closes, when a week is over, which days are off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.clock import instant_of, local_date, next_occurrence
from bot.standups.model.values import CATCH_UP, OPEN_FOR, Planned, Schedule

NO_DAYS: frozenset[date] = frozenset()
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class DayOff:
    """A date on which no prompt comes, or would not: `off` is false for a holiday on which it comes all the same."""

    date: date
    name: str
    off: bool = True


def plan(
    schedule: Schedule,
    *,
    now: datetime,
    last_date: date | None,
    before: Planned | None = None,
    off: frozenset[date] = NO_DAYS,
) -> Planned:
    """The next opening after `now`, on a date later than `last_date`, so that no date is opened twice (S3), nor one of `off`.

    `before` is what was planned until the schedule or the days off changed: when the change would lose that date, it keeps its
    old instant, so changing the zone at 3 p.m. costs no day, nor does a change in the very minute of the prompt.
    """
    after = now
    while True:
        instant = next_occurrence(schedule.at, schedule.zone, schedule.days, after)
        found = Planned(instant, local_date(instant, schedule.zone))
        if found.date not in off and (last_date is None or found.date > last_date):
            break
        after = instant
    if before is None or before.at <= now - CATCH_UP or before.date >= found.date:
        return found
    wanted = before.date.weekday() in schedule.days and before.date not in off
    return before if wanted and (last_date is None or before.date > last_date) else found


def closing(schedule: Schedule, day: date, opened_at: datetime, off: frozenset[date] = NO_DAYS) -> datetime:
    """When a day opened at `opened_at` closes if nothing opens before (aware UTC).

    A day opened quietly before its prompt's hour closes as if it had opened at that hour, else every early answer would pull the
    next day forward.
    """
    has_prompt = day.weekday() in schedule.days and day not in off
    hour = instant_of(day, schedule.at, schedule.zone) if has_prompt else None
    return max(opened_at, hour or opened_at) + OPEN_FOR


def monday_of(day: date) -> date:
    """The Monday of the date's week."""
    return day - timedelta(days=day.weekday())


def week_closing(schedule: Schedule, monday: date, off: frozenset[date] = NO_DAYS) -> datetime | None:
    """When the day of the week's last prompt closes (aware UTC); None for a week without prompts."""
    for number in sorted(schedule.days, reverse=True):
        day = monday + timedelta(days=number)
        hour = None if day in off else instant_of(day, schedule.at, schedule.zone)
        if hour is not None:
            return hour + OPEN_FOR
    return None


def days_off(holidays: Mapping[date, str], edits: Mapping[date, DayOff]) -> list[DayOff]:
    """A country's holidays as the organisers changed them, by date; those on which the prompt comes all the same are marked."""
    alike = {day: DayOff(day, name) for day, name in holidays.items()}
    for day, edit in edits.items():
        if edit.off or day in alike:  # a prompt that comes anyway needs no word
            alike[day] = DayOff(day, edit.name or holidays.get(day, ""), edit.off)
    return [alike[day] for day in sorted(alike)]


def dates_off(days: list[DayOff]) -> frozenset[date]:
    """The dates on which no prompt comes."""
    return frozenset(each.date for each in days if each.off)
