"""Looks at posts in Discord: what it shows of their links, and whether they are still there (H1, H5)."""

from __future__ import annotations

from bot.core.db import Database


class Looking:
    """To be filled."""

    db: Database
