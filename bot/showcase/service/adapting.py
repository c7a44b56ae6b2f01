"""Use cases of "Adapted from": one share builds on another (H8)."""

from __future__ import annotations

from bot.core.db import Database


class Adapting:
    """To be filled."""

    db: Database
