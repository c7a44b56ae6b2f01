"""The wording of what is refused about the reading group: what is so, and what can be done."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.papers.model import refusals
from bot.shell.cards import Button, Card

ALL: tuple[type[Refusal], ...] = (
    refusals.NoGroup,
    refusals.NominationsFull,
    refusals.NominatedBefore,
    refusals.NominationGone,
    refusals.RoundOver,
    refusals.NotTheLeader,
    refusals.BadMeeting,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.NoGroup(organiser=True):
            return Card(
                _("There is no reading group here just now. You can set one up, or switch it on, in /setup.")
            )
        case refusals.NoGroup():
            return Card(
                _(
                    "There is no reading group here just now. Somebody who manages the server can set one up, or switch it on, "
                    "in /setup."
                )
            )
        case refusals.NominationsFull(own=True):
            text = _(
                "You have as many papers nominated as one person can at a time. Take one back, and there is room for this one."
            )
            return Card(text, _nominations(lang))
        case refusals.NominationsFull():
            text = _(
                "The list is full for now: it has as many papers as can be chosen from. When one is chosen there is room again; "
                "until then, “Save” keeps this one for you."
            )
            return Card(text, _nominations(lang))
        case refusals.NominatedBefore(read=True):
            return Card(
                _(
                    "The group reads this paper, or has read it: its notes are with the paper. Another one is welcome."
                )
            )
        case refusals.NominatedBefore():
            text = _(
                "Somebody had the same thought: it is nominated already. You can vote for it when the vote is on."
            )
            return Card(text, _nominations(lang))
        case refusals.NominationGone(chosen=True):
            return Card(_("The group has chosen this paper, so it cannot be taken back any more."))
        case refusals.NominationGone(theirs=True):
            return Card(
                _("This one was nominated by somebody else, who can take it back; organisers can, too.")
            )
        case refusals.NominationGone():
            return Card(_("It is not nominated any more; there is nothing left to do."))
        case refusals.RoundOver(what=what):
            return Card(_over(what, lang))
        case refusals.NotTheLeader():
            return Card(
                _(
                    "Who leads the discussion can do this, and so can organisers. You can ask them in the thread."
                )
            )
        case refusals.BadMeeting(typed=typed, why=why):
            return Card(_meeting(fit(typed, 60), why, lang))
    raise LookupError(type(given).__name__)


def _nominations(lang: Lang) -> tuple[tuple[Button, ...], ...]:
    return ((Button(lang.gettext("Nominations"), custom_id("papers", "nominations")),),)


def _over(what: str, lang: Lang) -> str:
    _ = lang.gettext
    return {
        "nominate": _(
            "This round is past nominations. What you nominate with /paper waits for the next one."
        ),
        "vote": _("This vote is over. /paper says what the group reads."),
        "lead": _("This session is over, or does not take place. /paper says what comes next."),
        "come": _("This session is over, or does not take place. /paper says what comes next."),
        "move": _("This session is over, or was cancelled: it cannot be moved any more."),
        "note": _(
            "This round is over. What you learned can still be written as an essence: /paper, then the paper."
        ),
    }[what]


def _meeting(typed: str, why: str, lang: Lang) -> str:
    _ = lang.gettext
    said = inert(typed) or "…"
    if why == "day":
        text = _("I cannot read this day: “{typed}”. A date like 12 May works, or a weekday.")
    elif why == "time":
        text = _("I cannot read this time: “{typed}”. 18:00 works, or 6 pm.")
    else:
        text = _("That is past: “{typed}”. Choose a time to come.")
    return text.format(typed=said) + " " + _("Nothing was changed.")
