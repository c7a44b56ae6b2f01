"""The hidden vote of the reading group (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Voting:
    """The hidden vote of the reading group (P10)."""

    db: Database
