"""Queries of what summaries tell: the weeks of standups, and the posts of their days that may be named there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, exists, false, or_, select, update

from bot.core.db import Tx, insert
from bot.deliveries.store import is_posted
from bot.standups.model import ENTRY, Day, Entry, monday_of
from bot.standups.store.days import day_value
from bot.standups.store.entries import entry_rows, entry_value
from bot.standups.tables import (
    standup_blocker,
    standup_day,
    standup_entry,
    standup_member,
    standup_week,
)

SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Week:
    """A week of a standup in which somebody answered; `due_at` is when it is summed up (UTC), None once it was.

    It is due on while there is nothing to tell: the first post that may be told then brings the summary, like a day's.
    """

    id: int
    standup_id: int
    guild_id: int
    monday: date
    due_at: datetime | None


_WEEKS = select(
    standup_week.c.id,
    standup_week.c.standup_id,
    standup_week.c.guild_id,
    standup_week.c.monday,
    standup_week.c.due_at,
)


def get_week(tx: Tx, week_id: int) -> Week | None:
    """The week with this id."""
    row = tx.execute(_WEEKS.where(standup_week.c.id == week_id)).first()
    return Week(*row) if row else None


def plan_week(tx: Tx, standup_id: int, guild_id: int, monday: date, due_at: datetime) -> None:
    """The week is to be summed up then; again, if it was before."""
    values = {"standup_id": standup_id, "guild_id": guild_id, "monday": monday, "due_at": due_at}
    row = insert(tx, standup_week).values(**values)
    tx.execute(row.on_conflict_do_update(index_elements=["standup_id", "monday"], set_={"due_at": due_at}))


def open_weeks(tx: Tx, standup_id: int) -> list[Week]:
    """The weeks of a standup that are not over yet."""
    mine = (standup_week.c.standup_id == standup_id, standup_week.c.due_at > tx.now)
    return [Week(*row) for row in tx.execute(_WEEKS.where(*mine)).all()]


def last_closing(tx: Tx, week: Week) -> datetime | None:
    """When the last day of a week that has a thread closes (UTC)."""
    answered = (*_in_week(week), standup_day.c.thread_id.is_not(None))
    closes = (
        select(standup_day.c.closes_at).where(*answered).order_by(standup_day.c.closes_at.desc()).limit(1)
    )
    return tx.execute(closes).scalar()


def due_weeks(tx: Tx, limit: int) -> list[Week]:
    """Weeks whose time has come, with something to tell; each is taken off the list."""
    return [Week(*row) for row in _take(tx, _WEEKS.where(_week_is_due(tx)), standup_week.c.due_at, limit)]


def due_days(tx: Tx, limit: int) -> list[Day]:
    """Days whose own summary has come, with something to tell; each is taken off the list."""
    due = select(standup_day).where(_day_is_due(tx))
    return [day_value(row) for row in _take(tx, due, standup_day.c.summary_due_at, limit)]


def _take(tx: Tx, due: Select[Any], due_at: Column[datetime], limit: int) -> Sequence[Any]:
    """The first of these rows, which nobody else takes meanwhile; they are due no more."""
    rows = tx.execute(due.order_by(due_at).limit(limit).with_for_update(skip_locked=True)).all()
    if rows:
        taken = due_at.table.c.id.in_([row.id for row in rows])
        tx.execute(update(due_at.table).where(taken).values({due_at: None}))
    return rows


def next_due(tx: Tx) -> datetime | None:
    """When the next summary of a day or week is due (UTC); what has nothing to tell waits, and does not count."""
    found = []
    for due_at, is_due in (
        (standup_day.c.summary_due_at, _day_is_due(tx)),
        (standup_week.c.due_at, _week_is_due(tx)),
    ):
        first = select(due_at).where(due_at.is_not(None), or_(due_at > tx.now, is_due))
        found.append(tx.execute(first.order_by(due_at).limit(1)).scalar())
    return min((instant for instant in found if instant), default=None)


def _day_is_due(tx: Tx) -> ColumnElement[bool]:
    told = exists().where(standup_entry.c.home_id == standup_day.c.id, _named())
    return and_(standup_day.c.summary_due_at <= tx.now, told)


def _week_is_due(tx: Tx) -> ColumnElement[bool]:
    """The Mondays are few, and SQL cannot reckon with dates in a way that both databases know."""
    is_over = standup_week.c.due_at <= tx.now
    mondays = tx.execute(select(standup_week.c.monday).where(is_over).distinct()).scalars().all()
    return and_(is_over, or_(false(), *(_told_in_week(monday) for monday in mondays)))


def _told_in_week(monday: date) -> ColumnElement[bool]:
    told = exists().where(
        standup_entry.c.home_id == standup_day.c.id,
        standup_day.c.standup_id == standup_week.c.standup_id,
        standup_day.c.date.between(monday, monday + SUNDAY),
        _named(),
    )
    return and_(standup_week.c.monday == monday, told)


def stop_waiting(tx: Tx) -> None:
    """What still has nothing to tell is taken off the list: a day's summary a day after it was due, a week's after a week."""
    old_days = standup_day.c.summary_due_at < tx.now - timedelta(days=1)
    tx.execute(update(standup_day).where(old_days).values(summary_due_at=None))
    old_weeks = standup_week.c.due_at < tx.now - timedelta(days=7)
    tx.execute(update(standup_week).where(old_weeks).values(due_at=None))


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Take weeks that are due off the list, of a server or (None) of all."""
    statement = update(standup_week).where(standup_week.c.due_at <= tx.now).values(due_at=None)
    tx.execute(statement if guild_id is None else statement.where(standup_week.c.guild_id == guild_id))


