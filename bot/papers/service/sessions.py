"""Sessions of the reading group: who comes, Discord's event, moving and cancelling (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Sessions:
    """Sessions of the reading group: who comes, Discord's event, moving and cancelling (P10)."""

    db: Database
