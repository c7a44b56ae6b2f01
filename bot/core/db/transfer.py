"""Transfer: one server's rows of every table, read out of one database and written into another, whatever the features are.

Only the metadata is known here. A table is a server's when it has a column `guild_id`; every other says in its `info` whose
it is (`belongs_to`). What a number refers to is said by foreign keys, and where there is none by the columns' `info`:

    Column("day_id", BigInteger, info={"refers_to": "standup_day"})     a row of that table; 0 and NULL refer to none
    Column("topics", Json, info={"refers_to_each": "topic"})            a list of rows of that table
    Column("subject_id", BigInteger, info={"refers_by": "kind"})        of the table that the row's `kind` speaks of:
    Column("id", Id, primary_key=True, info={"subject_of": ("standups.prompt",)})    this one, for that kind
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Column, Table, TypeDecorator, delete, func, insert, select, text, update

from bot.core.db.columns import metadata
from bot.core.db.numbers import number_of
from bot.core.db.tx import Tx

SERVER = "guild_id"
AT_ONCE = 500  # rows or numbers in one statement

_PASS_NEWEST = text(
    "SELECT setval(sequence, greatest(nextval(sequence), :newest)) FROM pg_get_serial_sequence(:name, :key) AS sequence"
)
_FRESH = text(
    "SELECT nextval(pg_get_serial_sequence(:name, :key)) AS number FROM generate_series(1, :count) ORDER BY number"
)

Row: TypeAlias = dict[str, Any]


def server_tables() -> list[Table]:
    """The tables that hold servers' rows, those that others refer to first."""
    return [table for table in metadata.sorted_tables if SERVER in table.c]


@cache
def subjects() -> dict[str, str]:
    """For every kind of row that refers by kind: the table it refers to."""
    return {
        kind: table.name
        for table in server_tables()
        for column in table.c
        for kind in column.info.get("subject_of", ())
    }


def referring(table: Table) -> list[Column[Any]]:
    """The columns whose value may be the number of another row."""
    return [each for each in table.c if each.foreign_keys or each.info.keys() & {"refers_to", "refers_by"}]


def referring_lists(table: Table) -> list[tuple[str, str]]:
    """The columns whose value is a list of numbers of other rows, and the tables of those rows."""
    return [(each.name, each.info["refers_to_each"]) for each in table.c if "refers_to_each" in each.info]


def refers_to(column: Column[Any], row: Mapping[str, Any]) -> str | None:
    """The table whose row this column of `row` names by its number; LookupError for a kind that nobody declared."""
    value = row[column.name]
    for key in column.foreign_keys:
        return key.column.table.name if value is not None else None
    if not value:
        return None
    if "refers_by" in column.info:
        kind = row[column.info["refers_by"]]
        if kind in column.info.get("subject_of_nothing", ()):
            return None
        found = subjects().get(kind)
        if found is None:
            raise LookupError(
                f"{column.table.name}.{column.name}: no column says that it is subject_of {kind!r}"
            )
        return found
    table: str | None = column.info.get("refers_to")
    return table


def lock_servers(tx: Tx) -> None:
    """Let no other process write to any server's rows until this transaction ends; first of all in it."""
    # Serializable alone is not enough: those who claim work read and write at a lower level.
    if tx.dialect == "postgresql":
        names = ", ".join(table.name for table in server_tables())
        tx.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def knows_server(tx: Tx, guild_id: int) -> bool:
    """Whether any table has a row of this server."""
    return any(
        tx.execute(select(table.c[SERVER]).where(table.c[SERVER] == guild_id).limit(1)).first()
        for table in server_tables()
    )


def read_server(tx: Tx, guild_id: int) -> Iterator[tuple[str, Row]]:
    """Every row of a server with the name of its table, in an order in which they can be written; values as in JSON."""
    for table in server_tables():
        rows = tx.execute(select(table).where(table.c[SERVER] == guild_id).order_by(*table.primary_key))
        for row in rows:
            plain = {name: _plain(value) for name, value in row._mapping.items()}
            for column in referring(table):
                refers_to(column, plain)  # what cannot be moved must not be let go of
            yield table.name, plain


