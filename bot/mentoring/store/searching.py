"""Queries of the archive: which questions are in it, and which of them hold what somebody looks for (migration 0007)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, update

from bot.core.db import Tx
from bot.core.db.fulltext import FullText
from bot.mentoring.tables import mentoring_question as question

_INDEX = FullText(question, "mentoring_question_fts")


def write(tx: Tx, question_id: int, words: str) -> None:
    """What a question is found by from now on (`bot.core.text.searchable`)."""
    same = (question.c.id == question_id, question.c.search != words)
    tx.execute(update(question).where(*same).values(search=words))


def take_out(tx: Tx, question_ids: Collection[int]) -> None:
    """These are not in the archive."""
    found = (question.c.id.in_(list(question_ids)), question.c.search != "")
    tx.execute(update(question).where(*found).values(search=""))


def search(tx: Tx, guild_id: int, typed: str, limit: int) -> list[int]:
    """A server's questions in the archive that have every word of `typed`, or words that begin so: best first, then newest."""
    found = _INDEX.found(tx, typed)
    if found is None:
        return []
    rows = tx.execute(found.where(question.c.guild_id == guild_id).limit(limit))
    return [row.id for row in rows]


def with_any(tx: Tx, guild_id: int, pieces: Sequence[str], limit: int) -> list[tuple[int, str]]:
    """Those that have any of these pieces, with what each is found by: best first, then the newest."""
    found = _INDEX.found_any(tx, pieces)
    if found is None:
        return []
    rows = tx.execute(found.where(question.c.guild_id == guild_id).limit(limit))
    return [(row.id, row.search) for row in rows]


def newest(tx: Tx, guild_id: int, limit: int) -> list[int]:
    """The newest questions of a server's archive."""
    kept = (question.c.guild_id == guild_id, question.c.search != "")
    rows = tx.execute(select(question.c.id).where(*kept).order_by(question.c.id.desc()).limit(limit))
    return list(rows.scalars())
