"""A person's privacy in the showcase: show, export, erase."""

from __future__ import annotations

from bot.core.db import Database, Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words


class Privacy:
    """`bot.core.privacy.KeepsPersonalData` for the showcase."""

    db: Database
    area = "showcase"

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored, in sentences; no counts."""
        return []

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Shares, drafts, what was written and received, choices."""
        return []

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget everything; posts are removed, round-ups are rebuilt without them."""
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Everybody who shared, wrote or chose something, or was asked to read."""
        return set()
