"""What is forgotten by itself, after how long."""

from __future__ import annotations

from bot.core.db import Database, Tx, use_case
from bot.mentoring.model.values import KEEP, KEEP_PAIRS
from bot.mentoring.store import needs, pairs, proposals, rounds

BATCH = 500  # forgotten in one transaction


class Retention:
    """What is forgotten by itself (A2)."""

    db: Database

    @use_case
    def purge(self, tx: Tx, limit: int = BATCH) -> bool:
        """Forget proposals and rounds that are over and needs that left the board, half a year later; pairs a year after they
        ended, when the same two may be new to each other again.

        At most `limit` of each; returns whether there may be more.
        """
        gone = (
            proposals.purge(tx, tx.now - KEEP, limit),
            rounds.purge(tx, tx.now - KEEP, limit),
            needs.purge(tx, tx.now - KEEP, limit),
            pairs.purge(tx, tx.now - KEEP_PAIRS, limit),
        )
        return max(gone) >= limit
