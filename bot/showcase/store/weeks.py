"""Queries of weeks of a showcase: when they are rounded up, and what may be told of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, select, update

from bot.communities.store.moderation import stopped_of
from bot.core.db import Tx, insert
from bot.deliveries.store import is_posted
from bot.people.store import has_left
from bot.showcase.model.values import SHARE, Kind, Share, State, Week
from bot.showcase.store.shares import share_value
from bot.showcase.tables import share, showcase_member, showcase_week


def _value(row: Row[Any]) -> Week:
    return Week(row.id, row.guild_id, row.monday, row.due_at)


def get(tx: Tx, week_id: int) -> Week | None:
    """The week with this id."""
    row = tx.execute(select(showcase_week).where(showcase_week.c.id == week_id)).first()
    return _value(row) if row else None


def of_monday(tx: Tx, guild_id: int, monday: date) -> Week | None:
    """A server's week from this Monday, if anything was shared in it."""
    mine = (showcase_week.c.guild_id == guild_id, showcase_week.c.monday == monday)
    row = tx.execute(select(showcase_week).where(*mine)).first()
    return _value(row) if row else None


def plan(tx: Tx, guild_id: int, monday: date, due_at: datetime) -> None:
    """The week is rounded up then; again, if it was before."""
    row = insert(tx, showcase_week).values(guild_id=guild_id, monday=monday, due_at=due_at)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id", "monday"], set_={"due_at": due_at}))


def take_due(tx: Tx, limit: int) -> list[Week]:
    """Weeks whose time has come, which nobody else takes meanwhile; each is taken off the list."""
    due = select(showcase_week).where(showcase_week.c.due_at <= tx.now).order_by(showcase_week.c.due_at)
    found = [_value(row) for row in tx.execute(due.limit(limit).with_for_update(skip_locked=True))]
    taken = showcase_week.c.id.in_([each.id for each in found])
    tx.execute(update(showcase_week).where(taken).values(due_at=None))
    return found


def next_due(tx: Tx) -> datetime | None:
    """When the next week is rounded up (UTC)."""
    due = select(showcase_week.c.due_at).where(showcase_week.c.due_at.is_not(None))
    return tx.execute(due.order_by(showcase_week.c.due_at).limit(1)).scalar()


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Take weeks that are due off the list, of a server or (None) of all."""
    statement = update(showcase_week).where(showcase_week.c.due_at <= tx.now).values(due_at=None)
    tx.execute(statement if guild_id is None else statement.where(showcase_week.c.guild_id == guild_id))


def quoted(
    tx: Tx,
    guild_id: int,
    since: datetime,
    until: datetime,
    limit: int,
    *,
    channel_id: int | None = None,
    kind: Kind | None = None,
    newest: bool = False,
) -> list[Share]:
    """What was posted there in that time and is in Discord, by members who may be quoted; in time order.

    Not by those who have left, or whose posts organisers stopped.

    `channel_id`: only what was posted to this channel; `kind`: only this kind; `newest`: the newest first.
    """
    may_be_quoted = exists().where(
        showcase_member.c.guild_id == share.c.guild_id,
        showcase_member.c.user_id == share.c.user_id,
        showcase_member.c.quoted,
    )
    told = [
        share.c.guild_id == guild_id,
        share.c.state == State.POSTED.value,
        share.c.posted_at >= since,
        share.c.posted_at < until,
        is_posted(SHARE, share.c.id),
        may_be_quoted,
    ]
    if channel_id is not None:
        told.append(share.c.channel_id == channel_id)
    if kind is not None:
        told.append(share.c.kind == kind.value)
    authors = {row.user_id for row in tx.execute(select(share.c.user_id).where(*told).distinct())}
    told.append(share.c.user_id.not_in(has_left(tx, guild_id, authors) | stopped_of(tx, guild_id, authors)))
    order = (share.c.posted_at, share.c.id)
    rows = (
        select(share).where(*told).order_by(*(each.desc() if newest else each for each in order)).limit(limit)
    )
    return [share_value(row) for row in tx.execute(rows)]
