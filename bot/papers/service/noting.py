"""Notes of a session, kept with its paper (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Noting:
    """Notes of a session, kept with its paper (P10)."""

    db: Database
