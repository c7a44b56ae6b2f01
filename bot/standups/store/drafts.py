"""Queries of drafts that became too old to keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from bot.core.db import Tx
from bot.standups.tables import standup_draft


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget drafts typed before an instant, at most `limit`; returns how many."""
    old = select(standup_draft.c.id).where(standup_draft.c.typed_at < before).limit(limit)
    return tx.execute(delete(standup_draft).where(standup_draft.c.id.in_(old))).rowcount
