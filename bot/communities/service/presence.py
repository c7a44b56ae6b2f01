"""Use cases about a server's language, and about the bot's coming and going there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.communities import store
from bot.communities.model import Community
from bot.communities.store import presence
from bot.core.db import Database, Tx, query, use_case


class Presence:
    """What is known about a server as such."""

    db: Database

    @query
    def community(self, tx: Tx, guild_id: int) -> Community:
        """The server's settings."""
        return store.get(tx, guild_id)

    @use_case
    def note_language(self, tx: Tx, guild_id: int, language: str) -> None:
        """Remember the server's preferred language as Discord states it, unless an organiser chose another."""
        known = store.get(tx, guild_id)
        if language and language != known.language and not known.language_chosen:
            store.save(tx, replace(known, language=language))

    @use_case
    def choose_language(
        self, tx: Tx, guild_id: int, actor_id: int, language: str | None, discords: str
    ) -> Community:
        """Speak this language in the server's public places; None: the one that Discord states, which is `discords`.

        `actor_id` is the organiser; the caller has checked Manage Server.
        """
        chosen = language is not None
        changed = replace(store.get(tx, guild_id), language=language or discords, language_chosen=chosen)
        store.save(tx, changed)
        store.write_audit(tx, guild_id, actor_id, "communities.language", name=language or "Discord")
        return changed

    @use_case
    def came(self, tx: Tx, guild_id: int, language: str) -> bool:
        """The bot is in this server, whose preferred locale is `language`; returns whether it is new to us."""
        return presence.join(tx, guild_id, language)

    @use_case
    def went(self, tx: Tx, guild_id: int) -> None:
        """The bot was removed from this server: what is kept about it waits 30 days for its return (A2)."""
        presence.leave(tx, guild_id)

    @query
    def left(self, tx: Tx) -> set[int]:
        """The servers that the bot was removed from and whose data wait."""
        return presence.left(tx)

    @query
    def following(self, tx: Tx) -> dict[int, str]:
        """The preferred language of each server, as Discord stated it last, where no organiser chose another."""
        return presence.following(tx)

    @query
    def over(self, tx: Tx, limit: int) -> list[int]:
        """The servers it was removed from at least 30 days ago."""
        return presence.over(tx, limit)

    @query
    def next_over(self, tx: Tx) -> datetime | None:
        """When the next server's 30 days are over (UTC)."""
        return presence.next_over(tx)
