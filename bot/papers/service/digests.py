"""The daily digest of each server: when it is due, what is chosen for it and why, and what is told when there is none."""

from __future__ import annotations

from bot.core.db import Database


class Digests:
    """The daily digest of each server: when it is due, what is chosen for it and why, and what is told when there is none."""

    db: Database
