"""Queries of how people want to be reached, and of when to look at each of them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, delete, or_, select, update

from bot.attention.model.values import Mailbox
from bot.attention.tables import dm_pause, mailbox
from bot.core.db import Tx, insert

_MAILBOXES = select(  # in the order in which `_value` takes them apart
    mailbox.c.user_id,
    mailbox.c.bundles,
    mailbox.c.bundle_at,
    mailbox.c.quiet_from,
    mailbox.c.quiet_to,
    cast(mailbox.c.days_off, Text),
    mailbox.c.dm_channel,
    mailbox.c.closed_at,
    mailbox.c.told_at,
    mailbox.c.next_at,
)
_CAN_BE_OPENED, _IS_OPEN = mailbox.c.dm_channel == 0, mailbox.c.dm_channel != 0
_ONE = _MAILBOXES.where(mailbox.c.user_id == bindparam("user"))


@lru_cache(maxsize=256)
def _days(raw: str) -> frozenset[int]:
    return frozenset(json.loads(raw))


def _value(row: Sequence[Any]) -> Mailbox:
    user_id, bundles, bundle_at, quiet_from, quiet_to, days_off, *rest = row
    return Mailbox(user_id, bundles, bundle_at, quiet_from, quiet_to, _days(days_off), *rest)


def find(tx: Tx, user_id: int) -> Mailbox | None:
    """The person's mailbox, None when they never chose anything."""
    row = tx.execute(_ONE, {"user": user_id}).first()
    return _value(row) if row else None


def get(tx: Tx, user_id: int) -> Mailbox:
    """The person's mailbox; without a choice everything waits in the inbox."""
    return find(tx, user_id) or Mailbox(user_id)


def get_many(tx: Tx, user_ids: Sequence[int]) -> dict[int, Mailbox]:
    """The mailboxes of those of these people who chose something."""
    rows = tx.execute(_MAILBOXES.where(mailbox.c.user_id.in_(user_ids)))
    return {row.user_id: _value(row) for row in rows}


def save(tx: Tx, value: Mailbox) -> None:
    """Remember how the person wants to be reached."""
    values = {
        "bundles": value.bundles,
        "bundle_at": value.bundle_at,
        "quiet_from": value.quiet_from,
        "quiet_to": value.quiet_to,
        "days_off": sorted(value.days_off),
        "dm_channel": value.dm_channel,
        "closed_at": value.closed_at,
        "told_at": value.told_at,
        "next_at": value.next_at,
        "changed_at": tx.now,
    }
    row = insert(tx, mailbox).values(user_id=value.user_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=values))


def due(tx: Tx, limit: int) -> list[Mailbox]:
    """Mailboxes to look at now, earliest first, locked for this claim.

    While no direct message may be opened, only those whose channel is known.
    """
    statement = _MAILBOXES.where(mailbox.c.next_at <= tx.now)
    if paused_until(tx) is not None:
        statement = statement.where(_IS_OPEN)
    statement = statement.order_by(mailbox.c.next_at).limit(limit)
    rows = tx.execute(statement.with_for_update(skip_locked=True))
    return [_value(row) for row in rows.all()]


def overdue(tx: Tx) -> list[Mailbox]:
    """Every mailbox that had to be looked at until now."""
    return [_value(row) for row in tx.execute(_MAILBOXES.where(mailbox.c.next_at <= tx.now))]


def next_due(tx: Tx) -> datetime | None:
    """When the next mailbox is to be looked at (UTC)."""
    first = select(mailbox.c.next_at).where(mailbox.c.next_at.is_not(None))
    first = first.order_by(mailbox.c.next_at).limit(1)
    until = paused_until(tx)
    if until is None:
        return tx.execute(first).scalar()
    closed, opened = (
        tx.execute(first.where(_CAN_BE_OPENED)).scalar(),
        tx.execute(first.where(_IS_OPEN)).scalar(),
    )
    return min((each for each in (closed and max(closed, until), opened) if each), default=None)


_PLAN = update(mailbox).where(mailbox.c.user_id == bindparam("user")).values(next_at=bindparam("at"))


def set_next(tx: Tx, plans: Sequence[tuple[int, datetime | None]]) -> None:
    """Write for each of these people when to look at them again."""
    tx.execute_many(_PLAN, [{"user": user_id, "at": at} for user_id, at in plans])


def set_channel(tx: Tx, user_id: int, channel_id: int) -> None:
    """Remember the channel of the person's direct messages."""
    tx.execute(update(mailbox).where(mailbox.c.user_id == user_id).values(dm_channel=channel_id))


def set_told(tx: Tx, user_id: int) -> None:
    """The person was told that Discord refuses direct messages to them."""
    where = (mailbox.c.user_id == user_id, mailbox.c.closed_at.is_not(None))
    tx.execute(update(mailbox).where(*where).values(told_at=tx.now))


def pause(tx: Tx, until: datetime) -> None:
    """Open no direct message until then."""
    values = {"until": until}
    row = insert(tx, dm_pause).values(id=1, **values)
    later = or_(dm_pause.c.until < until, dm_pause.c.until <= tx.now)
    tx.execute(row.on_conflict_do_update(index_elements=["id"], set_=values, where=later))


def paused_until(tx: Tx) -> datetime | None:
    """Until when no direct message may be opened (UTC), None when they may."""
    return tx.execute(select(dm_pause.c.until).where(dm_pause.c.until > tx.now)).scalar()


def erase(tx: Tx, user_id: int) -> None:
    """Forget how the person wants to be reached."""
    tx.execute(delete(mailbox).where(mailbox.c.user_id == user_id))
