"""Essences of papers, and what became of them in code (P8)."""

from __future__ import annotations

from bot.core.db import Database


class Essences:
    """Essences of papers, and what became of them in code (P8)."""

    db: Database
