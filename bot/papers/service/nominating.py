"""Nominations for the reading group (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Nominating:
    """Nominations for the reading group (P10)."""

    db: Database
