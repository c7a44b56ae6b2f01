"""The wording of what is refused about teams: what is so, and what can be done."""

from __future__ import annotations

from bot.competitions.model import refusals
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.shell.cards import Button, Card
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.competitions.views.refusals import closed_line

ALL: tuple[type[Refusal], ...] = (
    refusals.TeamsClosed,
    refusals.NoTeams,
    refusals.TeamFull,
    refusals.BadTeamSize,
    refusals.NotListed,
    refusals.SaidHello,
    refusals.HelloGone,
    refusals.TimedOut,
)
_TYPED = 60


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _, ngettext = lang.gettext, lang.ngettext
    match given:
        case refusals.TeamsClosed(at=None):
            return Card(_("This competition is over, so nobody looks for a team any more."))
        case refusals.TeamsClosed(at=at):
            assert at is not None
            text = _(
                "Teams were found until {when}. After that there is too little time: Kaggle ends the merging of teams, or the "
                "competition itself, a day later."
            )
            return Card(text.format(when=stamp(at)))
        case refusals.NoTeams():
            return Card(
                _("Everybody goes alone here: a team has one person by the rules of this competition.")
            )
        case refusals.TeamFull(most=most):
            text = ngettext(
                "With one more you would be too many: a team has up to {number} person there. Nothing was changed.",
                "With one more you would be too many: a team has up to {number} people there. Nothing was changed.",
                most,
            )
            return Card(text.format(number=most))
        case refusals.BadTeamSize(typed=typed, most=most):
            text = _(
                "How many you are, yourself included, is a number from 1 to {most}; “{typed}” is something else."
            )
            return Card(text.format(most=most, typed=written(typed, _TYPED) or "…"))
        case refusals.NotListed(them=True):
            return Card(_("They are not in the list any more; others may be."))
        case refusals.NotListed():
            return Card(
                _(
                    "To say hello, be in the list first: “I look for a team” or “We have a place”. They read your line, and know "
                    "whom they write to."
                )
            )
        case refusals.SaidHello(hello_id=0):
            return Card(_("You took a hello to them back a while ago. In a day you can say it again."))
        case refusals.SaidHello(hello_id=hello_id):
            back = Button(_("Take it back"), custom_id("competitions", "unsay", hello_id))
            return Card(_("You said hello to them here before, and once is enough."), ((back,),))
        case refusals.HelloGone():
            return Card(_("This hello was taken back, or is not for you any more. Nothing is left to do."))
        case refusals.TimedOut():
            return Card(
                _(
                    "You have a time-out in this server, so nothing of yours is shown to others until it is over."
                )
            )
    return Card(closed_line(given, lang))
