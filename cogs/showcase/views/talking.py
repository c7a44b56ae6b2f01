"""How talk about a share reads: the answer to "Talk about it", and the line its author gets."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell.cards import Card
from bot.shell.markup import channel
from bot.showcase.model.values import Share

_NAME = 80  # units of a share's name in a line


def talk_card(share: Share, thread_id: int | None, lang: Lang) -> Card:
    """After "Talk about it", which is pressed below the post; without a thread Discord did not let us open one."""
    _ = lang.gettext
    if thread_id is None:
        text = _(
            "I cannot open a thread for it just now. Reply to the post in {channel} instead, or try again later."
        )
        return Card(text.format(channel=channel(share.channel_id)))
    return Card(_("Talk about it here: {thread}").format(thread=channel(thread_id)))


def reply_line(share: Share, url: str, lang: Lang) -> str:
    """The line of an inbox: somebody wrote about a share."""
    name = inert(fit(" ".join(share.name.split()), _NAME)).strip()
    if not name:
        return lang.gettext("Somebody replied to something you shared: [see it]({url})").format(url=url)
    text = lang.gettext("Somebody replied to “{name}”, which you shared: [see it]({url})")
    return text.format(name=name, url=url)


def reply_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A reply")
