"""Queries of what members chose for themselves, and of the reminders that some of them want."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select, update

from bot.core.db import Tx, insert
from bot.standups.model import Choices, Day
from bot.standups.store.days import day_value
from bot.standups.tables import standup_day, standup_member

_CHOICES = select(standup_member.c.wants_preview, standup_member.c.reminded, standup_member.c.left_out)


def choices(tx: Tx, guild_id: int, user_id: int) -> Choices:
    """What a member chose in a server."""
    mine = (standup_member.c.guild_id == guild_id, standup_member.c.user_id == user_id)
    row = tx.execute(_CHOICES.where(*mine)).first()
    return Choices(*row) if row else Choices()


def choose(tx: Tx, guild_id: int, user_id: int, **changed: bool) -> None:
    """Remember `reminded` or `left_out`."""
    rest = {"previewed": False, "wants_preview": False}
    tx.execute(
        insert(tx, standup_member)
        .values(guild_id=guild_id, user_id=user_id, **rest, **changed)
        .on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=changed)
    )


def choices_of(tx: Tx, user_id: int) -> list[tuple[int, bool, Choices]]:
    """What a person chose anywhere: server, whether they have seen a preview there, and the choices."""
    rows = tx.execute(
        select(standup_member).where(standup_member.c.user_id == user_id).order_by(standup_member.c.guild_id)
    )
    return [
        (row.guild_id, row.previewed, Choices(row.wants_preview, row.reminded, row.left_out)) for row in rows
    ]


def plan_reminders(tx: Tx, days: Collection[Day]) -> None:
    """Of these days, just opened, those in whose server somebody wants a reminder will be reminded of, at once."""
    ids = [day.id for day in days]
    wanted = exists().where(standup_member.c.guild_id == standup_day.c.guild_id, standup_member.c.reminded)
    opened = (standup_day.c.id.between(min(ids), max(ids)), standup_day.c.opened_at == tx.now)
    tx.execute(
        update(standup_day)
        .where(*opened, standup_day.c.quiet.is_(False), wanted)
        .values(remind_due_at=tx.now)
    )


def plan_reminder(tx: Tx, day_id: int, at: datetime) -> None:
    """Of this day, which somebody has opened early, will be reminded at the hour of its prompt."""
    tx.execute(update(standup_day).where(standup_day.c.id == day_id).values(remind_due_at=at))


def due_reminders(tx: Tx, limit: int) -> list[Day]:
    """Days whose reminder has come; each is taken off the list."""
    rows = tx.execute(
        select(standup_day)
        .where(standup_day.c.remind_due_at <= tx.now)
        .order_by(standup_day.c.remind_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        ids = [row.id for row in rows]
        tx.execute(update(standup_day).where(standup_day.c.id.in_(ids)).values(remind_due_at=None))
    return [day_value(row) for row in rows]


def next_reminder(tx: Tx) -> datetime | None:
    """When the next reminder is due (UTC)."""
    due = standup_day.c.remind_due_at
    return tx.execute(select(due).where(due.is_not(None)).order_by(due).limit(1)).scalar()


def skip_reminders(tx: Tx, guild_id: int | None) -> None:
    """Take reminders that are due off the list, of a server or (None) of all."""
    statement = update(standup_day).where(standup_day.c.remind_due_at <= tx.now).values(remind_due_at=None)
    tx.execute(statement if guild_id is None else statement.where(standup_day.c.guild_id == guild_id))


def reminded(tx: Tx, guild_ids: Collection[int]) -> dict[int, list[int]]:
    """Who wants reminders in these servers, by server."""
    rows = tx.execute(
        select(standup_member.c.guild_id, standup_member.c.user_id)
        .where(standup_member.c.guild_id.in_(list(guild_ids)), standup_member.c.reminded)
        .order_by(standup_member.c.user_id)
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for guild_id, user_id in rows.all():
        found[guild_id].append(user_id)
    return dict(found)
