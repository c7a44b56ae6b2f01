"""Queries of threads that are left when what they were about is gone: renamed, or deleted where nobody talked (promise 6).

Each feature has its own table of them, for their names differ: thread_id, guild_id, due_at, until.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Table, delete, select, update

from bot.communities import store as communities
from bot.core.db import Tx, insert
from bot.deliveries.model import LEASE, REMOVE_FOR

SOONEST, LATEST = timedelta(minutes=1), timedelta(days=1)  # between two tries
AT_ONCE = 500  # written with one statement


class LeftThread(NamedTuple):
    """A thread that is left, and the language of its server."""

    thread_id: int
    language: str


class LeftThreads:
    """The queries of one feature's table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, tx: Tx, guild_id: int, *thread_ids: int) -> None:
        """These threads are seen to from now on, for 30 days."""
        due = {"due_at": tx.now, "until": tx.now + REMOVE_FOR}
        rows = [{"thread_id": each, "guild_id": guild_id, **due} for each in thread_ids]
        for begin in range(0, len(rows), AT_ONCE):
            new = insert(tx, self._table).values(rows[begin : begin + AT_ONCE])
            tx.execute(new.on_conflict_do_update(index_elements=["thread_id"], set_=due))

    def take_due(self, tx: Tx, limit: int) -> list[LeftThread]:
        """Threads that have to be seen to now, leased to the caller; those that it is too late for are forgotten."""
        left = self._table.c
        tx.execute(delete(self._table).where(left.until <= tx.now))
        due = select(left.thread_id).where(left.due_at <= tx.now)
        first = due.order_by(left.due_at).limit(limit).with_for_update(skip_locked=True)
        taken = left.thread_id.in_(list(tx.execute(first).scalars()))
        lease = update(self._table).where(taken).values(due_at=tx.now + LEASE)
        rows = tx.execute(lease.returning(left.thread_id, left.guild_id)).all()
        languages = communities.languages(tx, {row.guild_id for row in rows})
        return sorted(LeftThread(row.thread_id, languages.get(row.guild_id, "")) for row in rows)

    def next_due(self, tx: Tx) -> datetime | None:
        """When the next thread has to be seen to (UTC)."""
        due = select(self._table.c.due_at).order_by(self._table.c.due_at).limit(1)
        return tx.execute(due).scalar()

    def seen_to(self, tx: Tx, thread_id: int, *, done: bool) -> None:
        """It is deleted or renamed; or (not `done`) Discord did not let us.

        Then it is tried again when as much time has passed as did until now, at the latest after a day.
        """
        mine = self._table.c.thread_id == thread_id
        if done:
            tx.execute(delete(self._table).where(mine))
            return
        until = tx.execute(select(self._table.c.until).where(mine)).scalar()
        if until is not None:
            waited = tx.now - (until - REMOVE_FOR)
            due = tx.now + min(max(waited, SOONEST), LATEST)
            tx.execute(update(self._table).where(mine).values(due_at=due))
