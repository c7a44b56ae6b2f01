"""What organisers choose for a server's reading group (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Grouping:
    """What organisers choose for a server's reading group (P10)."""

    db: Database
