""" "Help me understand": questions about a passage, who is told of them, and when they are understood (P9)."""

from __future__ import annotations

from bot.core.db import Database


class Questions:
    """ "Help me understand": questions about a passage, who is told of them, and when they are understood (P9)."""

    db: Database
