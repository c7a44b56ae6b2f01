"""How a topic is called in a sentence of a message, beside its plain name."""

from __future__ import annotations

from bot.communities.model import Topic
from bot.communities.naming import topic_name as topic_name
from bot.core.lang import Lang
from bot.core.text import inert


def topic_text(topic: Topic | None, lang: Lang) -> str:
    """The name as a sentence of a message says it; of one that was removed: "something"."""
    return inert(topic_name(topic, lang)) if topic else lang.gettext("something")
