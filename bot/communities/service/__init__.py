"""Use cases about a server: its settings, its topics, its moderation and its audit."""

from __future__ import annotations

from collections.abc import Callable

from bot.communities import store
from bot.communities.model import AuditLine
from bot.communities.service.moderation import Moderating, export_stops, kept_stops
from bot.communities.service.presence import Presence
from bot.communities.service.topics import Topics, export_helping, kept_helping
from bot.communities.store import moderation
from bot.communities.store import topics as topic_store
from bot.core.db import Database, Tx, query
from bot.core.lang import Lang
from bot.core.privacy import Document, Words, listed, moment

AUDIT_SHOWN = 5


class Communities(Presence, Topics, Moderating):
    """A server's settings, topics, moderation and audit.

    `guarded` is called, in the same transaction, with server and member whose posts are stopped or allowed again.
    """

    area = "communities"

    def __init__(
        self,
        db: Database,
        guarded: Callable[[Tx, int, int], None] = lambda _tx, _guild_id, _user_id: None,
    ) -> None:
        self.db = db
        self._guarded = guarded

    @query
    def audit(self, tx: Tx, guild_id: int) -> list[AuditLine]:
        """The newest audit lines, newest first."""
        return store.audit(tx, guild_id, AUDIT_SHOWN)

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """That the audit names the person, if it does, that they may be asked for help, that their posts are stopped."""
        lines = kept_helping(tx, user_id, lang)
        if store.lines_of(tx, user_id):
            lines.append(lang.gettext("As an organiser: which settings you changed, and when."))
        return [*lines, *kept_stops(tx, user_id, lang)]

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """The settings this person changed as an organiser, their topics, and where their posts are stopped."""
        documents = [*export_helping(tx, user_id, words.lang), *export_stops(tx, user_id, words.lang)]
        lines = store.lines_of(tx, user_id)
        if not lines:
            return documents
        done = [f"{moment(line.at)}: {words.named(line.what, line.detail)}" for line in lines]
        text = listed(words.lang.gettext("Settings I changed"), done)
        rows = [{"at": line.at.isoformat(), "what": line.what, **line.detail} for line in lines]
        return [*documents, Document("settings-i-changed", text, rows)]

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget who made the changes, and that they may be asked."""
        store.forget_actor(tx, user_id, guild_id)
        topic_store.forget_helper(tx, user_id, guild_id)
        moderation.forget_stops(tx, user_id, guild_id)
        return []

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """Organisers who changed something, who may be asked for help, and whose posts are stopped."""
        return store.actors(tx) | topic_store.helping_members(tx) | moderation.stopped_members(tx)
