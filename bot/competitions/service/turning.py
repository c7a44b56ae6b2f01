"""What time alone changes: a competition opens, another ends, and those who are in are told."""

from __future__ import annotations

from bot.core.db import Database


class Turning:
    """What time alone changes: a competition opens, another ends, and those who are in are told."""

    db: Database
