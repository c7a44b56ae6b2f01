"""What the static showcase page shows: shares of members who agreed to it (H10)."""

from __future__ import annotations

from bot.core.db import Database


class Pages:
    """To be filled."""

    db: Database
