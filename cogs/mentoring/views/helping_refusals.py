"""The wording of what is refused about AMAs, the help-first board and thank-yous: what is so, and what can be done."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.mentoring.model import refusals
from bot.shell.cards import Button, Card, Row
from bot.shell.markup import channel

ALL: tuple[type[Refusal], ...] = (
    refusals.AmaGone,
    refusals.BadTime,
    refusals.AskedEnough,
    refusals.AmaFull,
    refusals.NeedGone,
    refusals.NeedTaken,
    refusals.OwnNeed,
    refusals.HoldsEnough,
    refusals.NotThanked,
    refusals.ThanksGone,
    refusals.MayNotPost,
)
TYPED = 60


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.AmaGone():
            text = _("This “Ask me anything” is over, or does not take place. /ask shows those to come.")
            return Card(text, _row(_("Ask me anything"), "amas"))
        case refusals.BadTime(typed=typed, why=why):
            return Card(_time(fit(" ".join(typed.split()), TYPED), why, lang))
        case refusals.AskedEnough():
            text = _(
                "You have asked several things there already. Let others have their turn, or ask the next one in the channel."
            )
            return Card(text, _row(_("Ask a question"), "compose"))
        case refusals.AmaFull():
            text = _(
                "As many questions wait here already as somebody can answer in one go. Ask yours in the channel, where everybody "
                "can help."
            )
            return Card(text, _row(_("Ask a question"), "compose"))
        case refusals.NeedGone():
            text = _("This is not on the board any more. The board shows what is.")
            return Card(text, _row(_("Help-first board"), "board"))
        case refusals.NeedTaken():
            text = _("Somebody has just taken it. If they give it back, it is on the board again.")
            return Card(text, _row(_("Help-first board"), "board"))
        case refusals.OwnNeed():
            return Card(_("You asked for this yourself. Somebody else can take it from the board."))
        case refusals.HoldsEnough():
            text = _(
                "You have taken three already, which is plenty. Finish one or give one back, then take this."
            )
            return Card(text, _row(_("Help-first board"), "board"))
        case refusals.NotThanked(why=why):
            return Card(_thanked(why, lang))
        case refusals.ThanksGone():
            return Card(_("This thank-you is not there any more: whoever wrote it took it back."))
        case refusals.MayNotPost(channel_id=channel_id):
            text = _(
                "You may not write in {channel} yourself, so I post nothing there for you. Organisers can change that."
            )
            return Card(text.format(channel=channel(channel_id)))
    raise LookupError(type(given).__name__)


def _row(label: str, verb: str) -> tuple[Row, ...]:
    return ((Button(label, custom_id("mentoring", verb)),),)


def _thanked(why: str, lang: Lang) -> str:
    _ = lang.gettext
    return {
        "self": _("That is you. Choose somebody else; being kind to yourself needs no bot."),
        "left": _("They are not a member here any more, so it would not reach them."),
        "bot": _("That is a bot: thank whoever made it instead."),
        "out": _("You are not a member there any more, so nothing of yours is brought to anybody there."),
    }[why]


def _time(typed: str, why: str, lang: Lang) -> str:
    _ = lang.gettext
    said = inert(typed) or "…"
    if why == "day":
        text = _("I cannot read this day: “{typed}”. A date like 12 May works, or a weekday.")
    elif why == "time":
        text = _("I cannot read this time: “{typed}”. 18:00 works, or 6 pm.")
    else:
        text = _("That is past: “{typed}”. Choose a time to come.")
    return text.format(typed=said) + " " + _("Nothing was changed.")
