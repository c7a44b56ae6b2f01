"""Looking at competitions: what is open, one of them, finding by words."""

from __future__ import annotations

from bot.core.db import Database


class Looking:
    """Looking at competitions: what is open, one of them, finding by words."""

    db: Database
