"""Who leads a discussion: volunteers, a gentle rotation, stepping back (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Leading:
    """Who leads a discussion: volunteers, a gentle rotation, stepping back (P10)."""

    db: Database
