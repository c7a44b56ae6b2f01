"""Forgets drafts that nobody touched for 90 days (A2)."""

from __future__ import annotations

from bot.core.db import Database


class Retention:
    """To be filled."""

    db: Database
