"""Which command list Discord has from us."""

from __future__ import annotations

from sqlalchemy import select

from bot.core.db import Tx, insert
from bot.deliveries.tables import synced_commands


def synced_hash(tx: Tx, application_id: int) -> str:
    """The hash of the command list Discord has for this application; empty when it has none from us."""
    row = tx.execute(
        select(synced_commands.c.payload_hash).where(synced_commands.c.application_id == application_id)
    ).first()
    return row.payload_hash if row else ""


def save_synced_hash(tx: Tx, application_id: int, payload_hash: str) -> None:
    """Remember what Discord has now."""
    values = {"payload_hash": payload_hash, "synced_at": tx.now}
    tx.execute(
        insert(tx, synced_commands)
        .values(application_id=application_id, **values)
        .on_conflict_do_update(index_elements=["application_id"], set_=values)
    )
