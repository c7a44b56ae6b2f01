"""How a server's competitions stand: the last answer of Kaggle, what went wrong, what comes next."""

from __future__ import annotations

from bot.core.db import Database


class Truths:
    """How a server's competitions stand: the last answer of Kaggle, what went wrong, what comes next."""

    db: Database
