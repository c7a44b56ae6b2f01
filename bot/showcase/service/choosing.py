"""What members choose about sharing: to be quoted, to read drafts, to be on the public page."""

from __future__ import annotations

from bot.core.db import Database


class Choosing:
    """To be filled."""

    db: Database
