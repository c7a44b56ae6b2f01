"""Who is to be matched in a server now, as values for `bot.mentoring.matching`."""

from __future__ import annotations

from bot.core.db import Database


class Snapshots:
    """Who is to be matched in a server now, read in one transaction: candidates, who must not meet, who met before."""

    db: Database
