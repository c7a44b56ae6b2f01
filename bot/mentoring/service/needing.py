"""The help-first board: small real needs, taken for a limited time (M8)."""

from __future__ import annotations

from bot.core.db import Database


class Needing:
    """Use cases of the help-first board: small needs, taken for a limited time (M8)."""

    db: Database
