"""A person's privacy among papers: show, export, erase."""

from __future__ import annotations

from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for papers."""

    db: Database
    area = "papers"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        return []

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Everything stored about this person."""
        return []

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget this person, everywhere or in one server; returns the deliveries to remove."""
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody about whom something is kept."""
        return set()
