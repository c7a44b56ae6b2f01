"""Looking through what a server's members posted about papers: a full-text index on either database.

SQLite has the table `paper_entry_fts` of every three letters in a row (migration 0005), kept by triggers; PostgreSQL an
index of words. What is typed never becomes part of a query's language: `terms` leaves nothing but letters and digits.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table

from bot.core.db import Tx
from bot.core.text import pairs, parted_by_nothing, terms
from bot.papers.model.values import Entry, EntryState
from bot.papers.store.entries import entry_value
from bot.papers.tables import paper_entry

MOST_TERMS = 8  # words of a search that count
THREE = 3  # letters: what is shorter is not in SQLite's index

_FTS = table("paper_entry_fts", column("rowid"), column("search"), column("rank"))
_SIMPLE: ColumnElement[Any] = literal_column("'simple'::regconfig")
# As the index has it, word for word.
_VECTOR: ColumnElement[Any] = literal_column("to_tsvector('simple'::regconfig, paper_entry.search)")


def search(tx: Tx, guild_id: int, typed: str, limit: int) -> list[Entry]:
    """What was posted in a server that has every word of `typed`, or words that begin so: best first, then the newest."""
    wanted = terms(typed)[:MOST_TERMS]
    if not wanted:
        return []
    there = (paper_entry.c.guild_id == guild_id, paper_entry.c.state == EntryState.POSTED.value)
    statement = select(paper_entry).where(*there)
    statement = _postgres(statement, wanted) if tx.dialect == "postgresql" else _sqlite(statement, wanted)
    rows = tx.execute(statement.order_by(paper_entry.c.id.desc()).limit(limit))
    return [entry_value(row) for row in rows]


def _sqlite(statement: Select[Any], wanted: list[str]) -> Select[Any]:
    short = [each for each in wanted if len(each) < THREE]
    long = [f'"{each}"' for each in wanted if len(each) >= THREE]
    statement = statement.where(*(_stands_in(each) for each in short))
    if not long:
        return statement
    found = _FTS.c.search.match(" AND ".join(long))
    return statement.join(_FTS, _FTS.c.rowid == paper_entry.c.id).where(found).order_by(_FTS.c.rank)


def _postgres(statement: Select[Any], wanted: list[str]) -> Select[Any]:
    # A pair is found as a word of its own, and a single letter only by looking; that they stand together as well.
    looked_at = [each for each in wanted if parted_by_nothing(each) and len(each) != 2]
    statement = statement.where(*(_stands_in(each) for each in looked_at))
    indexed = [
        f"'{pair}':*" for each in wanted if each not in looked_at or len(each) > 1 for pair in pairs(each)
    ]
    if not indexed:
        return statement
    question = func.to_tsquery(_SIMPLE, " & ".join(indexed))
    return statement.where(_VECTOR.op("@@")(question)).order_by(func.ts_rank(_VECTOR, question).desc())


def _stands_in(term: str) -> ColumnElement[bool]:
    """Whether a term stands anywhere in the words, or begins one where spaces part them."""
    before = "" if parted_by_nothing(term) else " "
    return paper_entry.c.search.contains(before + term, autoescape=True)
