"""What organisers choose about competitions: channel, categories, on and off."""

from __future__ import annotations

from bot.core.db import Database


class Organising:
    """What organisers choose about competitions: channel, categories, on and off."""

    db: Database
