"""Taking turns at arXiv: one row, written before each request, by which all processes know when the next may start (P4)."""

from __future__ import annotations

from bot.core.db import Database


class Gate:
    """Taking turns at arXiv: one row, written before each request, by which all processes know when the next may start (P4)."""

    db: Database
