"""What an organiser does with days off: a country's holidays, then days of their own, or a prompt all the same (S2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.core.holidays import is_country, regions_of
from bot.core.text import clean, fit
from bot.standups.model import (
    DAYS_OFF_LISTED,
    MOST_DAYS_OFF,
    NAME,
    DayOff,
    NotUnderstood,
    Standup,
    TooMany,
)
from bot.standups.model.rhythm import REMEMBERED
from bot.standups.service.finding import standup_of
from bot.standups.service.timetable import coming_days_off, replan_weeks, replanned
from bot.standups.store import holidays, schedule

LONGEST = 31  # days added at once
KEPT = REMEMBERED + timedelta(weeks=2)  # past days off change nobody's rhythm afterwards


@dataclass(frozen=True)
class DaysOff:
    """A standup with its next days off, by date, also those on which the prompt comes all the same."""

    standup: Standup
    coming: tuple[DayOff, ...]
    has_regions: bool

    def has_prompt(self, day: date) -> bool:
        """Whether a prompt will come on this date, as things stand."""
        planned = self.standup.planned
        if planned is None or day < planned.date or day.weekday() not in self.standup.schedule.days:
            return False
        return not any(each.off and each.date == day for each in self.coming)


class Holidays:
    """Use cases behind /setup → Holidays. `actor_id` is the organiser, `language` theirs ("de"), for the names of holidays."""

    db: Database

    @query
    def days_off(self, tx: Tx, guild_id: int, standup_id: int, language: str) -> DaysOff:
        """The next days off; StandupGone."""
        return _days_off(tx, standup_of(tx, guild_id, standup_id, paused_too=True), language)

    @use_case
    def choose_country(
        self,
        tx: Tx,
        guild_id: int,
        actor_id: int,
        standup_id: int,
        country: str,
        region: str = "",
        *,
        language: str,
    ) -> DaysOff:
        """A country's holidays are days off from now on, or ("") none; NotUnderstood for one that is not known."""
        if country and not is_country(country):
            raise NotUnderstood("country", country)
        if region and region not in {each.code for each in regions_of(country)}:
            raise NotUnderstood("region", region)
        value = standup_of(tx, guild_id, standup_id, paused_too=True)
        return _changed(tx, replace(value, country=country, region=region), actor_id, language)

    @use_case
    def switch_day(
        self, tx: Tx, guild_id: int, actor_id: int, standup_id: int, day: date, *, language: str
    ) -> DaysOff:
        """A day off is one no more, or again: of a country's holiday the prompt comes all the same, another date is forgotten."""
        value = standup_of(tx, guild_id, standup_id, paused_too=True)
        shown = {each.date: each for each in coming_days_off(tx, value, language)}
        there = shown.get(day)
        holidays.remove_edit(tx, standup_id, day)
        of_country = {each.date: each for each in coming_days_off(tx, value, language)}
        if there is not None and there.off and day in of_country:
            holidays.save_edit(tx, value, DayOff(day, "", off=False))
        return _changed(tx, value, actor_id, language)

    @use_case
    def add_days_off(
        self,
        tx: Tx,
        guild_id: int,
        actor_id: int,
        standup_id: int,
        first: date,
        last: date,
        name: str,
        *,
        language: str,
    ) -> DaysOff:
        """No prompt comes from `first` to `last`; NotUnderstood for past days, TooMany for over a month or beyond a hundred."""
        value = standup_of(tx, guild_id, standup_id, paused_too=True)
        today = value.today(tx.now)
        span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        if first < today or not span:
            raise NotUnderstood("day_off", f"{first} – {last}" if first != last else str(first))
        if len(span) > LONGEST:
            raise TooMany("days_at_once", LONGEST)
        wanted = [day for day in span if day.weekday() in value.schedule.days] or span
        holidays.forget_edits(tx, standup_id, today - KEPT)
        if holidays.count_edits(tx, standup_id, today) + len(wanted) > MOST_DAYS_OFF:
            raise TooMany("days_off", MOST_DAYS_OFF)
        given, before = fit(" ".join(clean(name).split()), NAME), holidays.edits_of(tx, [value.id])[value.id]
        for day in wanted:
            named = given or (
                before[day].name if day in before else ""
            )  # without a new name it keeps its own
            holidays.save_edit(tx, value, DayOff(day, named))
        return _changed(tx, value, actor_id, language)


def _changed(tx: Tx, value: Standup, actor_id: int, language: str) -> DaysOff:
    edited = bool(holidays.edits_of(tx, [value.id])[value.id])
    value = replanned(tx, replace(value, edited=edited))
    replan_weeks(tx, value)
    schedule.save(tx, value)
    communities.write_audit(tx, value.guild_id, actor_id, "standups.holidays", name=value.name)
    return _days_off(tx, value, language)


def _days_off(tx: Tx, value: Standup, language: str) -> DaysOff:
    coming = coming_days_off(tx, value, language)[:DAYS_OFF_LISTED]
    return DaysOff(value, tuple(coming), bool(regions_of(value.country)))
