"""A pair: its introduction, its private thread, its end (M6)."""

from __future__ import annotations

from bot.core.db import Database


class Pairing:
    """Use cases of a pair: the introduction, the private thread, ending it (M6)."""

    db: Database
