"""Questions: composing, earlier answers first, posting, deleting (M8)."""

from __future__ import annotations

from bot.core.db import Database


class Asking:
    """Use cases of a question: composing, earlier answers first, posting, deleting, having what was needed (M8)."""

    db: Database
