"""What organisers are told of mentors and questions: a round that is ready, and what is in the way (A8)."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.attention.model.values import Notice
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel, stamp


def ready(given: Notice, lang: Lang) -> Card:
    """That a round of partners goes out in a day, and what can be done about it."""
    _ = lang.gettext
    at = int(given.detail.get("goes_at", 0))
    text = _(
        "A round of partners goes out {when}, by itself. “Preview” shows what it would be, without names; there you can also "
        "send it now, or leave it out."
    ).format(when=stamp(datetime.fromtimestamp(at, UTC), "F"))
    return Card(text, ((Button(_("Preview"), custom_id("mentoring", "preview", at), Style.PRIMARY),),))


def refused(given: Notice, lang: Lang) -> Card:
    """That Discord keeps us out of the channel of questions, or out of its threads, and what can be done."""
    _ = lang.gettext
    text = _(
        "Discord does not let me post in {channel}, where members' questions belong. Let me post there again, or choose another "
        "channel. /setup → Mentors lists what I lack. Mentors and partners are found all the same."
    )
    if given.detail.get("threads"):
        text = _(
            "Discord does not let me put answers into threads of {channel}. Let me create public threads there and write in "
            "them; /setup → Mentors lists what I lack. Answers wait for two days, then their authors hear of it."
        )
    text = text.format(channel=channel(int(given.detail.get("channel_id", 0))))
    manage = Button(_("Mentors"), custom_id("mentoring", "manage"), Style.PRIMARY)
    return Card(text, ((manage,),))


def absent(given: Notice, lang: Lang) -> Card:
    """That people wait to be matched, and that what matches them is not installed."""
    return Card(
        lang.gettext(
            "Somebody looks for a mentor or partner, but matching is not installed here. Whoever runs this bot can install its "
            "extra “matching”; then it goes on by itself. Questions and answers work without it."
        )
    )
