"""Tx: what a use case is handed, and the one place that picks the SQL dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, wraps
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar, TypeVarTuple, overload

from sqlalchemy import Connection, CursorResult, Dialect, Executable, Table, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import TypedReturnsRows

Q = TypeVar("Q", bound=Executable)
_Columns = TypeVarTuple("_Columns")
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]
Insert: TypeAlias = sqlite.Insert | postgresql.Insert


class Tx:
    """One transaction, valid while its use case runs, which never commits or rolls back itself."""

    __slots__ = ("_connection", "now")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self.now = now
        """The instant of this use case, aware UTC: read once before it begins, kept when it is retried."""

    @overload
    def execute(
        self, statement: TypedReturnsRows[*_Columns], parameters: Parameters | None = None
    ) -> CursorResult[*_Columns]: ...

    @overload
    def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]: ...

    def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one Core statement and return its result, to be read before the use case ends.

        A list of parameters runs the statement once for each. Statements kept at module level, with their
        values as parameters, cost a sixth of those built anew for each call: see also `prepared`.
        """
        return self._connection.execute(statement, parameters)

    def execute_many(self, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run one statement, kept at module level, for each of many rows with the same keys; it returns nothing.

        A tenth of the time of `execute` with a list: the statement is compiled once and each row only converted.
        """
        if not rows:
            return
        sql, names, processors = _compiled(statement, self._connection.dialect, tuple(rows[0]))
        columns: list[Iterable[Any]] = []
        for name, convert in zip(
            names, processors, strict=True
        ):  # column by column, so that the loop is not ours
            column = map(itemgetter(name), rows)
            columns.append(map(convert, column) if convert else column)
        self._connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._connection.dialect.name


@lru_cache(maxsize=256)
def _compiled(
    statement: UpdateBase, dialect: Dialect, keys: tuple[str, ...]
) -> tuple[str, list[str], list[Callable[[Any], Any] | None]]:
    """The statement's text, the names of its parameters in order, and how the driver wants each."""
    compiled = statement.compile(dialect=dialect, column_keys=list(keys))
    names = list(getattr(compiled, "positiontup", None) or ())
    types = [compiled.binds[name].type.dialect_impl(dialect) for name in names]
    return str(compiled), names, [each.bind_processor(dialect) for each in types]


def insert(tx: Tx, table: Table) -> Insert:
    """An INSERT in the dialect of `tx`, with on_conflict_do_update and on_conflict_do_nothing."""
    return postgresql.insert(table) if tx.dialect == "postgresql" else sqlite.insert(table)


def prepared(build: Callable[[Tx], Q]) -> Callable[[Tx], Q]:
    """Build a statement once for each dialect instead of at every call, for those that begin with `insert`.

    @prepared
    def save(tx: Tx) -> Insert:
        row = insert(tx, answers)
        return row.on_conflict_do_update(index_elements=["id"], set_={"text": row.excluded.text})

    tx.execute(save(tx), {"id": 1, "text": "…"})
    """
    built: dict[str, Q] = {}

    @wraps(build)
    def statement(tx: Tx) -> Q:
        dialect = tx.dialect
        if dialect not in built:
            built[dialect] = build(tx)
        return built[dialect]

    return statement
