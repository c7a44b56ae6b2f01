"""What is forgotten by itself: old lists, papers nobody uses, old queries (A2)."""

from __future__ import annotations

from bot.core.db import Database


class Retention:
    """What is forgotten by itself: old lists, papers nobody uses, old queries (A2)."""

    db: Database