def weeks_of(tx: Tx, standup_id: int) -> list[int]:
    """The ids of all weeks of a standup."""
    mine = standup_week.c.standup_id == standup_id
    return [row.id for row in tx.execute(select(standup_week.c.id).where(mine))]


def weeks_between(tx: Tx, standup_id: int, first: date, last: date) -> list[int]:
    """The ids of the weeks of a standup that begin on these Mondays or between them."""
    mine = (standup_week.c.standup_id == standup_id, standup_week.c.monday.between(first, last))
    return [row.id for row in tx.execute(select(standup_week.c.id).where(*mine))]


def weeks_of_days(tx: Tx, day_ids: Collection[int]) -> list[int]:
    """The ids of the weeks in which these days are."""
    days = tx.execute(
        select(standup_day.c.standup_id, standup_day.c.date).where(standup_day.c.id.in_(list(day_ids)))
    )
    wanted = {(row.standup_id, monday_of(row.date)) for row in days}
    if not wanted:
        return []
    weeks = _WEEKS.where(
        standup_week.c.standup_id.in_({standup_id for standup_id, _ in wanted}),
        standup_week.c.monday.in_({monday for _, monday in wanted}),
    )
    return [row.id for row in tx.execute(weeks).all() if (row.standup_id, row.monday) in wanted]


def _named() -> ColumnElement[bool]:
    """What may be told: a post that is in Discord, by somebody who does not want to be left out."""
    left_out = exists().where(
        standup_member.c.guild_id == standup_entry.c.guild_id,
        standup_member.c.user_id == standup_entry.c.user_id,
        standup_member.c.left_out,
    )
    return standup_entry.c.kept.is_(False) & ~left_out & is_posted(ENTRY, standup_entry.c.id)


def _in_order(statement: Select[Any], limit: int) -> Select[Any]:
    return statement.order_by(standup_entry.c.written_at, standup_entry.c.id).limit(limit)


def told_of_day(tx: Tx, day_id: int, limit: int) -> list[Entry]:
    """What a day's summary tells of, in time order."""
    rows = entry_rows().where(standup_entry.c.home_id == day_id, _named())
    return [entry_value(row) for row in tx.execute(_in_order(rows, limit))]


def channel_of(tx: Tx, week: Week) -> int | None:
    """Where a week's summary goes: the channel of its newest day with a post that may be told."""
    newest = (
        select(standup_day.c.channel_id)
        .join(standup_entry, standup_entry.c.home_id == standup_day.c.id)
        .where(*_in_week(week), _named())
        .order_by(standup_day.c.date.desc())
        .limit(1)
    )
    return tx.execute(newest).scalar()


def told_of_week(tx: Tx, week: Week, channel_id: int, limit: int) -> list[Entry]:
    """What a week's summary in this channel tells of, in time order: the posts in its days' threads there."""
    rows = entry_rows().where(standup_entry.c.home_id.in_(_days_in(week, channel_id)), _named())
    return [entry_value(row) for row in tx.execute(_in_order(rows, limit))]


def _in_week(week: Week) -> tuple[ColumnElement[bool], ...]:
    dates = standup_day.c.date.between(week.monday, week.monday + SUNDAY)
    return (standup_day.c.standup_id == week.standup_id, dates)


def _days_in(week: Week, channel_id: int) -> Select[int]:
    """A week's days in this channel: what was written in another, from which the standup was moved, is not told here."""
    return select(standup_day.c.id).where(*_in_week(week), standup_day.c.channel_id == channel_id)


def stuck_in_week(tx: Tx, week: Week, channel_id: int, limit: int) -> list[tuple[int, int]]:
    """(topic, entry) of what people who asked for help in these posts are still stuck on, oldest first."""
    rows = tx.execute(
        select(standup_blocker.c.topic_id, standup_blocker.c.entry_id)
        .join(standup_entry, standup_entry.c.id == standup_blocker.c.entry_id)
        .where(
            standup_blocker.c.standup_id == week.standup_id,
            standup_blocker.c.topic_id != 0,
            standup_blocker.c.ended_at.is_(None),
            standup_entry.c.home_id.in_(_days_in(week, channel_id)),
            _named(),
        )
        .order_by(standup_blocker.c.id)
        .limit(limit)
    )
    return [(row.topic_id, row.entry_id) for row in rows]


def homes_of_entries(tx: Tx, entry_ids: Collection[int]) -> list[int]:
    """The days in whose threads these entries stand."""
    mine = standup_entry.c.id.in_(list(entry_ids))
    return [row.home_id for row in tx.execute(select(standup_entry.c.home_id).where(mine).distinct())]


def homes_over(tx: Tx, entry_id: int) -> list[int]:
    """The day in whose thread this entry stands, if it is over; else none."""
    day = select(standup_day.c.id).join(standup_entry, standup_entry.c.home_id == standup_day.c.id)
    return list(
        tx.execute(day.where(standup_entry.c.id == entry_id, standup_day.c.closes_at <= tx.now)).scalars()
    )


def homes_of_person(tx: Tx, user_id: int, guild_id: int, since: datetime) -> list[int]:
    """The days in whose threads a member's posts since then stand."""
    mine = (
        standup_entry.c.user_id == user_id,
        standup_entry.c.guild_id == guild_id,
        standup_entry.c.written_at >= since,
    )
    return [row.home_id for row in tx.execute(select(standup_entry.c.home_id).where(*mine).distinct())]
