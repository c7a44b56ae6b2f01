"""Looking through what a server's members wrote about papers."""

from __future__ import annotations

from bot.core.db import Database


class Searching:
    """Looking through what a server's members wrote about papers."""

    db: Database
