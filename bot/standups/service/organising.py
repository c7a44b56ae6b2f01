"""What an organiser does: add, change, pause and remove standups, each with its audit line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time

from bot.attention.store.notices import settle_notice
from bot.attention.store.outbox import take_back
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, fit
from bot.core.zones import valid_zone
from bot.deliveries import store as deliveries
from bot.standups.model import (
    DEFAULT_QUESTIONS,
    ENTRY,
    HELP,
    MOST_QUESTIONS,
    MOST_STANDUPS,
    NAME,
    PROMPT,
    REMINDER,
    SUMMARY,
    WEEK,
    NotUnderstood,
    Question,
    Schedule,
    Standup,
    Summary,
    TooMany,
    check_question,
    plan,
)
from bot.standups.service.finding import shown_day, standup_of
from bot.standups.service.opening import repoint, within_reach
from bot.standups.service.resting import rest_key, suspend_key, woken
from bot.standups.service.timetable import replan_weeks, replanned
from bot.standups.service.withdrawing import let_go_of
from bot.standups.store import days, entries, schedule, weeks


class Organising:
    """Use cases behind /setup. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database
    zoned: Callable[[Tx, int], None]

    @use_case
    def add(
        self, tx: Tx, guild_id: int, actor_id: int, *, channel_id: int, name: str, at: time, zone: str
    ) -> Standup:
        """A new standup, due at its next working day; the first one also sets the server's zone.

        TooMany beyond ten a server, NotUnderstood for a zone that is none.
        """
        there = schedule.of_guild(tx, guild_id)
        if len(there) >= MOST_STANDUPS:
            raise TooMany("standups", MOST_STANDUPS)
        timetable = _timetable(Schedule(at, zone))
        value = Standup(
            id=0,
            guild_id=guild_id,
            channel_id=channel_id,
            name=_name(name),
            schedule=timetable,
            questions=DEFAULT_QUESTIONS,
            summary=Summary.WEEKLY,
            paused=False,
            planned=plan(timetable, now=tx.now, last_date=None),
        )
        value = replace(value, id=schedule.add(tx, value))
        if not there:
            communities.save(tx, replace(communities.get(tx, guild_id), zone=zone))
            self.zoned(tx, guild_id)
        communities.write_audit(tx, guild_id, actor_id, "standups.add", name=value.name)
        return value

    @query
    def of_guild(self, tx: Tx, guild_id: int) -> list[Standup]:
        """A server's standups, oldest first."""
        return schedule.of_guild(tx, guild_id)

    @query
    def standup(self, tx: Tx, guild_id: int, standup_id: int) -> Standup:
        """One of the server's standups; StandupGone when it has no such one."""
        return standup_of(tx, guild_id, standup_id, paused_too=True)

    @use_case
    def reschedule(
        self,
        tx: Tx,
        guild_id: int,
        actor_id: int,
        standup_id: int,
        *,
        at: time,
        zone: str,
        days: frozenset[int],
    ) -> Standup:
        """Change time, zone and weekdays; neither a second prompt nor a lost day (S3)."""
        value = standup_of(tx, guild_id, standup_id, paused_too=True)
        value = replanned(tx, replace(value, schedule=_timetable(Schedule(at, zone, days))))
        replan_weeks(tx, value)
        return self._save(tx, value, actor_id, "standups.reschedule")

    @use_case
    def move(
        self, tx: Tx, guild_id: int, actor_id: int, standup_id: int, *, channel_id: int, name: str
    ) -> Standup:
        """Change channel and name; days that are open stay where they are, but for a prompt that Discord refused there."""
        before = standup_of(tx, guild_id, standup_id, paused_too=True)
        value = replace(before, channel_id=channel_id, name=_name(name))
        if channel_id != before.channel_id:
            value = within_reach(tx, value)
            repoint(tx, value)
        return self._save(tx, value, actor_id, "standups.move")

    @use_case
    def pause(self, tx: Tx, guild_id: int, actor_id: int, standup_id: int, *, paused: bool) -> Standup:
        """Pause or resume, also what was suspended or rests; meanwhile nothing opens, and nothing is made up for afterwards."""
        value = replace(standup_of(tx, guild_id, standup_id, paused_too=True), paused=paused)
        value = replace(woken(tx, value), planned=None, refused_at=None, suspended_at=None)
        settle_notice(tx, guild_id, suspend_key(standup_id))
        value = replanned(tx, value)
        return self._save(tx, value, actor_id, "standups.pause" if paused else "standups.resume")

    @use_case
    def wake(self, tx: Tx, guild_id: int, actor_id: int, standup_id: int) -> Standup:
        """What rests because nobody answered goes on, from the next prompt."""
        value = woken(tx, standup_of(tx, guild_id, standup_id, paused_too=True))
        return self._save(tx, value, actor_id, "standups.wake")

    @use_case
    def summarise(self, tx: Tx, guild_id: int, actor_id: int, standup_id: int, summary: Summary) -> Standup:
        """Choose how often there is a summary; it counts for the day and the week that are open too."""
        value = replace(standup_of(tx, guild_id, standup_id, paused_too=True), summary=summary)
        days.plan_summary(tx, standup_id, summary is Summary.DAILY)
        return self._save(tx, value, actor_id, f"standups.summary_{summary}")

    @use_case
    def ask(
        self, tx: Tx, guild_id: int, actor_id: int, standup_id: int, questions: Sequence[Question]
    ) -> Standup:
        """Replace the questions; NotUnderstood for one Discord cannot show, TooMany beyond five."""
        if not 1 <= len(questions) <= MOST_QUESTIONS:
            raise TooMany("questions", MOST_QUESTIONS)
        checked = tuple(check_question(_cleaned(question)) for question in questions)
        value = replace(standup_of(tx, guild_id, standup_id, paused_too=True), questions=checked)
        return self._save(tx, value, actor_id, "standups.questions")

    @use_case
    def remove(self, tx: Tx, guild_id: int, actor_id: int, standup_id: int) -> None:
        """Remove a standup and what it stores; what was posted in Discord stays where members wrote it."""
        value = standup_of(tx, guild_id, standup_id, paused_too=True)
        deliveries.forget_subjects(tx, ENTRY, entries.ids_of_standup(tx, standup_id))
        day_ids = days.days_of(tx, standup_id)
        for kind in (PROMPT, SUMMARY):
            deliveries.forget_subjects(tx, kind, day_ids)
        deliveries.forget_subjects(tx, WEEK, weeks.weeks_of(tx, standup_id))
        deliveries.forget_subjects(tx, HELP, let_go_of(tx, standup_id))
        take_back(tx, REMINDER, day_ids)
        for key in (rest_key(standup_id), suspend_key(standup_id)):
            settle_notice(tx, guild_id, key)
        schedule.remove(tx, standup_id)
        communities.write_audit(tx, guild_id, actor_id, "standups.remove", name=value.name)

    @query
    def last_prompt_at(self, tx: Tx, standup_id: int) -> datetime | None:
        """When the newest day that people see opened (UTC)."""
        day = shown_day(tx, standup_id)
        return day.opened_at if day else None

    def _save(self, tx: Tx, value: Standup, actor_id: int, what: str) -> Standup:
        schedule.save(tx, value)
        communities.write_audit(tx, value.guild_id, actor_id, what, name=value.name)
        return value


def _timetable(value: Schedule) -> Schedule:
    if not valid_zone(value.zone):
        raise NotUnderstood("zone", value.zone)
    if not value.days:
        raise NotUnderstood("days", "")
    return value


def _name(typed: str) -> str:
    name = fit(" ".join(clean(typed).split()), NAME)
    if not name:
        raise NotUnderstood("name", typed)
    return name


def _cleaned(question: Question) -> Question:
    return replace(
        question,
        label=" ".join(clean(question.label).split()),
        choices=tuple(" ".join(clean(choice).split()) for choice in question.choices),
    )
