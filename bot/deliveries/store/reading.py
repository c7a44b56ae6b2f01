"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select

from bot.core.db import Tx
from bot.deliveries.model import FAR, Delivery, State
from bot.deliveries.tables import delivery


def value(row: Row[Any]) -> Delivery:
    """The delivery of a row."""
    fields = dict(row._mapping)
    fields["leased_until"] = fields.pop("due_at")
    fields["state"] = State(fields["state"])
    return Delivery(**fields)


def get(tx: Tx, delivery_id: int) -> Delivery | None:
    """The delivery with this id."""
    row = tx.execute(select(delivery).where(delivery.c.id == delivery_id)).first()
    return value(row) if row else None


def due_now(tx: Tx) -> ColumnElement[bool]:
    """Which rows need work now: those whose time has come, and those that only a wrong clock can have put off so far."""
    return or_(delivery.c.due_at <= tx.now, delivery.c.due_at > tx.now + FAR)


def is_posted(kind: str, subject: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the first message about `subject`, a column of a feature's own query, is in Discord."""
    return exists().where(
        delivery.c.kind == kind,
        delivery.c.subject_id == subject,
        delivery.c.part == 0,
        delivery.c.message_id.is_not(None),
    )


def of_subject(tx: Tx, kind: str, subject_id: int) -> list[Delivery]:
    """The messages that show one subject, in the order of their parts."""
    return of_subjects(tx, kind, [subject_id])


def of_subjects(tx: Tx, kind: str, subject_ids: Sequence[int]) -> list[Delivery]:
    """The messages that show these subjects, by subject and part."""
    rows = tx.execute(
        select(delivery)
        .where(delivery.c.kind == kind, delivery.c.subject_id.in_(list(subject_ids)))
        .order_by(delivery.c.subject_id, delivery.c.part)
    )
    return [value(row) for row in rows]


def of_message(tx: Tx, message_id: int) -> Delivery | None:
    """The delivery that became this Discord message."""
    row = tx.execute(select(delivery).where(delivery.c.message_id == message_id)).first()
    return value(row) if row else None


def sending_in(tx: Tx, channel_id: int) -> bool:
    """Whether a message into this channel may be under way."""
    where = (delivery.c.channel_id == channel_id, delivery.c.state == State.SENDING.value)
    return tx.execute(select(delivery.c.id).where(*where).limit(1)).first() is not None


def standing_in(
    tx: Tx, kinds: Sequence[str], guild_id: int, channel_ids: Iterable[int], limit: int | None = None
) -> list[Delivery]:
    """A server's messages (`limit` at most) of these kinds that are in one of these channels or threads, as far as is known."""
    where = (
        delivery.c.guild_id == guild_id,
        delivery.c.kind.in_(list(kinds)),
        delivery.c.channel_id.in_(list(channel_ids)),
        delivery.c.message_id.is_not(None),
    )
    return [
        value(row) for row in tx.execute(select(delivery).where(*where).order_by(delivery.c.id).limit(limit))
    ]


def sent_since(tx: Tx, kinds: Sequence[str], since: datetime) -> list[Delivery]:
    """The messages of these kinds in Discord that were claimed from an instant (aware UTC) on, the newest first."""
    recent = (delivery.c.kind.in_(list(kinds)), delivery.c.first_claimed_at >= since)
    there = delivery.c.message_id.is_not(None)
    rows = tx.execute(select(delivery).where(*recent, there).order_by(delivery.c.id.desc()))
    return [value(row) for row in rows]


def unsent(tx: Tx, kind: str, guild_id: int) -> list[Delivery]:
    """The messages of a kind for a server that are claimed and not known to be sent."""
    where = (delivery.c.guild_id == guild_id, delivery.c.kind == kind)
    rows = tx.execute(select(delivery).where(*where, delivery.c.state == State.SENDING.value))
    return [value(row) for row in rows]


def known_messages(tx: Tx, message_ids: Sequence[int]) -> frozenset[int]:
    """Which of these Discord messages the ledger knows."""
    rows = tx.execute(select(delivery.c.message_id).where(delivery.c.message_id.in_(list(message_ids))))
    return frozenset(row.message_id for row in rows)


def next_due(tx: Tx, kinds: Sequence[str] | None, states: Iterable[State]) -> datetime | None:
    """When the next of these rows needs work (UTC), or None."""
    first, last = tx.execute(_first_and_last(kinds and tuple(kinds), tuple(states))).one()
    return tx.now if last is not None and last > tx.now + FAR else first


@cache  # every job asks at every look, and always for the same kinds and states
def _first_and_last(
    kinds: tuple[str, ...] | None, states: tuple[State, ...]
) -> Select[datetime | None, datetime | None]:
    where = [delivery.c.due_at.is_not(None), delivery.c.state.in_([state.value for state in states])]
    if kinds is not None:
        where.append(delivery.c.kind.in_(kinds))
    due = select(delivery.c.due_at).where(*where).limit(1)
    first, last = due.order_by(delivery.c.due_at), due.order_by(delivery.c.due_at.desc())
    return select(first.scalar_subquery(), last.scalar_subquery())


def troubled(tx: Tx, guild_id: int, limit: int = 5) -> list[Delivery]:
    """The newest messages of a server that did not get through or were given up."""
    rows = tx.execute(
        select(delivery)
        .where(
            delivery.c.guild_id == guild_id,
            delivery.c.reason != "",
            or_(delivery.c.state == State.DROPPED.value, delivery.c.due_at.is_not(None)),
        )
        .order_by(delivery.c.id.desc())
        .limit(limit)
    )
    return [value(row) for row in rows]
