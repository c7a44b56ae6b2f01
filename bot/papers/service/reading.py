"""What a person reads: a paper's card, and the first card of /paper."""

from __future__ import annotations

from bot.core.db import Database


class Reading:
    """What a person reads: a paper's card, and the first card of /paper."""

    db: Database
