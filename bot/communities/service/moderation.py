"""Use cases of moderation (A9): words that organisers refuse, and members whose posts they stop."""

from __future__ import annotations

from collections.abc import Callable

from bot.communities import store
from bot.communities.model import MOST_WORDS, REFUSED_WORD, Moderation, WordsRefused
from bot.communities.store import moderation
from bot.core.db import Database, Tx, query, use_case
from bot.core.lang import Lang
from bot.core.privacy import Document, listed, moment
from bot.core.text import clean, units


class Moderating:
    """Use cases behind /setup, Moderation. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database
    _guarded: Callable[[Tx, int, int], None]

    @query
    def moderation(self, tx: Tx, guild_id: int) -> Moderation:
        """What the server's organisers refuse."""
        return _moderation(tx, guild_id)

    @use_case
    def refuse_words(self, tx: Tx, guild_id: int, actor_id: int, typed: str) -> Moderation:
        """Replace the refused words by these, one a line; WordsRefused for too many or for one that is too long."""
        lines = [" ".join(clean(line).split()) for line in clean(typed).splitlines()]
        words = tuple(dict.fromkeys(line for line in lines if line))
        if too_long := next((word for word in words if units(word) > REFUSED_WORD), None):
            raise WordsRefused(MOST_WORDS, too_long)
        if len(words) > MOST_WORDS:
            raise WordsRefused(MOST_WORDS)
        if words != moderation.refused_words(tx, guild_id):
            moderation.save_words(tx, guild_id, words)
            store.write_audit(tx, guild_id, actor_id, "communities.words")
        return _moderation(tx, guild_id)

    @use_case
    def stop_member(self, tx: Tx, guild_id: int, actor_id: int, user_id: int) -> Moderation:
        """The bot posts nothing of this member here any more; what is posted stays, and stays theirs."""
        if not moderation.guard(tx, guild_id, user_id).stopped:
            moderation.stop(tx, guild_id, user_id)
            self._guarded(tx, guild_id, user_id)
            store.write_audit(tx, guild_id, actor_id, "communities.stop")
        return _moderation(tx, guild_id)

    @use_case
    def allow_member(self, tx: Tx, guild_id: int, actor_id: int, user_id: int) -> Moderation:
        """It posts for them again."""
        if moderation.guard(tx, guild_id, user_id).stopped:
            moderation.allow(tx, guild_id, user_id)
            self._guarded(tx, guild_id, user_id)
            store.write_audit(tx, guild_id, actor_id, "communities.allow")
        return _moderation(tx, guild_id)


def _moderation(tx: Tx, guild_id: int) -> Moderation:
    words, stopped = moderation.refused_words(tx, guild_id), moderation.stopped(tx, guild_id)
    return Moderation(words, tuple(stopped), moderation.has_traces(tx, guild_id))


def kept_stops(tx: Tx, user_id: int, lang: Lang) -> list[str]:
    """That somebody's posts are stopped, if they are."""
    if not moderation.stops_of(tx, user_id):
        return []
    return [lang.gettext("That organisers of a server stopped your posts there.")]


def export_stops(tx: Tx, user_id: int, lang: Lang) -> list[Document]:
    """Where somebody's posts are stopped, and since when."""
    stops = moderation.stops_of(tx, user_id)
    if not stops:
        return []
    _ = lang.gettext
    line = _("server {server}, since {when}")
    lines = [line.format(server=guild_id, when=moment(at)) for guild_id, at in stops]
    rows = [{"server": str(guild_id), "since": at.isoformat()} for guild_id, at in stops]
    return [Document("posts-stopped", listed(_("Where organisers stopped my posts"), lines), rows)]
