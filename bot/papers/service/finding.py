"""Finding a paper by id, address or words: what is known here first, then arXiv (P7)."""

from __future__ import annotations

from bot.core.db import Database


class Finding:
    """Finding a paper by id, address or words: what is known here first, then arXiv (P7)."""

    db: Database
