"""How what organisers did with competitions reads in the record of changes, and how they are told what is in the way."""

from __future__ import annotations

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.competitions.model.values import Trouble
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel
from cogs.competitions.views.truths import trouble_name

DONE = (
    "competitions.add",
    "competitions.move",
    "competitions.categories",
    "competitions.on",
    "competitions.off",
)


def did(line: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    return {
        "competitions.add": _("set up Kaggle's competitions"),
        "competitions.move": _("changed the competitions' channel"),
        "competitions.categories": _("changed which competitions come"),
        "competitions.on": _("switched competitions on"),
        "competitions.off": _("switched competitions off"),
    }[line.what]


def refused(given: Notice, lang: Lang) -> Card:
    """That Discord keeps us out of the channel of competitions, and what can be done."""
    _ = lang.gettext
    text = _(
        "Discord does not let me post in {channel}, where new competitions belong. Let me post there again, or choose another "
        "channel. /setup → Kaggle lists what I lack. What opens meanwhile is not lost: it comes afterwards."
    ).format(channel=channel(int(given.detail.get("channel_id", 0))))
    choose = Button(_("Kaggle"), custom_id("competitions", "manage"), Style.PRIMARY)
    return Card(text, ((choose,),))


def silent(given: Notice, lang: Lang) -> Card:
    """That Kaggle does not answer, or does not accept the token; that nothing is lost, and who can do something about it."""
    _ = lang.gettext
    trouble = str(given.detail.get("trouble", ""))
    if trouble == Trouble.TOKEN:
        return Card(
            _(
                "Kaggle does not accept the token of whoever runs this bot, so no new competitions come. Only they can change "
                "that; new competitions come again by themselves when that is done. /setup → Status shows the last answer."
            )
        )
    text = _(
        "Kaggle does not answer: {trouble}. So no new competitions come. I go on asking, and this settles by itself: what opens "
        "meanwhile comes afterwards. /setup → Status shows when it answered last."
    )
    return Card(text.format(trouble=trouble_name(trouble, lang)))
