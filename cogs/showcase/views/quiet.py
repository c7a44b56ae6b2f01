"""How the line reads that tells somebody of a share about their topic (H9)."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.shell.topics import topic_text
from bot.showcase.service.quiet import Suggested


def quiet_line(found: Suggested, lang: Lang) -> str:
    """The line of an inbox; nothing in it says how a share fares."""
    text = lang.gettext("A share about {topic} you may like: [see it]({url})")
    return text.format(topic=topic_text(found.topic, lang), url=found.url)


def quiet_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A share you may like")
