"""Summaries of days and weeks: when they are due, what they tell, and telling it anew when something changed (S9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.communities import store as communities
from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.clock import instant_from, local_date
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, Sent
from bot.standups.model import (
    ENTRY,
    SUMMARY,
    WEEK,
    Day,
    Entry,
    Standup,
    Summary,
    monday_of,
    week_closing,
)
from bot.standups.service.timetable import off_days
from bot.standups.store import choices, days, schedule, weeks

BATCH = 500  # summaries claimed in one transaction
SUMMARY_LINES = 15  # entries a summary links (S9)
STUCK = 25  # what people are stuck on that a week's summary looks at
KEEP_FOR = timedelta(hours=12)  # a summary that Discord did not take by then is not sent any more

Lines = tuple[tuple[Entry, Delivery], ...]
Shipped = Callable[[Tx, int, datetime, datetime], Sequence[tuple[int, str]]]
"""Who shipped something in a server between two instants (aware UTC), and the address of the post that says so."""


@dataclass(frozen=True)
class SummaryPost:
    """A day's summary: its entries in time order with the first message of each, and whether there are more."""

    claimed: Delivery
    day: Day
    standup: Standup
    language: str
    lines: Lines
    more: bool


@dataclass(frozen=True)
class WeekPost:
    """A week's summary: the same over its days, and what people are stuck on, each topic with the posts that say so.

    `shipped`: who finished something that week and shared it, each with the address of that post.
    """

    claimed: Delivery
    monday: date
    standup: Standup
    language: str
    lines: Lines
    more: bool
    stuck: tuple[tuple[Topic, tuple[Delivery, ...]], ...]
    shipped: tuple[tuple[int, str], ...] = ()


