"""How what organisers did with papers reads in the record of changes, and how they are told what is in the way."""

from __future__ import annotations

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel
from cogs.papers.views.truths import trouble_name

DONE = (
    "papers.add",
    "papers.move",
    "papers.when",
    "papers.wishes",
    "papers.on",
    "papers.off",
    "papers.crosses_on",
    "papers.crosses_off",
    "papers.replacements_on",
    "papers.replacements_off",
)


def did(line: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    return {
        "papers.add": _("set up papers"),
        "papers.move": _("changed the papers' channel"),
        "papers.when": _("changed when papers come"),
        "papers.wishes": _("changed which papers come"),
        "papers.on": _("switched papers on"),
        "papers.off": _("switched papers off"),
        "papers.crosses_on": _("chose to see cross-lists of papers"),
        "papers.crosses_off": _("chose no cross-lists of papers"),
        "papers.replacements_on": _("chose to see new versions of papers"),
        "papers.replacements_off": _("chose no new versions of papers"),
    }[line.what]


def refused(given: Notice, lang: Lang) -> Card:
    """That Discord keeps us out of a channel of papers or the reading group, and what can be done."""
    _ = lang.gettext
    text = _(
        "Discord does not let me post in {channel}, where papers and what members write about them belong. Let me post there "
        "again, or choose another channel. /setup → Papers lists what I lack; nothing comes there until then."
    ).format(channel=channel(int(given.detail.get("channel_id", 0))))
    choose = Button(_("Papers"), custom_id("papers", "manage"), Style.PRIMARY)
    return Card(text, ((choose,),))


def silent(given: Notice, lang: Lang) -> Card:
    """That arXiv does not answer, that nothing is lost, and that nobody has to do anything."""
    _ = lang.gettext
    text = _(
        "arXiv does not answer: {trouble}. So there is no digest. I go on asking, and this settles by itself: what is announced "
        "meanwhile goes into the next digest. /setup → Status shows when it answered last."
    )
    return Card(text.format(trouble=trouble_name(str(given.detail.get("trouble", "")), lang)))
