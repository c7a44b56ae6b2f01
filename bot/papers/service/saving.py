"""Papers that members save, and what was saved in a server."""

from __future__ import annotations

from bot.core.db import Database


class Saving:
    """Papers that members save, and what was saved in a server."""

    db: Database
