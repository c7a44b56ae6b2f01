"""The wording of what is refused about competitions and being in one: what is so, and what can be done."""

from __future__ import annotations

from bot.competitions.model import refusals
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell.cards import Card
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.competitions.views import ways

ALL: tuple[type[Refusal], ...] = (
    refusals.NoCompetitions,
    refusals.NoToken,
    refusals.UnknownCompetition,
    refusals.NothingFound,
    refusals.CompetitionOver,
    refusals.NotIn,
)
TYPED, TITLE = 100, 150  # units


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.NothingFound():
            return Card(_nothing(given, lang))
        case refusals.UnknownCompetition():
            return Card(_("I do not know this competition, or not any more. /kaggle shows what is open."))
        case refusals.CompetitionOver(title=title):
            text = _("{title} is over, so nobody can begin there now. /kaggle shows what is open.")
            return Card(text.format(title=written(title, TITLE) or "…"))
        case refusals.NotIn(slug=slug):
            if not slug:
                text = _(
                    "You are not in this competition. /kaggle in a server shows it; “I'm in” changes that."
                )
                return Card(text)
            text = _("You are not in this competition. “I'm in” on its card changes that.")
            return Card(text, ((ways.join(slug, lang),),))
    return Card(closed_line(given, lang))


def closed_line(given: Refusal, lang: Lang) -> str:
    """Why a server has no competitions, and who can change that, in one sentence."""
    _ = lang.gettext
    match given:
        case refusals.NoCompetitions(organiser=True):
            return _(
                "There are no competitions here just now. You can choose where they come, or switch them on, in /setup."
            )
        case refusals.NoCompetitions():
            return _(
                "There are no competitions here just now. Somebody who manages the server can choose where they come, or switch "
                "them on, in /setup."
            )
        case refusals.NoToken():
            return _(
                "I cannot ask Kaggle yet: whoever runs this bot can switch it on with a token of theirs."
            )
    raise LookupError(type(given).__name__)


def _nothing(given: refusals.NothingFound, lang: Lang) -> str:
    _ = lang.gettext
    typed = inert(fit(" ".join(given.typed.split()), TYPED)) or "…"
    if given.answered_at is None:
        text = _(
            "Kaggle gave me no answer yet, so I do not know what it has for “{typed}”. Please try again later."
        )
        return text.format(typed=typed)
    if given.silent:
        text = _(
            "I find nothing for “{typed}” in what Kaggle told me {when}. It gave no answer since, so there may be more by now."
        )
        return text.format(typed=typed, when=stamp(given.answered_at, "R"))
    text = _(
        "I find nothing for “{typed}” among the competitions I know. Fewer or other words may help: “image”, “playground”."
    )
    return text.format(typed=typed)
