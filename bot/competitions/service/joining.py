"""Being in a competition: "I'm in", the list of the first day, "I'm out", what I am in (K4)."""

from __future__ import annotations

from bot.core.db import Database


class Joining:
    """Being in a competition: "I'm in", the list of the first day, "I'm out", what I am in (K4)."""

    db: Database
