"""What is forgotten by itself, after how long."""

from __future__ import annotations

from bot.core.db import Database


class Retention:
    """What is forgotten by itself (A2)."""

    db: Database
