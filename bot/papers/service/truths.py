"""What organisers read about the last digest and about arXiv (P3)."""

from __future__ import annotations

from bot.core.db import Database


class Truths:
    """What organisers read about the last digest and about arXiv (P3)."""

    db: Database
