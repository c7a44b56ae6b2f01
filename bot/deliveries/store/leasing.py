"""Leases: rows that need work are taken by one process at a time, until it has recorded what came of it or its time is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select, update

from bot.core.db import Tx
from bot.deliveries.model import LEASE, Delivery, State
from bot.deliveries.store.reading import due_now, value
from bot.deliveries.tables import delivery


def take_due(tx: Tx, kinds: Sequence[str] | None, states: Iterable[State], limit: int) -> list[Delivery]:
    """Take rows that need work (lease over, edit waiting, removal waiting); each is leased to the caller anew."""
    mine = [due_now(tx), delivery.c.state.in_([state.value for state in states])]
    if kinds is not None:
        mine.append(delivery.c.kind.in_(list(kinds)))
    ids = [
        row.id
        for row in tx.execute(
            select(delivery.c.id)
            .where(*mine)
            .order_by(delivery.c.due_at, delivery.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    ]
    return lease_where(tx, delivery.c.id.in_(ids)) if ids else []


def lease_where(tx: Tx, *where: ColumnElement[bool]) -> list[Delivery]:
    """Lease these rows to the caller, by subject and part."""
    rows = tx.execute(
        update(delivery)
        .where(*where)
        .values(due_at=tx.now + LEASE, attempt=delivery.c.attempt + 1, fence=delivery.c.fence + 1)
        .returning(delivery)
    ).all()
    return sorted((value(row) for row in rows), key=lambda each: (each.subject_id, each.part))


def lease_due(tx: Tx, ids: Sequence[int]) -> list[Delivery]:
    """Lease those of these rows to the caller that need work and that nobody has, by subject and part."""
    # Looked at as they are leased: another process may look at the same moment.
    return lease_where(tx, delivery.c.id.in_(list(ids)), due_now(tx)) if ids else []


def hold(tx: Tx, row: Delivery, held: Iterable[Delivery]) -> Delivery | None:
    """The row for a caller who was leased `held`: as it is if they still have it, else leased to them if nobody has it."""
    if any((each.id, each.fence) == (row.id, row.fence) for each in held):
        return row
    return next(iter(lease_due(tx, [row.id])), None)
