"""Queries of standups and of what is due."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, exists, select, update

from bot.core.db import Tx, insert
from bot.standups.model import Kind, Planned, Question, Schedule, Standup, Summary
from bot.standups.tables import standup, standup_day, standup_holiday


@lru_cache(maxsize=4096)  # most standups ask the same
def questions_value(raw: str) -> tuple[Question, ...]:
    """The questions of a column, which is read as its text."""
    return tuple(
        Question(Kind(x["kind"]), x["label"], tuple(x["choices"]), x["key"]) for x in json.loads(raw)
    )


@lru_cache(maxsize=4096)
def _schedule(at: time, zone: str, days: str) -> Schedule:
    return Schedule(at, zone, frozenset(json.loads(days)))


_STANDUPS = select(  # in the order in which `standup_value` takes them apart
    standup.c.id,
    standup.c.guild_id,
    standup.c.channel_id,
    standup.c.name,
    standup.c.at,
    standup.c.zone,
    cast(standup.c.days, Text),
    cast(standup.c.questions, Text),
    standup.c.summary,
    standup.c.paused,
    standup.c.next_due_at,
    standup.c.next_due_date,
    standup.c.refused_at,
    standup.c.suspended_at,
    standup.c.country,
    standup.c.region,
    exists().where(standup_holiday.c.standup_id == standup.c.id),
    standup.c.unanswered,
    standup.c.rested_at,
    standup.c.last_date,
)


def standup_value(row: Sequence[Any]) -> Standup:
    """The standup of a row."""
    id_, guild_id, channel_id, name, at, zone, days, questions, summary, paused, *rest = row
    due_at, due_date, refused_at, suspended_at, country, region, edited, unanswered, rested_at, _last = rest
    return Standup(
        id_,
        guild_id,
        channel_id,
        name,
        _schedule(at, zone, days),
        questions_value(questions),
        Summary(summary),
        paused,
        planned=Planned(due_at, due_date) if due_at else None,
        refused_at=refused_at,
        suspended_at=suspended_at,
        country=country,
        region=region,
        edited=edited,
        unanswered=unanswered,
        rested_at=rested_at,
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
        "summary": value.summary.value,
        "paused": value.paused,
        "next_due_at": value.planned.at if value.planned else None,
        "next_due_date": value.planned.date if value.planned else None,
        "refused_at": value.refused_at,
        "suspended_at": value.suspended_at,
        "country": value.country,
        "region": value.region,
        "unanswered": value.unanswered,
        "rested_at": value.rested_at,
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


_STANDUP = _STANDUPS.where(standup.c.id == bindparam("standup_id"))


def get(tx: Tx, standup_id: int) -> Standup | None:
    """The standup with this id."""
    row = tx.execute(_STANDUP, {"standup_id": standup_id}).first()
    return standup_value(row) if row else None


def of_guild(tx: Tx, guild_id: int) -> list[Standup]:
    """A server's standups, oldest first."""
    rows = tx.execute(_STANDUPS.where(standup.c.guild_id == guild_id).order_by(standup.c.id))
    return [standup_value(row) for row in rows]


def last_date(tx: Tx, standup_id: int) -> date | None:
    """The newest local date that was opened for this standup."""
    return tx.execute(select(standup.c.last_date).where(standup.c.id == standup_id)).scalar()


def due(tx: Tx, limit: int) -> list[tuple[Standup, date | None]]:
    """Standups whose next opening has come, earliest first, each with its newest opened date; locked for this claim."""
    rows = tx.execute(
        _STANDUPS.where(standup.c.next_due_at <= tx.now)
        .order_by(standup.c.next_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(standup_value(row), row.last_date) for row in rows.all()]


def overdue(tx: Tx, guild_id: int | None) -> list[tuple[Standup, date | None]]:
    """Every standup of a server (None: of all) whose next opening has come, each with its newest opened date."""
    statement = _STANDUPS.where(standup.c.next_due_at <= tx.now)
    if guild_id is not None:
        statement = statement.where(standup.c.guild_id == guild_id)
    return [(standup_value(row), row.last_date) for row in tx.execute(statement)]


def next_due(tx: Tx) -> datetime | None:
    """When the next opening is due (UTC)."""
    return tx.execute(
        select(standup.c.next_due_at)
        .where(standup.c.next_due_at.is_not(None))
        .order_by(standup.c.next_due_at)
        .limit(1)
    ).scalar()


_PLAN = (
    update(standup)
    .where(standup.c.id == bindparam("standup_id"))
    .values(
        next_due_at=bindparam("due_at"), next_due_date=bindparam("due_date"), last_date=bindparam("newest")
    )
)


def set_planned(tx: Tx, plans: Sequence[tuple[int, Planned | None, date | None]]) -> None:
    """Write for each of these standups its next opening and its newest opened date."""
    tx.execute_many(
        _PLAN,
        [
            {
                "standup_id": standup_id,
                "due_at": planned.at if planned else None,
                "due_date": planned.date if planned else None,
                "newest": last,
            }
            for standup_id, planned, last in plans
        ],
    )


_PLAN_OPENED = (
    update(standup)
    .where(standup.c.id == bindparam("standup_id"))
    .values(
        next_due_at=bindparam("due_at"),
        next_due_date=bindparam("due_date"),
        last_date=bindparam("newest"),
        unanswered=bindparam("prompts"),
    )
)


def set_opened(tx: Tx, opened: Sequence[tuple[int, Planned, date, int]]) -> None:
    """Write the same for standups that open now, with how many prompts will have come since the last answer."""
    tx.execute_many(
        _PLAN_OPENED,
        [
            {
                "standup_id": standup_id,
                "due_at": planned.at,
                "due_date": planned.date,
                "newest": newest,
                "prompts": prompts,
            }
            for standup_id, planned, newest, prompts in opened
        ],
    )


def of_threads(tx: Tx, guild_id: int, thread_ids: Sequence[int]) -> list[Standup]:
    """The standups of a server that own one of these threads, oldest first."""
    owners = select(standup_day.c.standup_id).where(standup_day.c.thread_id.in_(list(thread_ids)))
    rows = tx.execute(
        _STANDUPS.where(standup.c.guild_id == guild_id, standup.c.id.in_(owners)).order_by(standup.c.id)
    )
    return [standup_value(row) for row in rows]


def of_channels(tx: Tx, guild_id: int, channel_ids: Sequence[int]) -> list[Standup]:
    """The standups of a server that live in one of these channels, oldest first."""
    here = (standup.c.guild_id == guild_id, standup.c.channel_id.in_(list(channel_ids)))
    return [standup_value(row) for row in tx.execute(_STANDUPS.where(*here).order_by(standup.c.id))]
