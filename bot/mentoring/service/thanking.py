"""Thank-yous between members, and drafts for somebody outside the server (M8)."""

from __future__ import annotations

from bot.core.db import Database


class Thanking:
    """Use cases of a thank-you to a member, and of a draft of one to somebody outside (M8)."""

    db: Database
