"""What the background and a command that just saved something do so that Discord shows what is stored."""

from __future__ import annotations

from bot.core.db import Database


class Posting:
    """To be filled."""

    db: Database
