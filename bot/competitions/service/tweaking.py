"""A member's log of small changes with their scores, and whether both move together (K5)."""

from __future__ import annotations

from bot.core.db import Database


class Tweaking:
    """A member's log of small changes with their scores, and whether both move together (K5)."""

    db: Database
