"""Ask me anything: questions collected, then answered in its thread (M8)."""

from __future__ import annotations

from bot.core.db import Database


class Amas:
    """Use cases of an AMA: planning, asking, opening, ending (M8)."""

    db: Database
