"""Queries of what organisers should know, and of where it is posted (A8)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from bot.attention.model.values import NOTICE, Notice, NoticePlace
from bot.attention.tables import notice, notice_place
from bot.core.db import Tx, insert
from bot.deliveries import store as deliveries


def notify(
    tx: Tx, guild_id: int, kind: str, key: str, *, user_id: int | None = None, **detail: Any
) -> int | None:
    """Tell a server's organisers something once: None when it was said under this key and nobody has seen to it yet.

    `kind` is `feature.what`, worded by that feature (`Directory.notices`). `user_id` is whose text `detail` shows.
    """
    _forget(tx, notice.c.guild_id == guild_id, notice.c.key == key, notice.c.settled_at.is_not(None))
    values = {"guild_id": guild_id, "kind": kind, "key": key, "user_id": user_id, "detail": detail}
    row = insert(tx, notice).values(made_at=tx.now, due_at=tx.now, **values)
    new = row.on_conflict_do_nothing(index_elements=["guild_id", "key"]).returning(notice.c.id)
    return tx.execute(new).scalar()


def _forget(tx: Tx, *where: ColumnElement[bool]) -> int:
    """Forget these notices; returns how many. What was posted stays, but not somebody's text: nothing would find it later."""
    rows = tx.execute(delete(notice).where(*where).returning(notice.c.id, notice.c.user_id)).all()
    if ids := [row.id for row in rows if row.user_id is None]:
        deliveries.forget_subjects(tx, NOTICE, ids)
    if ids := [row.id for row in rows if row.user_id is not None]:
        deliveries.mark_removing(tx, NOTICE, ids)
    return len(rows)


def settle_notice(tx: Tx, guild_id: int, key: str) -> list[int]:
    """What this notice spoke of is over; returns the ids of the notices it settled. What was posted is edited."""
    return _settle(tx, notice.c.guild_id == guild_id, notice.c.key == key)


def settle_one(tx: Tx, guild_id: int, notice_id: int) -> list[int]:
    """An organiser has seen to this notice; returns its id, if it was open."""
    return _settle(tx, notice.c.guild_id == guild_id, notice.c.id == notice_id)


def _settle(tx: Tx, *where: ColumnElement[bool]) -> list[int]:
    values = {"settled_at": tx.now, "due_at": None}
    statement = update(notice).where(*where, notice.c.settled_at.is_(None)).values(**values)
    ids = list(tx.execute(statement.returning(notice.c.id)).scalars())
    for each in ids:
        deliveries.mark_dirty(tx, NOTICE, each)
    return ids


def _value(row: Row[Any]) -> Notice:
    return Notice(row.id, row.guild_id, row.kind, row.detail, row.made_at, row.user_id, row.settled_at)


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Notice]:
    """These notices, by id."""
    return {row.id: _value(row) for row in tx.execute(select(notice).where(notice.c.id.in_(list(ids))))}


def open_notices(tx: Tx, guild_id: int, limit: int) -> list[Notice]:
    """What organisers have not seen to yet, newest first."""
    rows = tx.execute(
        select(notice)
        .where(notice.c.guild_id == guild_id, notice.c.settled_at.is_(None))
        .order_by(notice.c.id.desc())
        .limit(limit)
    )
    return [_value(row) for row in rows]


def take_due(tx: Tx, limit: int) -> list[Notice]:
    """Notices that have to be posted; each is taken off the list."""
    ids = list(
        tx.execute(
            select(notice.c.id)
            .where(notice.c.due_at <= tx.now)
            .order_by(notice.c.due_at, notice.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    if not ids:
        return []
    rows = tx.execute(update(notice).where(notice.c.id.in_(ids)).values(due_at=None).returning(notice))
    return sorted((_value(row) for row in rows), key=lambda each: each.id)


def post_again(tx: Tx, ids: Collection[int]) -> None:
    """What is open of these has to be posted where notices go now."""
    open_ = (notice.c.id.in_(list(ids)), notice.c.settled_at.is_(None))
    tx.execute(update(notice).where(*open_).values(due_at=tx.now))


def next_due(tx: Tx) -> datetime | None:
    """When the next notice has to be posted (UTC)."""
    first = select(notice.c.due_at).where(notice.c.due_at.is_not(None)).order_by(notice.c.due_at).limit(1)
    return tx.execute(first).scalar()


def skip_due(tx: Tx, guild_id: int | None) -> None:
    """What was to be posted until now stays on the card only, of a server or (None) of all."""
    statement = update(notice).where(notice.c.due_at <= tx.now).values(due_at=None)
    tx.execute(statement if guild_id is None else statement.where(notice.c.guild_id == guild_id))


def places(tx: Tx, guild_ids: Collection[int]) -> dict[int, NoticePlace]:
    """Where the notices of those of these servers go that chose a channel."""
    rows = tx.execute(select(notice_place).where(notice_place.c.guild_id.in_(list(guild_ids))))
    return {row.guild_id: NoticePlace(row.guild_id, row.channel_id, row.refused_at) for row in rows}


def save_place(tx: Tx, guild_id: int, channel_id: int) -> None:
    """A server's notices go to this channel."""
    values = {"channel_id": channel_id, "refused_at": None}
    row = insert(tx, notice_place).values(guild_id=guild_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=values))


def remove_place(tx: Tx, guild_id: int) -> None:
    """A server's notices are only on the card."""
    tx.execute(delete(notice_place).where(notice_place.c.guild_id == guild_id))


def set_refused(tx: Tx, guild_id: int, channel_id: int, at: datetime | None) -> None:
    """Discord said that this channel is gone or closed to us, or (None) took a message there; elsewhere it says nothing."""
    place = (notice_place.c.guild_id == guild_id, notice_place.c.channel_id == channel_id)
    tx.execute(update(notice_place).where(*place).values(refused_at=at))


def about(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Notice]:
    """Notices that show a person's text, everywhere or in one server, oldest first."""
    statement = select(notice).where(notice.c.user_id == user_id).order_by(notice.c.id)
    rows = tx.execute(statement if guild_id is None else statement.where(notice.c.guild_id == guild_id))
    return [_value(row) for row in rows]


def withdraw(tx: Tx, guild_id: int, keys: Collection[str]) -> list[int]:
    """What these notices show was deleted: they go with what was posted of them; returns the deliveries to remove."""
    where = (notice.c.guild_id == guild_id, notice.c.key.in_(list(keys)))
    ids = list(tx.execute(select(notice.c.id).where(*where)).scalars())
    removals = deliveries.mark_removing(tx, NOTICE, ids) if ids else []
    remove(tx, ids)
    return removals


def remove(tx: Tx, ids: Collection[int]) -> None:
    """Forget these notices."""
    tx.execute(delete(notice).where(notice.c.id.in_(list(ids))))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody whose text a notice shows."""
    rows = tx.execute(
        select(notice.c.guild_id, notice.c.user_id).where(notice.c.user_id.is_not(None)).distinct()
    )
    return {(row.guild_id, row.user_id) for row in rows}


def purge(tx: Tx, keep: timedelta, limit: int) -> int:
    """Forget what organisers saw to that long ago, at most `limit`; returns how many. A post that shows somebody's text goes."""
    old = select(notice.c.id).where(notice.c.settled_at < tx.now - keep).limit(limit)
    ids = list(tx.execute(old).scalars())
    return _forget(tx, notice.c.id.in_(ids)) if ids else 0
