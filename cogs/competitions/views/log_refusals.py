"""The wording of what is refused about logs and what was learned: what is so, and what can be done."""

from __future__ import annotations

from bot.competitions.model import refusals
from bot.core.lang import Lang
from bot.core.leaks import PRIVATE_KEY
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell.cards import Card

ALL: tuple[type[Refusal], ...] = (
    refusals.NothingTyped,
    refusals.TooLong,
    refusals.BadScore,
    refusals.TweakGone,
    refusals.WordsRefused,
)
_TYPED = 60


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _, ngettext = lang.gettext, lang.ngettext
    match given:
        case refusals.NothingTyped(what="tweak"):
            return Card(_("There is nothing in it yet. What did you change? A few words are enough."))
        case refusals.NothingTyped():
            return Card(_("There is nothing in it yet. A few words are enough."))
        case refusals.TooLong(most=most):
            text = ngettext(
                "That is longer than I can keep: {number} character is the most. Nothing you typed is lost.",
                "That is longer than I can keep: {number} characters is the most. Nothing you typed is lost.",
                most,
            )
            return Card(text.format(number=most))
        case refusals.BadScore():
            return Card(_score(given, lang))
        case refusals.TweakGone():
            return Card(
                _("This is finished: that line of the log is not there any more. Nothing was changed.")
            )
        case refusals.WordsRefused():
            return Card(_words(given, lang))
    raise LookupError(type(given).__name__)


def _score(given: refusals.BadScore, lang: Lang) -> str:
    _ = lang.gettext
    text = _(
        "I cannot read “{typed}” as a local score. A number works, such as 0.8123, 0,81 or 1e-3; it may stay empty, too."
    )
    if given.field == "public":
        text = _(
            "I cannot read “{typed}” as a public score. A number works, such as 0.8123, 0,81 or 1e-3; it may stay empty, too."
        )
    return text.format(typed=inert(fit(" ".join(given.typed.split()), _TYPED)))


def _words(given: refusals.WordsRefused, lang: Lang) -> str:
    _ = lang.gettext
    if given.why == "word":
        text = _("This server's organisers do not want this word here: “{word}”. Nothing was posted.")
        return text.format(word=inert(given.what))
    if given.why == "stopped":
        return _(
            "The organisers have stopped your posts here, so nothing was posted. They can tell you why, and allow your posts "
            "again in /setup."
        )
    if given.what == PRIVATE_KEY:
        text = _(
            "This holds a private key, and whoever reads it could use it. Nothing was posted, and I have kept none of it."
        )
    else:
        text = _(
            "This holds a secret key for {whose}, and whoever reads it could use it. Nothing was posted, and I have kept none of "
            "it."
        )
        text = text.format(whose=given.what)
    more = _(
        "All else you typed is there. If others may have seen the key, make a new one and switch the old one off."
    )
    return f"{text}\n{more}"
