"""Queries of threads whose share is gone: each is renamed, or deleted when nobody talked there (promise 6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update

from bot.core.db import Tx, insert
from bot.deliveries.model import LEASE, REMOVE_FOR
from bot.showcase.tables import showcase_thread

SOONEST, LATEST = timedelta(minutes=1), timedelta(days=1)  # between two tries


class LeftThread(NamedTuple):
    """A thread that is left, and its server."""

    thread_id: int
    guild_id: int


def add(tx: Tx, guild_id: int, thread_id: int) -> None:
    """This thread is seen to from now on, for 30 days."""
    due = {"due_at": tx.now, "until": tx.now + REMOVE_FOR}
    row = insert(tx, showcase_thread).values(thread_id=thread_id, guild_id=guild_id, **due)
    tx.execute(row.on_conflict_do_update(index_elements=["thread_id"], set_=due))


def take_due(tx: Tx, limit: int) -> list[LeftThread]:
    """Threads that have to be seen to now, leased to the caller; those that it is too late for are forgotten."""
    tx.execute(delete(showcase_thread).where(showcase_thread.c.until <= tx.now))
    due = select(showcase_thread.c.thread_id).where(showcase_thread.c.due_at <= tx.now)
    first = due.order_by(showcase_thread.c.due_at).limit(limit).with_for_update(skip_locked=True)
    taken = showcase_thread.c.thread_id.in_(list(tx.execute(first).scalars()))
    columns = (showcase_thread.c.thread_id, showcase_thread.c.guild_id)
    rows = tx.execute(update(showcase_thread).where(taken).values(due_at=tx.now + LEASE).returning(*columns))
    return sorted(LeftThread(row.thread_id, row.guild_id) for row in rows)


def next_due(tx: Tx) -> datetime | None:
    """When the next thread has to be seen to (UTC)."""
    due = select(showcase_thread.c.due_at).order_by(showcase_thread.c.due_at).limit(1)
    return tx.execute(due).scalar()


def forget(tx: Tx, thread_id: int) -> None:
    """It is seen to."""
    tx.execute(delete(showcase_thread).where(showcase_thread.c.thread_id == thread_id))


def later(tx: Tx, thread_id: int) -> None:
    """It could not be seen to: again when as much time has passed as did until now, at the latest after a day."""
    mine = showcase_thread.c.thread_id == thread_id
    until = tx.execute(select(showcase_thread.c.until).where(mine)).scalar()
    if until is not None:
        waited = tx.now - (until - REMOVE_FOR)
        wait = min(max(waited, SOONEST), LATEST)
        tx.execute(update(showcase_thread).where(mine).values(due_at=tx.now + wait))
