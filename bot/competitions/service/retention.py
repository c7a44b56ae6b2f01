"""What is forgotten by itself: competitions that ended long ago and nobody is in (A2)."""

from __future__ import annotations

from bot.core.db import Database


class Retention:
    """What is forgotten by itself: competitions that ended long ago and nobody is in (A2)."""

    db: Database
