"""What has to be posted to servers: the first list, a card of each new competition, edits (K1-K3)."""

from __future__ import annotations

from bot.core.db import Database


class Posting:
    """What has to be posted to servers: the first list, a card of each new competition, edits (K1-K3)."""

    db: Database
