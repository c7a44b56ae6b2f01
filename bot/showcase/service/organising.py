"""What organisers do with the showcase: its channel, links, round-up, on and off."""

from __future__ import annotations

from bot.core.db import Database


class Organising:
    """To be filled."""

    db: Database
