"""Takes back what was told and posted of questions that go, or that only who asked sees from now on (promise 6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.attention.store import outbox
from bot.core.db import Tx
from bot.mentoring.model.asking import (
    AMA_ANSWERED,
    ASKED,
    NOT_POSTED,
    QUESTION,
    REPLIED,
    Question,
    QuestionState,
)
from bot.mentoring.service import archiving
from bot.mentoring.service.sources import take_down, withdraw_reports
from bot.mentoring.store import questions

SHOWN = (QuestionState.POSTED, QuestionState.SENT)  # somebody but who asked reads it


def take_back(tx: Tx, question: Question) -> list[int]:
    """It is its author's alone from now on, in no archive or AMA either. Returns the deliveries to remove."""
    removals = _let_go(tx, [question])
    questions.save(tx, replace(question, state=QuestionState.HIDDEN, to_id=0, ama_id=0))
    archiving.refresh(tx, [question.id])
    return removals


def forget(tx: Tx, gone: Collection[Question]) -> list[int]:
    """These are deleted with all that was told and posted of them; others' answers stay. Returns the deliveries to remove."""
    ids = [each.id for each in gone]
    removals = _let_go(tx, gone)
    archiving.let_go(tx, ids)
    questions.remove(tx, ids)
    return removals


def report_key(question_id: int) -> str:
    """The key of the notice that shows organisers what a member was asked."""
    return f"report:{ASKED}:{question_id}"


def forget_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Everything somebody asked is forgotten, everywhere or in one server; what they were asked alone is its author's again.

    Returns the deliveries to remove.
    """
    removals = forget(tx, questions.of_person(tx, user_id, guild_id))
    for each in questions.sent_to(tx, user_id, guild_id):
        removals += take_back(tx, each)
    return removals


def _let_go(tx: Tx, gone: Collection[Question]) -> list[int]:
    ids = [each.id for each in gone]
    for kind in (ASKED, REPLIED, AMA_ANSWERED, NOT_POSTED):
        outbox.take_back(tx, kind, ids)
    shown = withdraw_reports(tx, [(each.guild_id, report_key(each.id)) for each in gone])
    return [*shown, *take_down(tx, QUESTION, ids)]
