"""The wording of every refusal of attention, once."""

from __future__ import annotations

import math

from bot.attention.model.refusals import NothingWaits, NotUnderstoodTime, TooOften
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell.cards import Card

ALL = (NotUnderstoodTime, NothingWaits, TooOften)


def refusal(given: Refusal, lang: Lang) -> Card:
    """The sentence for a refusal: what is so, and what to do."""
    _ = lang.gettext
    match given:
        case NotUnderstoodTime(typed=""):
            return Card(
                _(
                    "One of the two times of your quiet hours is empty. Fill in both, or leave both empty for none."
                )
            )
        case NotUnderstoodTime(typed=typed):
            text = _("I do not understand the time “{typed}”. Write it like 9:00, 14:30 or 9am.")
            return Card(text.format(typed=inert(fit(typed, 100))))
        case NothingWaits():
            return Card(_("This is finished: it does not wait any more. /mine → Inbox shows what does."))
        case TooOften(wait=wait):
            minutes = max(1, math.ceil(wait.total_seconds() / 60))
            text = lang.ngettext(
                "That was a lot in a short time. Please try again in a minute.",
                "That was a lot in a short time. Please try again in {minutes} minutes.",
                minutes,
            )
            return Card(text.format(minutes=minutes))
    raise LookupError(type(given).__name__)
