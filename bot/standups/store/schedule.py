"""Queries of standups and their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, or_, select, update

from bot.core.db import Tx, insert
from bot.standups.model import Day, Kind, Planned, Question, Schedule, Standup
from bot.standups.tables import standup, standup_day

_DAY_FIELDS = tuple(field.name for field in fields(Day))


def questions_value(raw: Sequence[dict[str, Any]]) -> tuple[Question, ...]:
    """The questions of a column."""
    return tuple(Question(Kind(x["kind"]), x["label"], tuple(x["choices"]), x["key"]) for x in raw)


def standup_value(row: Row[Any]) -> Standup:
    """The standup of a row."""
    planned = Planned(row.next_due_at, row.next_due_date) if row.next_due_at else None
    return Standup(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        name=row.name,
        schedule=Schedule(row.at, row.zone, frozenset(row.days)),
        questions=questions_value(row.questions),
        summary=row.summary,
        paused=row.paused,
        planned=planned,
    )


def _columns(value: Standup) -> dict[str, Any]:
    return {
        "guild_id": value.guild_id,
        "channel_id": value.channel_id,
        "name": value.name,
        "at": value.schedule.at,
        "zone": value.schedule.zone,
        "days": sorted(value.schedule.days),
        "questions": [asdict(question) for question in value.questions],
        "summary": value.summary,
        "paused": value.paused,
        "next_due_at": value.planned.at if value.planned else None,
        "next_due_date": value.planned.date if value.planned else None,
    }


def add(tx: Tx, value: Standup) -> int:
    """Save a new standup; returns its id."""
    statement = insert(tx, standup).values(made_at=tx.now, **_columns(value)).returning(standup.c.id)
    return int(tx.execute(statement).scalar_one())


def save(tx: Tx, value: Standup) -> None:
    """Save a changed standup."""
    tx.execute(update(standup).where(standup.c.id == value.id).values(**_columns(value)))


def remove(tx: Tx, standup_id: int) -> None:
    """Remove a standup with its days, entries and drafts."""
    tx.execute(delete(standup).where(standup.c.id == standup_id))


_STANDUP = select(standup).where(standup.c.id == bindparam("standup_id"))


def get(tx: Tx, standup_id: int) -> Standup | None:
    """The standup with this id."""
    row = tx.execute(_STANDUP, {"standup_id": standup_id}).first()
    return standup_value(row) if row else None


def of_guild(tx: Tx, guild_id: int) -> list[Standup]:
    """A server's standups, oldest first."""
    rows = tx.execute(select(standup).where(standup.c.guild_id == guild_id).order_by(standup.c.id))
    return [standup_value(row) for row in rows]


def last_date(tx: Tx, standup_id: int) -> date | None:
    """The newest local date that was opened for this standup."""
    return tx.execute(select(standup.c.last_date).where(standup.c.id == standup_id)).scalar()


