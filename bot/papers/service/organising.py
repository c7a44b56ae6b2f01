"""What organisers choose for a server's papers (P1)."""

from __future__ import annotations

from bot.core.db import Database


class Organising:
    """What organisers choose for a server's papers (P1)."""

    db: Database
