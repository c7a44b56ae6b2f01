"""Answers that go, or that could not be posted; and what the flow of posts asks about an answer (promise 6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.mentoring.model.asking import ANSWER, QUESTION, Answer
from bot.mentoring.service.archiving import refresh
from bot.mentoring.service.hearing import tell_asker, tell_author, withdraw
from bot.mentoring.service.sources import Facts, Source
from bot.mentoring.store import answers, questions


def forget(tx: Tx, gone: Collection[Answer]) -> list[int]:
    """These answers are deleted with all that was told and posted of them. Returns the deliveries to remove."""
    ids = [each.id for each in gone]
    removals = [*withdraw(tx, gone), *deliveries.mark_removing(tx, ANSWER, ids)]
    answers.remove(tx, ids)
    refresh(tx, {each.question_id for each in gone})
    return removals


def forget_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Everything somebody answered is forgotten, everywhere or in one server. Returns the deliveries to remove."""
    return forget(tx, answers.of_person(tx, user_id, guild_id))


def _facts(tx: Tx, answer_id: int) -> Facts | None:
    found = answers.get(tx, answer_id)
    if found is None:
        return None
    return Facts(found.guild_id, found.user_id, (found.text,), (QUESTION, found.question_id))


def _take_back(tx: Tx, answer_id: int) -> None:
    """It cannot be posted, and is not in the archive: its author is told."""
    deliveries.mark_removing(tx, ANSWER, [answer_id])
    if found := answers.get(tx, answer_id):
        answers.save(tx, replace(found, keep=False))
        refresh(tx, [found.question_id])
        tell_author(tx, found)


def _deleted(tx: Tx, answer_ids: Collection[int]) -> list[int]:
    return forget(tx, answers.get_many(tx, answer_ids).values())


def _sent(tx: Tx, post: Delivery) -> None:
    found = answers.get(tx, post.subject_id)
    question = questions.get(tx, found.question_id) if found else None
    if found and question:
        tell_asker(tx, found, question)


SOURCE = Source(_facts, take_back=_take_back, deleted=_deleted, given_up=_take_back, sent=_sent)
