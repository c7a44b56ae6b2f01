"""Queries of when something that is done once a day was done last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.attention.tables import bot_key
from bot.core.db import Tx, insert


def done_at(tx: Tx, what: str) -> datetime | None:
    """When it was done last (aware UTC)."""
    found = tx.execute(select(bot_key.c.value).where(bot_key.c.name == what)).scalar()
    return datetime.fromisoformat(found) if found else None


def set_done(tx: Tx, what: str) -> None:
    """It is done now."""
    values = {"value": tx.now.isoformat()}
    row = insert(tx, bot_key).values(name=what, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))
