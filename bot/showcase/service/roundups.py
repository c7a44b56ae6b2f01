"""Round-ups of weeks: when they are due, whom they quote, and telling them anew when something changed (H6)."""

from __future__ import annotations

from bot.core.db import Database


class Roundups:
    """To be filled."""

    db: Database
