"""What organisers choose, and how it stands."""

from __future__ import annotations

from bot.core.db import Database


class Organising:
    """Use cases of organisers: the channel, on and off, the rhythm of rounds, status."""

    db: Database
