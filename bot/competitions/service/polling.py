"""Asking Kaggle: when, what was read, what is new or changed, what went wrong (K1, K3, K7)."""

from __future__ import annotations

from bot.core.db import Database


class Polling:
    """Asking Kaggle: when, what was read, what is new or changed, what went wrong (K1, K3, K7)."""

    db: Database
