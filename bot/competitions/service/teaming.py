"""Finding a team: who looks for one or has a place, common hours, saying hello (K6)."""

from __future__ import annotations

from bot.core.db import Database


class Teaming:
    """Finding a team: who looks for one or has a place, common hours, saying hello (K6)."""

    db: Database
