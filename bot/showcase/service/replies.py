"""Replies to shares: their author hears of them by one line with a link (A7)."""

from __future__ import annotations

from bot.core.db import Database


class Replies:
    """To be filled."""

    db: Database
