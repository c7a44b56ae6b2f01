"""What every feature says alike of a post that goes: what Discord did not delete, and its words given back once (promise 6)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.lang import Lang
from bot.core.text import split
from bot.deliveries.model import Delivery
from bot.shell.cards import CONTENT, Card
from bot.shell.markup import channel


def still_there(left: Sequence[Delivery], lang: Lang) -> str:
    """Where messages still stand that Discord did not delete, or that their post was just on its way."""
    _ = lang.gettext
    refused = [each for each in left if each.reason]
    if not refused:
        return _("The post was just on its way to Discord; it goes as soon as it is there.")
    text = _(
        "Discord did not let me delete the post, it still stands here: {urls} I keep trying; a moderator can delete it at once."
    )
    where = " ".join(each.url for each in refused if each.url) or channel(refused[0].channel_id)
    return text.format(urls=where)


def with_words(intro: str, words: str, lang: Lang) -> list[Card]:
    """A sentence of what happened, and behind it the words that are kept no more, made harmless by the caller."""
    more = lang.gettext("Your words once more; I keep no copy:")
    return [Card(part) for part in split(f"{intro}\n{more}\n\n{words}", CONTENT)]
