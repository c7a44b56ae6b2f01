"""Threads for talk about a share: opened by the first reply, renamed or deleted when it is gone."""

from __future__ import annotations

from bot.core.db import Database


class Threads:
    """To be filled."""

    db: Database
