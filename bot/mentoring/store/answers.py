"""Queries of answers to questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy import insert as plain_insert

from bot.core.db import Tx
from bot.mentoring.model.asking import Answer
from bot.mentoring.tables import mentoring_answer as answer


def _value(row: Row[Any]) -> Answer:
    return Answer(
        guild_id=row.guild_id,
        question_id=row.question_id,
        user_id=row.user_id,
        text=row.text,
        keep=row.keep,
        made_at=row.made_at,
        id=row.id,
    )


def add(tx: Tx, new: Answer) -> Answer:
    """Keep a new answer, of now; returns it as it is kept."""
    values = {
        "guild_id": new.guild_id,
        "question_id": new.question_id,
        "user_id": new.user_id,
        "text": new.text,
        "keep": new.keep,
        "made_at": tx.now,
    }
    made = tx.execute(plain_insert(answer).values(**values).returning(answer.c.id)).scalar_one()
    return replace(new, id=made, made_at=tx.now)


def get(tx: Tx, answer_id: int) -> Answer | None:
    """An answer."""
    return get_many(tx, [answer_id]).get(answer_id)


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Answer]:
    """Those of these that are there, by id."""
    rows = tx.execute(select(answer).where(answer.c.id.in_(list(ids))))
    return {row.id: _value(row) for row in rows}


def save(tx: Tx, value: Answer) -> None:
    """Keep its words and its author's consent."""
    columns = {"text": value.text, "keep": value.keep}
    tx.execute(update(answer).where(answer.c.id == value.id).values(**columns))


def of_questions(tx: Tx, question_ids: Collection[int]) -> dict[int, list[Answer]]:
    """The answers to each of these questions, in time order."""
    found: dict[int, list[Answer]] = {each: [] for each in question_ids}
    rows = tx.execute(select(answer).where(answer.c.question_id.in_(list(found))).order_by(answer.c.id))
    for row in rows:
        found[row.question_id].append(_value(row))
    return found


def of_question(tx: Tx, question_id: int) -> list[Answer]:
    """The answers to a question, in time order."""
    return of_questions(tx, [question_id])[question_id]


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Answer]:
    """What somebody answered, everywhere or in one server, newest first."""
    statement = select(answer).where(answer.c.user_id == user_id).order_by(answer.c.id.desc())
    if guild_id is not None:
        statement = statement.where(answer.c.guild_id == guild_id)
    return [_value(row) for row in tx.execute(statement)]


def newest_of(tx: Tx, guild_id: int, user_id: int) -> Answer | None:
    """What somebody answered last in a server."""
    mine = (answer.c.guild_id == guild_id, answer.c.user_id == user_id)
    row = tx.execute(select(answer).where(*mine).order_by(answer.c.id.desc()).limit(1)).first()
    return _value(row) if row else None


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who answered something."""
    rows = tx.execute(select(answer.c.guild_id, answer.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def leave(tx: Tx, question_ids: Collection[int]) -> None:
    """These questions are gone; answers to them belong to none."""
    tx.execute(update(answer).where(answer.c.question_id.in_(list(question_ids))).values(question_id=0))


def remove(tx: Tx, ids: Collection[int]) -> None:
    """Forget these."""
    tx.execute(delete(answer).where(answer.c.id.in_(list(ids))))
