"""What is forgotten by itself: competitions of long ago that nobody is or was in, and posts that show nothing else (A2)."""

from __future__ import annotations

from bot.competitions.model.values import KEEP_ENDED
from bot.competitions.store import forgetting
from bot.core.db import Database, Tx, use_case

BATCH = 500  # forgotten in one transaction


class Retention:
    """What is forgotten by itself: competitions that ended long ago and nobody is or was in (A2)."""

    db: Database

    @use_case
    def purge(self, tx: Tx, limit: int = BATCH) -> bool:
        """Forget competitions that ended more than KEEP_ENDED ago and that nobody is or was in; then posts that old which
        show no other, with what the server was shown by them. Their messages stay in Discord.

        At most `limit` of each; returns whether there may be more.
        """
        full = (forgetting.forget_over(tx, KEEP_ENDED, limit), forgetting.forget_posts(tx, KEEP_ENDED, limit))
        return max(full) >= limit
