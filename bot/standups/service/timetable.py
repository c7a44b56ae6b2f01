"""Works out a standup's next opening from all that bears on it: its schedule, its days off, whether it is stopped or rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.core.db import Tx
from bot.core.holidays import dates_of, holidays_of
from bot.standups.model import (
    A_YEAR,
    NO_DAYS,
    DayOff,
    Standup,
    dates_off,
    days_off,
    plan,
    week_closing,
)
from bot.standups.store import holidays, schedule, weeks

_BACK = timedelta(days=7)  # a date that is planned may be of yesterday's year


def replanned(tx: Tx, value: Standup) -> Standup:
    """The standup with its next opening as it has to be now: none while it is stopped or rests."""
    if not value.is_planned:
        return replace(value, planned=None)
    last = schedule.last_date(tx, value.id)
    planned = plan(value.schedule, now=tx.now, last_date=last, before=value.planned, off=off_days(tx, value))
    return replace(value, planned=planned)


def off_days(tx: Tx, value: Standup) -> frozenset[date]:
    """The dates of this year and the next on which a standup has no prompt."""
    return off_days_of(tx, [value])[value.id]


def off_days_of(tx: Tx, standups: Sequence[Standup]) -> dict[int, frozenset[date]]:
    """The same for many; those without country and changes, nearly all, cost nothing."""
    edited = [value.id for value in standups if value.edited]
    edits = holidays.edits_of(tx, edited) if edited else {}
    return {value.id: _off(value, edits.get(value.id), tx.now) for value in standups}


def _off(value: Standup, edits: Mapping[date, DayOff] | None, now: datetime) -> frozenset[date]:
    if not value.country and not edits:
        return NO_DAYS
    years = (now - _BACK).year, (now + A_YEAR).year
    if not edits:
        return _country(value.country, value.region, *years)
    there = dates_of(value.country, value.region, range(years[0], years[1] + 1))
    return dates_off(days_off(there, edits))


@lru_cache(maxsize=256)
def _country(country: str, region: str, first: int, last: int) -> frozenset[date]:
    return frozenset(dates_of(country, region, range(first, last + 1)))


def coming_days_off(tx: Tx, value: Standup, language: str) -> list[DayOff]:
    """A standup's days off of the coming year, also those on which the prompt comes all the same; named in `language`.

    A holiday on a weekday that has no prompt anyway is none.
    """
    today = value.today(tx.now)
    there = {
        day: name
        for year in (today.year, today.year + 1)
        for day, name in holidays_of(value.country, value.region, year, language).items()
        if day.weekday() in value.schedule.days
    }
    found = days_off(there, holidays.edits_of(tx, [value.id])[value.id])
    return [each for each in found if today <= each.date <= today + A_YEAR]


def replan_weeks(tx: Tx, value: Standup) -> None:
    """The schedule or the days off changed: weeks that are not summed up yet are over when their last day closes."""
    off = off_days(tx, value)
    for week in weeks.open_weeks(tx, value.id):
        ends = [week_closing(value.schedule, week.monday, off), weeks.last_closing(tx, week)]
        due_at = max((each for each in ends if each), default=tx.now)
        weeks.plan_week(tx, value.id, value.guild_id, week.monday, due_at)
