"""Owns looking through a table's `search` column by a full-text index, on either database.

The column holds `bot.core.text.searchable` words. SQLite has a table of every three letters in a row next to it, kept by
triggers; PostgreSQL an index of words. What is typed never becomes part of a query's language: `terms` leaves nothing but
letters and digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, column, func, literal_column, select, table

from bot.core.db.tx import Tx
from bot.core.text import pairs, parted_by_nothing, terms

MOST_TERMS = 8  # words of a search that count
MOST_PIECES = 24  # of a longer text that others are like
THREE = 3  # letters: what is shorter is not in SQLite's index

_SIMPLE: ColumnElement[Any] = literal_column("'simple'::regconfig")


class FullText:
    """Looks through one table, which has the columns `id` and `search`; `index` is SQLite's table of its letters."""

    def __init__(self, looked_through: Table, index: str) -> None:
        self._table = looked_through
        self._search = looked_through.c.search
        self._fts = table(index, column("rowid"), column("search"), column("rank"))
        # As PostgreSQL's index has it, word for word.
        self._vector: ColumnElement[Any] = literal_column(
            f"to_tsvector('simple'::regconfig, {looked_through.name}.search)"
        )

    def found(self, tx: Tx, typed: str) -> Select[Any] | None:
        """The table's rows that have every word of `typed`, or words that begin so: best first, then the newest.

        The caller narrows it further. None when nothing can be looked for.
        """
        wanted = terms(typed)[:MOST_TERMS]
        if not wanted:
            return None
        statement = select(self._table)
        of_dialect = self._postgres if tx.dialect == "postgresql" else self._sqlite
        return of_dialect(statement, wanted).order_by(self._table.c.id.desc())

    def found_any(self, tx: Tx, pieces: Sequence[str]) -> Select[Any] | None:
        """The rows that have any of the first of these (`bot.core.text.pieces`), in the same order; None when there is none."""
        wanted = pieces[:MOST_PIECES]
        if not wanted:
            return None
        if tx.dialect == "postgresql":
            parts = (" & ".join(f"'{pair}':*" for pair in pairs(each)) for each in wanted)
            statement = self._indexed(select(self._table), " | ".join(f"({each})" for each in parts))
        else:
            statement = self._lettered(select(self._table), " OR ".join(f'"{each}"' for each in wanted))
        return statement.order_by(self._table.c.id.desc())

    def _sqlite(self, statement: Select[Any], wanted: list[str]) -> Select[Any]:
        short = [each for each in wanted if len(each) < THREE]
        long = [f'"{each}"' for each in wanted if len(each) >= THREE]
        statement = statement.where(*(self._stands_in(each) for each in short))
        return self._lettered(statement, " AND ".join(long)) if long else statement

    def _lettered(self, statement: Select[Any], question: str) -> Select[Any]:
        there = statement.join(self._fts, self._fts.c.rowid == self._table.c.id)
        return there.where(self._fts.c.search.match(question)).order_by(self._fts.c.rank)

    def _postgres(self, statement: Select[Any], wanted: list[str]) -> Select[Any]:
        # A pair is found as a word of its own, and a single letter only by looking; that they stand together as well.
        looked_at = [each for each in wanted if parted_by_nothing(each) and len(each) != 2]
        statement = statement.where(*(self._stands_in(each) for each in looked_at))
        indexed = [
            f"'{pair}':*" for each in wanted if each not in looked_at or len(each) > 1 for pair in pairs(each)
        ]
        return self._indexed(statement, " & ".join(indexed)) if indexed else statement

    def _indexed(self, statement: Select[Any], asked: str) -> Select[Any]:
        question = func.to_tsquery(_SIMPLE, asked)
        rank = func.ts_rank(self._vector, question).desc()
        return statement.where(self._vector.op("@@")(question)).order_by(rank)

    def _stands_in(self, term: str) -> ColumnElement[bool]:
        """Whether a term stands anywhere in the words, or begins one where spaces part them."""
        before = "" if parted_by_nothing(term) else " "
        return self._search.contains(before + term, autoescape=True)
