"""What is forgotten by itself: old lists, papers nobody uses, what matched long ago, old queries (A2)."""

from __future__ import annotations

from bot.core.db import Database, Tx, use_case
from bot.papers.model.values import KEEP_PAPERS
from bot.papers.store import digests, feeds, papers, queries

BATCH = 500  # forgotten in one transaction


class Retention:
    """What is forgotten by itself: old lists, papers nobody uses, old queries (A2)."""

    db: Database

    @use_case
    def purge(self, tx: Tx, limit: int = BATCH) -> bool:
        """Forget papers that arXiv has not spoken of for 90 days, with where they were listed, what
        matched beyond digests that old, old queries, and unused feeds.

        At most `limit` of each; returns whether there may be more.
        """
        feeds.purge(tx)
        full = (
            papers.purge(tx, KEEP_PAPERS, limit),
            digests.forget_more(tx, KEEP_PAPERS, limit),
            queries.purge(tx, limit),
        )
        return max(full) >= limit
