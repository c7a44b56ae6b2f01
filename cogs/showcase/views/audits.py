"""How what organisers did with the showcase reads in the record of changes, and how they are told that it is out of reach."""

from __future__ import annotations

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel

DONE = (
    "showcase.add",
    "showcase.move",
    "showcase.on",
    "showcase.off",
    "showcase.invites_on",
    "showcase.invites_off",
    "showcase.roundup_on",
    "showcase.roundup_off",
    "showcase.tags",
)


def did(line: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    return {
        "showcase.add": _("set up the showcase"),
        "showcase.move": _("changed the showcase's channel"),
        "showcase.on": _("switched the showcase on"),
        "showcase.off": _("switched the showcase off"),
        "showcase.invites_on": _("allowed invite links in the showcase"),
        "showcase.invites_off": _("refused invite links in the showcase"),
        "showcase.roundup_on": _("chose a weekly round-up"),
        "showcase.roundup_off": _("chose no weekly round-up"),
        "showcase.tags": _("made tags in the showcase's forum"),
    }[line.what]


def refused(given: Notice, lang: Lang) -> Card:
    """That Discord keeps us out of the channel, that nothing is lost, and the button that chooses another."""
    _ = lang.gettext
    text = _(
        "Discord does not let me post in {channel}, the showcase. Let me post there again, or choose another channel. "
        "/setup → Showcase lists what I lack. What members share is kept and comes as soon as I can post."
    ).format(channel=channel(int(given.detail.get("channel_id", 0))))
    choose = Button(_("Choose another channel"), custom_id("showcase", "set_up"), Style.PRIMARY)
    return Card(text, ((choose,),))
