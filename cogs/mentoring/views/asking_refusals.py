"""The wording of what is refused about questions and answers: what is so, and what can be done."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.mentoring.model import refusals
from bot.shell.cards import Card

ALL: tuple[type[Refusal], ...] = (
    refusals.QuestionTooLong,
    refusals.PartMissing,
    refusals.WordsRefused,
    refusals.LinkRefused,
    refusals.QuestionGone,
    refusals.AnswerGone,
    refusals.TimedOut,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    return Card(lang.gettext("This is finished."))
