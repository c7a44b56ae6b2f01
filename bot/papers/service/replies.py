"""Replies to what members wrote about papers, and messages that were deleted by hand (A7, promise 6)."""

from __future__ import annotations

from bot.core.db import Database


class Replies:
    """Replies to what members wrote about papers, and messages that were deleted by hand (A7, promise 6)."""

    db: Database
