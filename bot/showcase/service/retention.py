"""Forgets drafts that nobody touched for 90 days (A2)."""

from __future__ import annotations

from bot.core.db import Database, Tx, use_case
from bot.showcase.model.values import KEEP_DRAFTS
from bot.showcase.service.withdrawing import let_go
from bot.showcase.store import shares

BATCH = 100  # forgotten in one transaction


class Retention:
    """The use case of the daily job."""

    db: Database

    @use_case
    def purge(self, tx: Tx, limit: int = BATCH) -> bool:
        """Forget drafts that nobody changed, was asked to read or wrote about for 90 days, at most `limit`.

        Returns whether there may be more.
        """
        old = shares.old_drafts(tx, tx.now - KEEP_DRAFTS, limit)
        let_go(tx, old)
        shares.remove(tx, [each.id for each in old])
        return len(old) >= limit
