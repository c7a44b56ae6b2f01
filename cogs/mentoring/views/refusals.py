"""The wording of what is refused about mentors and peers: what is so, and what can be done."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.mentoring.model import refusals
from bot.mentoring.model.values import Role
from bot.shell.cards import Button, Card

ALL: tuple[type[Refusal], ...] = (
    refusals.NoMentoring,
    refusals.NoMatching,
    refusals.NoTopicChosen,
    refusals.NotInPool,
    refusals.ProposalGone,
    refusals.PairGone,
    refusals.RoundGone,
    refusals.NotWithYourself,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    home = ((Button(_("Mentors and peers"), custom_id("mentoring", "home")),),)
    match given:
        case refusals.NoTopicChosen():
            return Card(
                _(
                    "The topics you chose were removed from this server meanwhile. Please choose from those there are."
                )
            )
        case refusals.NotInPool(role=role):
            return Card(_not_in(role, lang), home)
        case refusals.ProposalGone():
            text = _(
                "This proposal is over, and nothing is left to do. If another one fits, it is in your inbox."
            )
            return Card(text, home)
        case refusals.PairGone():
            return Card(_("You are not together any more, so there is nothing left to do here."), home)
        case refusals.RoundGone():
            return Card(_("This round went out or was left out meanwhile. /setup shows the next one."))
        case refusals.NotWithYourself():
            return Card(_("That is yourself. Please choose somebody else."))
    return Card(closed_line(given, lang))


def closed_line(given: Refusal, lang: Lang) -> str:
    """Why a server has no mentors and peers, and who can change that, in one sentence."""
    _ = lang.gettext
    match given:
        case refusals.NoMentoring(dm=True):
            return _(
                "This works in a server, not in direct messages with me: please use /ask or /mentor there."
            )
        case refusals.NoMentoring(organiser=True):
            return _(
                "Mentors and questions are not switched on here. You can choose where they go in /setup."
            )
        case refusals.NoMentoring():
            return _(
                "Mentors and questions are not switched on here. Somebody who manages the server can do that in /setup."
            )
        case refusals.NoMatching():
            return _(
                "I cannot match people yet: whoever runs this bot can add what that takes, the extra “matching”. /ask works."
            )
    raise LookupError(type(given).__name__)


def _not_in(role: str, lang: Lang) -> str:
    _ = lang.gettext
    texts = {
        Role.OFFER: _("You do not offer to mentor now, so there is nothing to stop."),
        Role.SEEK: _("You do not look for a mentor now, so there is nothing to stop."),
        Role.PEERS: _("You are in no rounds now, so there is nothing to stop."),
    }
    nothing = _("You are in the pool for nothing now, so there is nothing to stop.")
    return texts[Role(role)] if role in list(Role) else nothing
