"""The wording of what is refused about when rounds go out: what is so, and what can be done."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.mentoring.model import refusals
from bot.shell.cards import Card

ALL: tuple[type[Refusal], ...] = (refusals.BadHour, refusals.RoundNotMade)
TYPED = 60


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    if isinstance(given, refusals.RoundNotMade):
        return Card(
            _(
                "I could not work this out just now, so nothing was sent. Please try again in a few minutes; a round that is "
                "planned goes out by itself all the same."
            )
        )
    if not isinstance(given, refusals.BadHour):
        raise LookupError(type(given).__name__)
    typed = inert(fit(" ".join(given.typed.split()), TYPED)) or "…"
    text = _("I cannot read this time: “{typed}”. 10:00, 9.30 or 6 pm work.")
    return Card(text.format(typed=typed))
