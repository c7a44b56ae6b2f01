"""Rounds of the reading group: when each phase begins, what is posted then, what is chosen (P10)."""

from __future__ import annotations

from bot.core.db import Database


class Rounds:
    """Rounds of the reading group: when each phase begins, what is posted then, what is chosen (P10)."""

    db: Database
