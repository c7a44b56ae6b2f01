"""Queries of shares that nobody replied to for a while, and of who may be told of them (H9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from bot.core.db import Tx
from bot.showcase.model.values import Share
from bot.showcase.store.shares import share_value
from bot.showcase.tables import share, showcase_member


def take_due(tx: Tx, limit: int) -> list[Share]:
    """Shares whose readers may be told now, each taken once, in the order in which they became due."""
    rows = tx.execute(
        select(share)
        .where(share.c.quiet_at <= tx.now)
        .order_by(share.c.quiet_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        ids = [row.id for row in rows]
        tx.execute(update(share).where(share.c.id.in_(ids)).values(quiet_at=None))
    return [share_value(row) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When the next one is due (UTC)."""
    waiting = select(share.c.quiet_at).where(share.c.quiet_at.is_not(None))
    return tx.execute(waiting.order_by(share.c.quiet_at).limit(1)).scalar()


def readers(tx: Tx, guild_id: int, user_ids: Collection[int], *, since: datetime) -> list[int]:
    """Those of these who want to be told of shares here and were told of none since then, anywhere.

    Who was told longest ago, or never, comes first.
    """
    asked = list(user_ids)
    here = select(showcase_member.c.user_id).where(
        showcase_member.c.guild_id == guild_id,
        showcase_member.c.user_id.in_(asked),
        showcase_member.c.reads_shares,
    )
    last = func.max(showcase_member.c.told_at)
    rows = tx.execute(
        select(showcase_member.c.user_id, last.label("last"))
        .where(showcase_member.c.user_id.in_(here))
        .group_by(showcase_member.c.user_id)
    ).all()
    free = [row for row in rows if row.last is None or row.last <= since]
    free.sort(key=lambda row: (row.last is not None, row.last or since, row.user_id))
    return [row.user_id for row in free]


def note_told(tx: Tx, guild_id: int, user_ids: Sequence[int]) -> None:
    """These were just told of a share here."""
    here = (showcase_member.c.guild_id == guild_id, showcase_member.c.user_id.in_(list(user_ids)))
    tx.execute(update(showcase_member).where(*here).values(told_at=tx.now))


def wants(tx: Tx, pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these (server, person) who want to be told of shares there."""
    people = {user_id for _guild_id, user_id in pairs}
    rows = tx.execute(
        select(showcase_member.c.guild_id, showcase_member.c.user_id).where(
            showcase_member.c.user_id.in_(list(people)), showcase_member.c.reads_shares
        )
    )
    return {(row.guild_id, row.user_id) for row in rows} & set(pairs)
