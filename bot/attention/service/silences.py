"""Use cases of whom a person wants to hear nothing more from (A9); features silence somebody through the store."""

from __future__ import annotations

from bot.attention.store import silences
from bot.core.db import Database, Tx, query, use_case


class Silences:
    """Use cases behind /mine > Helping others."""

    db: Database

    @query
    def has_silences(self, tx: Tx, user_id: int) -> bool:
        """Whether the person wants to hear nothing more from somebody."""
        return silences.has_silences(tx, user_id)

    @use_case
    def hear_everybody(self, tx: Tx, user_id: int) -> None:
        """The person hears from everybody again."""
        silences.hear_everybody(tx, user_id)
