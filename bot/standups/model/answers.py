"""The rules of questions and answers: what fits a form, and what was typed under which question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.standups.model.refusals import NotUnderstood
from bot.standups.model.values import LABEL, MOST_CHOICES, Answer, Kind, Question


def answers_to(questions: Sequence[Question], typed: Sequence[str]) -> tuple[Answer, ...]:
    """What was typed, under the questions in their order; more than was asked (the form changed meanwhile) is kept too."""
    beyond = [Question(Kind.TEXT)] * (len(typed) - len(questions))
    texts = [*typed, *[""] * (len(questions) - len(typed))]
    return tuple(
        Answer(question.kind, question.label, text, question.key)
        for question, text in zip([*questions, *beyond], texts, strict=True)
    )


def has_words(answers: tuple[Answer, ...]) -> bool:
    """Whether anything was written."""
    return any(answer.text.strip() for answer in answers)


def check_question(question: Question) -> Question:
    """The question if Discord's form can show it, NotUnderstood otherwise."""
    if not question.key and not 1 <= _units(question.label) <= LABEL:
        raise NotUnderstood("label", question.label)
    if question.kind is Kind.CHOICE:
        few = 2 <= len(question.choices) <= MOST_CHOICES
        if not few or len(set(question.choices)) != len(question.choices):
            raise NotUnderstood("choices", "\n".join(question.choices))
        if any(not 1 <= _units(choice) <= 100 for choice in question.choices):
            raise NotUnderstood("choices", "\n".join(question.choices))
    return question


def _units(text: str) -> int:
    """Its length as Discord counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
