"""What a member learned, kept for themselves or shared (K6)."""

from __future__ import annotations

from bot.core.db import Database


class Ending:
    """What a member learned, kept for themselves or shared (K6)."""

    db: Database
