"""Rounds of peers: planning, preview, sending, who sits out (M2, M5)."""

from __future__ import annotations

from bot.core.db import Database


class Rounds:
    """Use cases of rounds of peers: when, the organisers' preview, who sits out, sending them (M2, M5)."""

    db: Database
