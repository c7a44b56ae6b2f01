"""The wording of what is refused about teams: what is so, and what can be done."""

from __future__ import annotations

from bot.competitions.model import refusals
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.shell.cards import Card

ALL: tuple[type[Refusal], ...] = (
    refusals.TeamsClosed,
    refusals.NoTeams,
    refusals.TeamFull,
    refusals.BadTeamSize,
    refusals.NotListed,
    refusals.SaidHello,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    raise LookupError(type(given).__name__)