def due(tx: Tx, limit: int) -> list[tuple[Standup, date | None]]:
    """Standups whose next opening has come, earliest first, each with its newest opened date; locked for this claim."""
    rows = tx.execute(
        select(standup)
        .where(standup.c.next_due_at <= tx.now)
        .order_by(standup.c.next_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(standup_value(row), row.last_date) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When the next opening or summary is due (UTC)."""
    opening = tx.execute(
        select(standup.c.next_due_at)
        .where(standup.c.next_due_at.is_not(None))
        .order_by(standup.c.next_due_at)
        .limit(1)
    ).scalar()
    summing = tx.execute(
        select(standup_day.c.summary_due_at)
        .where(standup_day.c.summary_due_at.is_not(None))
        .order_by(standup_day.c.summary_due_at)
        .limit(1)
    ).scalar()
    return min((instant for instant in (opening, summing) if instant), default=None)


def set_planned(tx: Tx, standup_id: int, planned: Planned | None, opened: date | None) -> None:
    """Write the next opening, and the newest opened date when one was opened."""
    values: dict[str, Any] = {
        "next_due_at": planned.at if planned else None,
        "next_due_date": planned.date if planned else None,
    }
    if opened is not None:
        values["last_date"] = opened
    tx.execute(update(standup).where(standup.c.id == standup_id).values(**values))


def day_value(row: Row[Any]) -> Day:
    """The day of a row."""
    return Day(**{name: getattr(row, name) for name in _DAY_FIELDS})


def open_day(
    tx: Tx,
    value: Standup,
    day: date,
    *,
    closes_at: datetime,
    quiet: bool,
    late: bool = False,
) -> tuple[Day, bool]:
    """Open a local date of a standup; returns the day and whether it is new (a date is never opened twice)."""
    statement = (
        insert(tx, standup_day)
        .values(
            standup_id=value.id,
            guild_id=value.guild_id,
            channel_id=value.channel_id,
            date=day,
            opened_at=tx.now,
            closes_at=closes_at,
            quiet=quiet,
            late=late,
            summary_due_at=closes_at if value.summary else None,
        )
        .on_conflict_do_nothing(index_elements=["standup_id", "date"])
        .returning(standup_day)
    )
    row = tx.execute(statement).first()
    if row:
        return day_value(row), True
    where = (standup_day.c.standup_id == value.id, standup_day.c.date == day)
    return day_value(tx.execute(select(standup_day).where(*where)).one()), False


_DAY = select(standup_day).where(standup_day.c.id == bindparam("day_id"))
_NEWEST_DAY = (
    select(standup_day)
    .where(standup_day.c.standup_id == bindparam("standup"))
    .order_by(standup_day.c.opened_at.desc(), standup_day.c.id.desc())
    .limit(1)
)


def get_day(tx: Tx, day_id: int) -> Day | None:
    """The day with this id."""
    row = tx.execute(_DAY, {"day_id": day_id}).first()
    return day_value(row) if row else None


def newest_day(tx: Tx, standup_id: int) -> Day | None:
    """The day that opened last."""
    row = tx.execute(_NEWEST_DAY, {"standup": standup_id}).first()
    return day_value(row) if row else None


def days_of(tx: Tx, standup_id: int) -> list[int]:
    """The ids of all days of a standup."""
    return [
        row.id for row in tx.execute(select(standup_day.c.id).where(standup_day.c.standup_id == standup_id))
    ]


def set_thread(tx: Tx, day_id: int, thread_id: int | None) -> None:
    """Remember the day's thread; None: it is not there any more."""
    tx.execute(update(standup_day).where(standup_day.c.id == day_id).values(thread_id=thread_id))


def days_in_thread(tx: Tx, thread_id: int) -> list[Day]:
    """The days whose thread this is (one, or none)."""
    return [
        day_value(row) for row in tx.execute(select(standup_day).where(standup_day.c.thread_id == thread_id))
    ]


def thread_parent(tx: Tx, guild_id: int, channel_ids: Sequence[int]) -> list[Standup]:
    """The standups of a server that live in one of these channels or own one of these threads."""
    owners = select(standup_day.c.standup_id).where(standup_day.c.thread_id.in_(list(channel_ids)))
    rows = tx.execute(
        select(standup)
        .where(
            standup.c.guild_id == guild_id,
            or_(standup.c.channel_id.in_(list(channel_ids)), standup.c.id.in_(owners)),
        )
        .order_by(standup.c.id)
    )
    return [standup_value(row) for row in rows]


def due_summaries(tx: Tx, limit: int) -> list[Day]:
    """Days whose summary has come; each is taken off the list."""
    ids = [
        row.id
        for row in tx.execute(
            select(standup_day.c.id)
            .where(standup_day.c.summary_due_at <= tx.now)
            .order_by(standup_day.c.summary_due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    ]
    if not ids:
        return []
    rows = tx.execute(
        update(standup_day)
        .where(standup_day.c.id.in_(ids))
        .values(summary_due_at=None)
        .returning(standup_day)
    )
    return [day_value(row) for row in rows]


def plan_summary(tx: Tx, standup_id: int, on: bool) -> None:
    """Switch the summary of days that are still open on or off."""
    still_open = (standup_day.c.standup_id == standup_id, standup_day.c.closes_at > tx.now)
    due_at = standup_day.c.closes_at if on else None
    tx.execute(update(standup_day).where(*still_open).values(summary_due_at=due_at))
