"""What is forgotten by itself after its time: drafts that nobody posted (A2), summaries that had nothing to tell."""

from __future__ import annotations

from datetime import timedelta

from bot.core.db import Database, Tx, use_case
from bot.standups.store import drafts, weeks

KEEP_DRAFTS = timedelta(days=90)  # from when they were typed last
BATCH = 500  # forgotten in one transaction


class Retention:
    """The use case of the daily job."""

    db: Database

    @use_case
    def purge(self, tx: Tx, limit: int = BATCH) -> bool:
        """Forget drafts of more than 90 days, at most `limit`; returns whether there may be more.

        Summaries that have waited long enough for something to tell do so no more.
        """
        weeks.stop_waiting(tx)
        return drafts.purge(tx, tx.now - KEEP_DRAFTS, limit) >= limit