class Summaries:
    """Use cases of the job that posts summaries and of the one that brings them up to date."""

    db: Database
    shipped: Shipped

    @use_case(claim=True)
    def open_summaries(self, tx: Tx) -> list[SummaryPost]:
        """Claim the days' summaries that are due; a day on which nothing was posted yet waits."""
        posts = []
        for day in weeks.due_days(tx, BATCH):
            claimed = deliveries.claim_new(
                tx, SUMMARY, day.id, guild_id=day.guild_id, channel_id=day.channel_id, keep_for=KEEP_FOR
            )
            post = _of_day(tx, claimed) if claimed else None
            if post:
                posts.append(post)
        return posts

    @use_case(claim=True)
    def open_weeks(self, tx: Tx) -> list[WeekPost]:
        """Claim the weeks' summaries that are due; one that was posted before is edited, for its week went on.

        It goes where people wrote last and tells only what was written there: a standup that moved takes no words along.
        """
        posts = []
        for week in weeks.due_weeks(tx, BATCH):
            value = schedule.get(tx, week.standup_id)
            channel_id = weeks.channel_of(tx, week)
            if value is None or value.summary is not Summary.WEEKLY or channel_id is None:
                continue
            claimed = deliveries.claim_new(
                tx, WEEK, week.id, guild_id=week.guild_id, channel_id=channel_id, keep_for=KEEP_FOR
            )
            if claimed is None:
                deliveries.mark_dirty(tx, WEEK, week.id)
            post = _of_week(tx, claimed, self.shipped) if claimed else None
            if post:
                posts.append(post)
        return posts

    @query
    def next_summary(self, tx: Tx) -> datetime | None:
        """When the next summary is due (UTC)."""
        return weeks.next_due(tx)

    @query
    def summary_post(self, tx: Tx, claimed: Delivery) -> SummaryPost | None:
        """A day's claimed summary as it has to read now; None when nothing is left that it could show."""
        return _of_day(tx, claimed)

    @query
    def week_post(self, tx: Tx, claimed: Delivery) -> WeekPost | None:
        """The same of a week."""
        return _of_week(tx, claimed, self.shipped)

    @use_case(claim=True)
    def record_entry(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending a part of an entry.

        A summary that came out before the entry was there tells of it now, by an edit; what is still open is summed up later.
        """
        stands = deliveries.record(tx, claimed, outcome)
        if claimed.part == 0 and isinstance(outcome, Sent):
            retell(tx, weeks.homes_over(tx, claimed.subject_id))
        return stands

    @use_case
    def drop_summary(self, tx: Tx, kind: str, subject_id: int) -> list[int]:
        """A summary with nothing left to show goes, and waits for something to tell; returns the deliveries to remove."""
        if kind == WEEK:
            if week := weeks.get_week(tx, subject_id):
                weeks.plan_week(tx, week.standup_id, week.guild_id, week.monday, tx.now)
        elif day := days.get_day(tx, subject_id):
            value = schedule.get(tx, day.standup_id)
            if value is not None and value.summary is Summary.DAILY:
                days.summarise_again(tx, subject_id)
        return deliveries.mark_removing(tx, kind, [subject_id])


def plan_week(tx: Tx, day: Day) -> None:
    """Somebody answers on this day: its week is summed up when its last prompt's day closes, and not before this one does."""
    value = schedule.get(tx, day.standup_id)
    if value is None:
        return
    monday = monday_of(day.date)
    closes_at = week_closing(value.schedule, monday, off_days(tx, value))
    weeks.plan_week(tx, value.id, value.guild_id, monday, max(closes_at or day.closes_at, day.closes_at))


def retell(tx: Tx, home_ids: Collection[int]) -> None:
    """What stands in the threads of these days changed: the summaries that tell of it are due for an edit."""
    for home_id in home_ids:
        deliveries.mark_dirty(tx, SUMMARY, home_id)
    for week_id in weeks.weeks_of_days(tx, home_ids):
        deliveries.mark_dirty(tx, WEEK, week_id)


def retell_entries(tx: Tx, entry_ids: Collection[int]) -> None:
    """The same for what became of these entries otherwise: of what their authors were stuck on."""
    retell(tx, weeks.homes_of_entries(tx, entry_ids))


def retell_weeks(tx: Tx, guild_id: int, since: datetime, until: datetime | None = None) -> None:
    """What else happened in a server between two instants (aware UTC, None: now) changed: its weeks are due for an edit."""
    for value in schedule.of_guild(tx, guild_id):
        first, last = (monday_of(local_date(each, value.schedule.zone)) for each in (since, until or tx.now))
        for week_id in weeks.weeks_between(tx, value.id, first, last):
            deliveries.mark_dirty(tx, WEEK, week_id)


def retell_shipped(tx: Tx, guild_id: int, at: datetime) -> None:
    """What was shipped in a server at that instant (aware UTC) changed: the same for its week."""
    retell_weeks(tx, guild_id, at, at)


def _of_day(tx: Tx, claimed: Delivery) -> SummaryPost | None:
    day = days.get_day(tx, claimed.subject_id)
    value = schedule.get(tx, day.standup_id) if day else None
    if day is None or value is None:
        return None
    told = weeks.told_of_day(tx, day.id, SUMMARY_LINES + 1)
    lines = _lines(tx, told[:SUMMARY_LINES])
    if not lines:
        return None
    language = communities.get(tx, day.guild_id).language
    return SummaryPost(claimed, day, value, language, lines, len(told) > SUMMARY_LINES)


def _of_week(tx: Tx, claimed: Delivery, shipped: Shipped) -> WeekPost | None:
    week = weeks.get_week(tx, claimed.subject_id)
    value = schedule.get(tx, week.standup_id) if week else None
    if week is None or value is None:
        return None
    told = weeks.told_of_week(tx, week, claimed.channel_id, SUMMARY_LINES + 1)
    lines = _lines(tx, told[:SUMMARY_LINES])
    if not lines:
        return None
    language = communities.get(tx, week.guild_id).language
    more = len(told) > SUMMARY_LINES
    stuck = _stuck(tx, week, claimed.channel_id)
    done = _shipped(tx, week, value.schedule.zone, shipped)
    return WeekPost(claimed, week.monday, value, language, lines, more, stuck, done)


def _lines(tx: Tx, told: Sequence[Entry]) -> Lines:
    """These entries, each with its first message, as far as that is posted."""
    first = _first_messages(tx, [entry.id for entry in told])
    return tuple((entry, first[entry.id]) for entry in told if entry.id in first)


def _stuck(tx: Tx, week: weeks.Week, channel_id: int) -> tuple[tuple[Topic, tuple[Delivery, ...]], ...]:
    found = weeks.stuck_in_week(tx, week, channel_id, STUCK)
    first = _first_messages(tx, [entry_id for _, entry_id in found])
    names = topics.get_topics(tx, {topic_id for topic_id, _ in found})
    by_topic: dict[int, list[Delivery]] = {}
    for topic_id, entry_id in found:
        if topic_id in names and entry_id in first:
            by_topic.setdefault(topic_id, []).append(first[entry_id])
    return tuple((names[topic_id], tuple(posts)) for topic_id, posts in by_topic.items())


def _shipped(tx: Tx, week: weeks.Week, zone: str, shipped: Shipped) -> tuple[tuple[int, str], ...]:
    """Who shipped something that week and does not want to be left out of summaries."""
    begins, ends = (instant_from(week.monday + timedelta(days=days), time(), zone) for days in (0, 7))
    found = shipped(tx, week.guild_id, begins, ends)
    return tuple(each for each in found if not choices.choices(tx, week.guild_id, each[0]).left_out)


def _first_messages(tx: Tx, entry_ids: Sequence[int]) -> dict[int, Delivery]:
    return {
        each.subject_id: each
        for each in deliveries.of_subjects(tx, ENTRY, entry_ids)
        if each.part == 0 and each.message_id is not None
    }
