"""Use cases about topics: an organiser's list, and on which of them a member may be asked (S8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.communities.model import (
    MOST_TOPICS,
    TOPIC_NAME,
    LastTopic,
    Topic,
    TopicGone,
    TopicRefused,
    TopicsFull,
)
from bot.communities.naming import topic_name
from bot.communities.store import topics as store
from bot.communities.store import write_audit
from bot.core.db import Database, Tx, query, use_case
from bot.core.lang import Lang, languages
from bot.core.privacy import Document, listed
from bot.core.text import clean, fit


@dataclass(frozen=True)
class Helping:
    """A server's topics, and those about which a member may be asked."""

    topics: tuple[Topic, ...]
    chosen: frozenset[int]


class Topics:
    """Use cases behind /setup > Topics and /mine > Helping others. `actor_id` is an organiser; the caller has checked that."""

    db: Database

    @use_case
    def topics(self, tx: Tx, guild_id: int) -> list[Topic]:
        """A server's topics in their order; twelve to start with, made when they are first needed."""
        return store.start_topics(tx, guild_id)

    @query
    def topic(self, tx: Tx, guild_id: int, topic_id: int) -> Topic:
        """One of them; TopicGone when it was removed."""
        return _topic(tx, guild_id, topic_id)

    @use_case
    def add_topic(self, tx: Tx, guild_id: int, actor_id: int, name: str) -> list[Topic]:
        """A new one at the end. TopicsFull beyond 25, TopicRefused for a name that is empty or there in any language."""
        there = store.start_topics(tx, guild_id)
        if len(there) >= MOST_TOPICS:
            raise TopicsFull(MOST_TOPICS)
        name = _name(name, there)
        store.add_topic(tx, guild_id, name)
        write_audit(tx, guild_id, actor_id, "communities.topic_add", name=name)
        return store.topics(tx, guild_id)

    @use_case
    def rename_topic(self, tx: Tx, guild_id: int, actor_id: int, topic_id: int, name: str) -> list[Topic]:
        """Call one otherwise. TopicGone; TopicRefused for a name that is empty or another's."""
        _topic(tx, guild_id, topic_id)
        name = _name(name, [each for each in store.topics(tx, guild_id) if each.id != topic_id])
        store.rename_topic(tx, topic_id, name)
        write_audit(tx, guild_id, actor_id, "communities.topic_rename", name=name)
        return store.topics(tx, guild_id)

    @use_case
    def remove_topic(self, tx: Tx, guild_id: int, actor_id: int, topic_id: int) -> list[Topic]:
        """Remove one; nobody is asked about it any more. TopicGone, LastTopic."""
        found = _topic(tx, guild_id, topic_id)
        if len(store.topics(tx, guild_id)) == 1:
            raise LastTopic
        store.remove_topic(tx, topic_id)
        write_audit(tx, guild_id, actor_id, "communities.topic_remove", name=found.name, key=found.key)
        return store.topics(tx, guild_id)

    @use_case
    def helping(self, tx: Tx, guild_id: int, user_id: int) -> Helping:
        """On which topics a member may be asked; on none until they choose."""
        return Helping(tuple(store.start_topics(tx, guild_id)), store.helping(tx, guild_id, user_id))

    @use_case
    def help_with(self, tx: Tx, guild_id: int, user_id: int, topic_ids: Collection[int]) -> Helping:
        """From now on a member may be asked about these and no others; what was removed meanwhile is left out."""
        there = store.topics(tx, guild_id)
        chosen = frozenset(topic_ids) & {each.id for each in there}
        store.choose_helping(tx, guild_id, user_id, sorted(chosen))
        return Helping(tuple(there), chosen)


def kept_helping(tx: Tx, user_id: int, lang: Lang) -> list[str]:
    """That somebody may be asked, if so."""
    if not store.helping_anywhere(tx, user_id):
        return []
    return [lang.gettext("On which topics you may be asked for help, and when you were asked last.")]


def export_helping(tx: Tx, user_id: int, lang: Lang) -> list[Document]:
    """On which topics somebody may be asked."""
    found = store.helping_anywhere(tx, user_id)
    if not found:
        return []
    rows = [{"server": str(guild_id), "topic": each.name or each.key} for guild_id, each in found]
    _ = lang.gettext
    line = _("{topic} (server {server})")
    lines = [line.format(topic=topic_name(each, lang), server=guild_id) for guild_id, each in found]
    return [Document("topics-i-help-with", listed(_("Topics I help with"), lines), rows)]


def _topic(tx: Tx, guild_id: int, topic_id: int) -> Topic:
    found = store.topic_of(tx, guild_id, topic_id)
    if found is None:
        raise TopicGone
    return found


def _name(typed: str, others: list[Topic]) -> str:
    name = fit(" ".join(clean(typed).split()), TOPIC_NAME)
    if not name:
        raise TopicRefused(typed)
    there = {topic_name(each, lang).casefold() for each in others for lang in languages()}
    if name.casefold() in there:
        raise TopicRefused(typed, there=True)
    return name
