"""The question how it went, once after five days, and what follows from the answers (M7)."""

from __future__ import annotations

from bot.core.db import Database


class Following:
    """Use cases of the question how it went, and what follows from it (M7)."""

    db: Database
