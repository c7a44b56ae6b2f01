"""Use cases that make a draft a post and a post a draft, and that delete (H4, promise 6)."""

from __future__ import annotations

from bot.core.db import Database


class Publishing:
    """To be filled."""

    db: Database
