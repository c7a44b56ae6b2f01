"""Use cases behind /share: what was typed becomes a draft, a preview, a changed share."""

from __future__ import annotations

from bot.core.db import Database


class Writing:
    """To be filled."""

    db: Database
