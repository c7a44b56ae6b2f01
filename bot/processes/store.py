"""Queries of what the processes of one bot agree on."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from bot.core.db import Tx, insert
from bot.processes.tables import gateway_turn, synced_commands


def take_turn(tx: Tx, bucket: int, pause: timedelta, stale: timedelta) -> bool:
    """Take the bucket's turn if it is free; the next one comes `pause` later.

    A turn further away than `stale` was written by a clock that was wrong, and counts as free.
    """
    row = insert(tx, gateway_turn).values(bucket=bucket, next_at=tx.now + pause)
    free = or_(gateway_turn.c.next_at <= tx.now, gateway_turn.c.next_at > tx.now + stale)
    taken = row.on_conflict_do_update(
        index_elements=["bucket"], set_={"next_at": row.excluded.next_at}, where=free
    )
    return tx.execute(taken.returning(gateway_turn.c.bucket)).first() is not None


def next_turn(tx: Tx, bucket: int) -> datetime | None:
    """When the bucket's next turn comes (UTC); None when nobody took one yet."""
    return tx.execute(select(gateway_turn.c.next_at).where(gateway_turn.c.bucket == bucket)).scalar()


def synced_hash(tx: Tx, application_id: int) -> str:
    """The hash of the command list that Discord has for this application; empty when we never sent one."""
    where = synced_commands.c.application_id == application_id
    return tx.execute(select(synced_commands.c.payload_hash).where(where)).scalar() or ""


def save_synced_hash(tx: Tx, application_id: int, payload_hash: str) -> None:
    """Remember the command list that Discord has now."""
    values = {"payload_hash": payload_hash, "synced_at": tx.now}
    tx.execute(
        insert(tx, synced_commands)
        .values(application_id=application_id, **values)
        .on_conflict_do_update(index_elements=["application_id"], set_=values)
    )
