"""The daily lists of arXiv: which are due, what was read, what went wrong, and what was missed."""

from __future__ import annotations

from bot.core.db import Database


class Fetching:
    """The daily lists of arXiv: which are due, what was read, what went wrong, and what was missed."""

    db: Database
