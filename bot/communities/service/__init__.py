"""Use cases about a server: its settings and its audit."""

from __future__ import annotations

from bot.communities import store
from bot.communities.model import AuditLine
from bot.communities.service.presence import Presence
from bot.core.db import Database, Tx, query
from bot.core.lang import Lang
from bot.core.privacy import Document

AUDIT_SHOWN = 5


class Communities(Presence):
    """A server's settings and audit."""

    area = "communities"

    def __init__(self, db: Database) -> None:
        self.db = db

    @query
    def audit(self, tx: Tx, guild_id: int) -> list[AuditLine]:
        """The newest audit lines, newest first."""
        return store.audit(tx, guild_id, AUDIT_SHOWN)

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """That the audit names the person, if it does."""
        if not store.lines_of(tx, user_id):
            return []
        return [lang.gettext("As an organiser: which settings you changed, and when.")]

    def export(self, tx: Tx, user_id: int) -> list[Document]:
        """The settings this person changed as an organiser."""
        lines = store.lines_of(tx, user_id)
        if not lines:
            return []
        text = "".join(f"- {line.at:%Y-%m-%d %H:%M} UTC: {line.what}\n" for line in lines)
        rows = [{"at": line.at.isoformat(), "what": line.what, **line.detail} for line in lines]
        return [Document("settings-i-changed", f"# Settings I changed\n\n{text}", rows)]

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget who made the changes."""
        store.forget_actor(tx, user_id, guild_id)
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Organisers who changed something."""
        return store.actors(tx)
