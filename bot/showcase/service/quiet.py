"""Tells a few readers of a topic about a share that nobody replied to, without saying so (H9)."""

from __future__ import annotations

from bot.core.db import Database


class Quiet:
    """To be filled."""

    db: Database
