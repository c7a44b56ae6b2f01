"""Queries of what organisers should know (A8)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.attention.model.values import Notice
from bot.attention.tables import notice
from bot.core.db import Tx, insert


def notify(
    tx: Tx, guild_id: int, kind: str, key: str, *, user_id: int | None = None, **detail: Any
) -> int | None:
    """Tell a server's organisers something once: None when it was said under this key and nobody has seen to it yet.

    `kind` is `feature.what`, worded by that feature (`Directory.notices`). `user_id` is whose text `detail` shows.
    """
    tx.execute(
        delete(notice).where(
            notice.c.guild_id == guild_id, notice.c.key == key, notice.c.settled_at.is_not(None)
        )
    )
    values = {"guild_id": guild_id, "kind": kind, "key": key, "user_id": user_id, "detail": detail}
    row = insert(tx, notice).values(made_at=tx.now, **values)
    new = row.on_conflict_do_nothing(index_elements=["guild_id", "key"]).returning(notice.c.id)
    return tx.execute(new).scalar()


def settle_notice(tx: Tx, guild_id: int, key: str) -> list[int]:
    """What this notice spoke of is over; returns the ids of the notices it settled."""
    where = (notice.c.guild_id == guild_id, notice.c.key == key, notice.c.settled_at.is_(None))
    rows = tx.execute(update(notice).where(*where).values(settled_at=tx.now).returning(notice.c.id))
    return [row.id for row in rows]


def notice_value(row: Row[Any]) -> Notice:
    """The notice of a row."""
    return Notice(row.id, row.guild_id, row.kind, row.detail, row.made_at, row.user_id, row.settled_at)


def open_notices(tx: Tx, guild_id: int, limit: int) -> list[Notice]:
    """What organisers have not seen to yet, newest first."""
    rows = tx.execute(
        select(notice)
        .where(notice.c.guild_id == guild_id, notice.c.settled_at.is_(None))
        .order_by(notice.c.id.desc())
        .limit(limit)
    )
    return [notice_value(row) for row in rows]
