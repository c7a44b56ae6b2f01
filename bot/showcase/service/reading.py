"""Drafts that a few readers are asked to look at, and their notes to the author (H4)."""

from __future__ import annotations

from bot.core.db import Database


class Reading:
    """To be filled."""

    db: Database
