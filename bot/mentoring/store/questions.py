"""Queries of questions; what is in the archive of them is found by `searching`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy import insert as plain_insert

from bot.core.db import Tx
from bot.mentoring.model.asking import Question, QuestionState
from bot.mentoring.tables import mentoring_question as question

COLUMNS = tuple(each for each in question.c if each.name != "search")  # what a question is read from


def question_value(row: Row[Any]) -> Question:
    """The question of a row with these columns."""
    return Question(
        guild_id=row.guild_id,
        user_id=row.user_id,
        goal=row.goal,
        tried=row.tried,
        question=row.question,
        url=row.url,
        topic_id=row.topic_id,
        state=QuestionState(row.state),
        to_id=row.to_id,
        ama_id=row.ama_id,
        keep=row.keep,
        made_at=row.made_at,
        solved_at=row.solved_at,
        id=row.id,
    )


def _columns(value: Question) -> dict[str, Any]:
    return {
        "goal": value.goal,
        "tried": value.tried,
        "question": value.question,
        "url": value.url,
        "topic_id": value.topic_id,
        "state": value.state.value,
        "to_id": value.to_id,
        "ama_id": value.ama_id,
        "keep": value.keep,
        "solved_at": value.solved_at,
    }


def add(tx: Tx, new: Question) -> Question:
    """Keep a new question (its `id` and `made_at` are ignored); returns it as it is kept."""
    fixed = {"guild_id": new.guild_id, "user_id": new.user_id, "made_at": tx.now}
    row = plain_insert(question).values(**fixed, **_columns(new)).returning(*COLUMNS)
    return question_value(tx.execute(row).one())


def save(tx: Tx, value: Question) -> None:
    """Keep a changed question."""
    tx.execute(update(question).where(question.c.id == value.id).values(**_columns(value)))


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Question]:
    """Those of these questions that are there, by id."""
    rows = tx.execute(select(*COLUMNS).where(question.c.id.in_(list(ids))))
    return {row.id: question_value(row) for row in rows}


def get(tx: Tx, question_id: int) -> Question | None:
    """The question with this id."""
    return get_many(tx, [question_id]).get(question_id)


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Question]:
    """All that somebody asked, everywhere or in one server, newest first."""
    statement = select(*COLUMNS).where(question.c.user_id == user_id).order_by(question.c.id.desc())
    rows = tx.execute(statement if guild_id is None else statement.where(question.c.guild_id == guild_id))
    return [question_value(row) for row in rows]


def sent_to(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Question]:
    """What was asked of somebody alone, everywhere or in one server, newest first."""
    to_them = (question.c.to_id == user_id, question.c.state == QuestionState.SENT.value)
    statement = select(*COLUMNS).where(*to_them).order_by(question.c.id.desc())
    rows = tx.execute(statement if guild_id is None else statement.where(question.c.guild_id == guild_id))
    return [question_value(row) for row in rows]


def of_ama(tx: Tx, ama_id: int, user_id: int | None = None) -> list[Question]:
    """What was asked in an AMA, by everybody or by one, oldest first."""
    statement = select(*COLUMNS).where(question.c.ama_id == ama_id).order_by(question.c.id)
    rows = tx.execute(statement if user_id is None else statement.where(question.c.user_id == user_id))
    return [question_value(row) for row in rows]


def post_all(tx: Tx, ids: Collection[int]) -> None:
    """Everybody reads these from now on."""
    tx.execute(update(question).where(question.c.id.in_(list(ids))).values(state=QuestionState.POSTED.value))


def leave_out(tx: Tx, ids: Collection[int]) -> None:
    """These are no AMA's questions any more."""
    tx.execute(update(question).where(question.c.id.in_(list(ids))).values(ama_id=0))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who asked something, or was asked alone."""
    rows = tx.execute(select(question.c.guild_id, question.c.user_id, question.c.to_id).distinct())
    return {(row.guild_id, who) for row in rows for who in (row.user_id, row.to_id) if who}


def remove(tx: Tx, ids: Collection[int]) -> None:
    """Forget these questions with the rows of their answers."""
    tx.execute(delete(question).where(question.c.id.in_(list(ids))))
