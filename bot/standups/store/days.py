"""Queries of the days of standups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, func, select, tuple_, update

from bot.core.db import Id, Insert, Tx, UtcDateTime, insert, prepared
from bot.standups.model import Day, Standup, Summary
from bot.standups.tables import standup_day

_DAY_FIELDS = tuple(field.name for field in fields(Day))


def day_value(row: Row[Any]) -> Day:
    """The day of a row."""
    return Day(**{name: getattr(row, name) for name in _DAY_FIELDS})


class Opening(NamedTuple):
    """A local date of a standup that is to be opened now."""

    standup: Standup
    date: date
    closes_at: datetime
    quiet: bool = False
    late: bool = False


@prepared
def _open_day(tx: Tx) -> Insert:
    return insert(tx, standup_day).on_conflict_do_nothing(index_elements=["standup_id", "date"])


def open_days(tx: Tx, openings: Sequence[Opening]) -> dict[int, Day]:
    """Open these dates, of different standups; by standup, without those that were open before."""
    if not openings:
        return {}
    rows = [_row(tx, each) for each in openings]
    before = tx.execute(select(func.max(standup_day.c.id))).scalar() or 0
    tx.execute_many(_open_day(tx), rows)
    made = select(standup_day.c.id, standup_day.c.standup_id, standup_day.c.date)
    made = made.where(standup_day.c.id > before, standup_day.c.opened_at == tx.now)
    wanted = {each.standup.id: each for each in openings}
    return {
        standup_id: _opened(tx, day_id, wanted[standup_id])
        for day_id, standup_id, date_ in tx.execute(made).all()
        if standup_id in wanted and date_ == wanted[standup_id].date
    }


def open_anew(tx: Tx, day_id: int, opening: Opening) -> Day:
    """A day that nobody sees yet opens now, as if it had not been there."""
    tx.execute(update(standup_day).where(standup_day.c.id == day_id).values(**_row(tx, opening)))
    return _opened(tx, day_id, opening)


def _row(tx: Tx, opening: Opening) -> dict[str, Any]:
    value = opening.standup
    return {
        "standup_id": value.id,
        "guild_id": value.guild_id,
        "channel_id": value.channel_id,
        "date": opening.date,
        "opened_at": tx.now,
        "closes_at": opening.closes_at,
        "quiet": opening.quiet,
        "late": opening.late,
        "thread_id": None,
        "summary_due_at": opening.closes_at if value.summary is Summary.DAILY else None,
    }


def _opened(tx: Tx, day_id: int, opening: Opening) -> Day:
    value = opening.standup
    return Day(
        day_id,
        value.id,
        value.guild_id,
        value.channel_id,
        opening.date,
        tx.now,
        opening.closes_at,
        opening.quiet,
        opening.late,
        thread_id=None,
    )


def places(tx: Tx, days: Collection[Day]) -> Select[int, int, int]:
    """The ids of these days, just opened by the schedule, with the server and channel of each, for the ledger."""
    ids = [day.id for day in days]
    columns = (standup_day.c.id, standup_day.c.guild_id, standup_day.c.channel_id)
    return select(*columns).where(
        standup_day.c.id.between(min(ids), max(ids)),
        standup_day.c.opened_at == tx.now,
        standup_day.c.quiet.is_(False),
    )


def day_of(tx: Tx, standup_id: int, day: date) -> Day | None:
    """The day of this local date."""
    where = (standup_day.c.standup_id == standup_id, standup_day.c.date == day)
    row = tx.execute(select(standup_day).where(*where)).first()
    return day_value(row) if row else None


_DAY = select(standup_day).where(standup_day.c.id == bindparam("day_id"))
_NEWEST_DAY = (
    select(standup_day)
    .where(standup_day.c.standup_id == bindparam("standup"))
    .order_by(standup_day.c.opened_at.desc(), standup_day.c.id.desc())
    .limit(1)
)
_DAY_BEFORE = _NEWEST_DAY.where(
    tuple_(standup_day.c.opened_at, standup_day.c.id)
    < tuple_(bindparam("at", type_=UtcDateTime), bindparam("day_id", type_=Id))
)


def get_day(tx: Tx, day_id: int) -> Day | None:
    """The day with this id."""
    row = tx.execute(_DAY, {"day_id": day_id}).first()
    return day_value(row) if row else None


def newest_day(tx: Tx, standup_id: int, *, before: Day | None = None) -> Day | None:
    """The day that opened last, or last before that one."""
    asked: dict[str, Any] = {"standup": standup_id}
    if before is None:
        row = tx.execute(_NEWEST_DAY, asked).first()
    else:
        row = tx.execute(_DAY_BEFORE, {**asked, "at": before.opened_at, "day_id": before.id}).first()
    return day_value(row) if row else None


def days_of(tx: Tx, standup_id: int) -> list[int]:
    """The ids of all days of a standup."""
    return [
        row.id for row in tx.execute(select(standup_day.c.id).where(standup_day.c.standup_id == standup_id))
    ]


def set_channel(tx: Tx, day_id: int, channel_id: int) -> None:
    """The day's prompt goes to another channel than was planned."""
    tx.execute(update(standup_day).where(standup_day.c.id == day_id).values(channel_id=channel_id))


def set_thread(tx: Tx, day_id: int, thread_id: int | None) -> None:
    """Remember the day's thread; None: it is not there any more."""
    tx.execute(update(standup_day).where(standup_day.c.id == day_id).values(thread_id=thread_id))


def days_in_thread(tx: Tx, thread_id: int) -> list[Day]:
    """The days whose thread this is (one, or none)."""
    return [
        day_value(row) for row in tx.execute(select(standup_day).where(standup_day.c.thread_id == thread_id))
    ]


def plan_summary(tx: Tx, standup_id: int, on: bool) -> None:
    """Switch the summary of days that are still open on, or off that of any day that has none yet."""
    mine = standup_day.c.standup_id == standup_id
    if on:
        still_open = (mine, standup_day.c.closes_at > tx.now)
        statement = update(standup_day).where(*still_open).values(summary_due_at=standup_day.c.closes_at)
    else:
        waiting = (mine, standup_day.c.summary_due_at.is_not(None))
        statement = update(standup_day).where(*waiting).values(summary_due_at=None)
    tx.execute(statement)


def summarise_again(tx: Tx, day_id: int) -> None:
    """The day's summary went: another comes as soon as there is something to tell."""
    tx.execute(update(standup_day).where(standup_day.c.id == day_id).values(summary_due_at=tx.now))


def skip_summaries(tx: Tx, guild_id: int | None) -> None:
    """Take summaries that are due off the list, of a server or (None) of all."""
    statement = update(standup_day).where(standup_day.c.summary_due_at <= tx.now).values(summary_due_at=None)
    tx.execute(statement if guild_id is None else statement.where(standup_day.c.guild_id == guild_id))
