"""The wording of what is refused about competitions and being in one: what is so, and what can be done."""

from __future__ import annotations

from bot.competitions.model import refusals
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.shell.cards import Card

ALL: tuple[type[Refusal], ...] = (
    refusals.NoCompetitions,
    refusals.NoToken,
    refusals.UnknownCompetition,
    refusals.NothingFound,
    refusals.CompetitionOver,
    refusals.NotIn,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    raise LookupError(type(given).__name__)