def remove_server(tx: Tx, guild_id: int) -> None:
    """Delete every row of a server."""
    for table in reversed(server_tables()):
        tx.execute(delete(table).where(table.c[SERVER] == guild_id))


def write_server(tx: Tx, rows: Mapping[str, Sequence[Row]]) -> bool:
    """Write a server's rows, as `read_server` gives them, by table; returns whether they kept their numbers.

    They keep them when nobody has one of them here, nor one that they only speak of. Otherwise all get new ones; what
    refers to a row that is gone then refers to a number that nobody ever had.
    """
    numbers = _numbers(rows)
    kept = not any(_taken(tx, table, found) for table, found in numbers.items())
    changed = {} if kept else {table: _renumbered(tx, table, found) for table, found in numbers.items()}
    for table in server_tables():
        number = number_of(table)
        values = []
        for row in rows.get(table.name, ()):
            new = {column.name: _value(column, row[column.name]) for column in table.c}
            if number is not None and not kept:
                new[number] = changed[table.name][row[number]]
            for column in referring(table):
                of = refers_to(column, row)
                if of in changed:
                    new[column.name] = changed[of][row[column.name]]
            for listing, of in referring_lists(table):
                if of in changed:
                    new[listing] = [changed[of][each] for each in row[listing]]
            values.append(new)
        _write(tx, table, values)
    return kept


def _write(tx: Tx, table: Table, values: Sequence[Row]) -> None:
    """Write rows; what they say of each other comes when all are there, for the first may speak of the last."""
    own = [each for each in table.c if any(key.column.table is table for key in each.foreign_keys)]
    first = [row | dict.fromkeys([column.name for column in own]) for row in values]
    for start in range(0, len(first), AT_ONCE):
        tx.execute(insert(table), first[start : start + AT_ONCE])
    number = number_of(table)
    for column in own:
        for row in values:
            if number is not None and row[column.name] is not None:
                mine = update(table).where(table.c[number] == row[number])
                tx.execute(mine.values({column.name: row[column.name]}))


def _numbers(rows: Mapping[str, Sequence[Row]]) -> dict[str, set[int]]:
    """Every number that these rows have or speak of, by the table it is one of."""
    found: dict[str, set[int]] = defaultdict(set)
    for name, each in rows.items():
        table = metadata.tables[name]
        number = number_of(table)
        for row in each:
            if number is not None:
                found[name].add(row[number])
            for column in referring(table):
                of = refers_to(column, row)
                if of is not None:
                    found[of].add(row[column.name])
            for listing, of in referring_lists(table):
                found[of].update(row[listing])
    return found


def _taken(tx: Tx, name: str, numbers: set[int]) -> bool:
    column = _number_column(name)
    wanted = sorted(numbers)
    return any(
        tx.execute(select(column).where(column.in_(wanted[start : start + AT_ONCE])).limit(1)).first()
        for start in range(0, len(wanted), AT_ONCE)
    )


def _renumbered(tx: Tx, name: str, numbers: set[int]) -> dict[int, int]:
    """A number that nobody has and nobody had for each of these, in the same order."""
    column = _number_column(name)
    newest = int(tx.execute(select(func.max(column))).scalar() or 0)
    here = {"name": name, "key": column.name}
    if tx.dialect == "postgresql":
        tx.execute(_PASS_NEWEST, here | {"newest": newest})
        new = list(tx.execute(_FRESH, here | {"count": len(numbers)}).scalars())
    else:
        given = tx.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), here).scalar()
        first = max(given or 0, newest) + 1
        new = list(range(first, first + len(numbers)))
        # Those of rows that are gone are not written, and must not be given out either.
        tx.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), here)
        tx.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), here | {"last": new[-1]}
        )
    return dict(zip(sorted(numbers), new, strict=True))


def _number_column(name: str) -> Column[Any]:
    table = metadata.tables[name]
    number = number_of(table)
    assert number is not None, f"{name} is referred to, and does not number its rows"
    return table.c[number]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def python_type(column: Column[Any]) -> type[Any]:
    """What a column's values are in Python."""
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return stored.python_type


def _value(column: Column[Any], plain: Any) -> Any:
    kind = python_type(column)
    if plain is not None and kind in (datetime, date, time):
        return kind.fromisoformat(plain)
    return plain
