""" "This helped me": a private line from a reader to an author, never counted (H7)."""

from __future__ import annotations

from bot.core.db import Database


class Thanking:
    """To be filled."""

    db: Database
