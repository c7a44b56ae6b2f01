"""Queries of posts that have to be looked at in Discord, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.core.db import Tx
from bot.deliveries.model import LEASE
from bot.showcase.model.values import State
from bot.showcase.tables import share

_PLAN = (
    update(share)
    .where(share.c.id == bindparam("share"), share.c.look_at.is_(None))
    .values(look_at=bindparam("at"))
)


def take_due(tx: Tx, limit: int) -> Sequence[int]:
    """The shares whose posts have to be looked at now, leased to the caller."""
    due = select(share.c.id).where(share.c.look_at <= tx.now).order_by(share.c.look_at).limit(limit)
    ids = list(tx.execute(due.with_for_update(skip_locked=True)).scalars())
    tx.execute(update(share).where(share.c.id.in_(ids)).values(look_at=leased_until(tx)))
    return ids


def leased_until(tx: Tx) -> datetime:
    """Until when what is taken now is the caller's (aware UTC)."""
    return tx.now + LEASE


def next_due(tx: Tx) -> datetime | None:
    """When the next post has to be looked at (UTC)."""
    due = select(share.c.look_at).where(share.c.look_at.is_not(None)).order_by(share.c.look_at)
    return tx.execute(due.limit(1)).scalar()


def done(tx: Tx, share_id: int, until: datetime) -> None:
    """A post that was leased until then was looked at, unless there is a new reason to look."""
    mine = (share.c.id == share_id, share.c.look_at <= until)
    tx.execute(update(share).where(*mine).values(look_at=None))


def posted_since(tx: Tx, instant: datetime) -> Sequence[int]:
    """The shares posted since then that nobody is about to look at, newest first."""
    recent = (share.c.posted_at > instant, share.c.state == State.POSTED.value, share.c.look_at.is_(None))
    return list(tx.execute(select(share.c.id).where(*recent).order_by(share.c.posted_at.desc())).scalars())


def plan(tx: Tx, times: Sequence[tuple[int, datetime]]) -> None:
    """Look at each of these shares' posts then, but for those that are looked at anyhow."""
    tx.execute_many(_PLAN, [{"share": share_id, "at": at} for share_id, at in times])
