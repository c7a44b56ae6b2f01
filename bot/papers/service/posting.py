"""What the background and a command that just saved something do so that Discord shows what members wrote."""

from __future__ import annotations

from bot.core.db import Database


class Posting:
    """What the background and a command that just saved something do so that Discord shows what members wrote."""

    db: Database
