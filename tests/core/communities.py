"""Owns random communities: the rows of one server in every table there is, with references to each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    String,
    Table,
    UniqueConstraint,
)

from bot.core.db.numbers import number_of
from bot.core.db.transfer import (
    SERVER,
    Row,
    python_type,
    referring,
    referring_lists,
    server_tables,
    subjects,
)

HERE = 900_000_000_000_000_001

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
instants = st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1))  # noqa: DTZ001 - as hypothesis wants it
snowflakes = st.integers(1, 2**63 - 1)
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def values_of(column: Column[Any]) -> st.SearchStrategy[Any]:
    """What a column without a reference may hold."""
    found: st.SearchStrategy[Any]
    if isinstance(column.type, String):
        longest = column.type.length or 30
        found = words.map(lambda value: value[:longest])
    elif isinstance(column.type, JSON):
        found = plain_json.filter(lambda value: value is not None)  # which is SQL NULL
    elif isinstance(column.type, BigInteger):
        found = snowflakes
    else:
        found = {
            int: st.integers(0, 2**31 - 1),
            bool: st.booleans(),
            datetime: instants,
            date: st.dates(date(2000, 1, 1), date(2100, 1, 1)),
            time: st.times(),
        }[python_type(column)]
    return found | st.none() if column.nullable else found


@st.composite
def communities(draw: st.DrawFn) -> dict[str, list[Row]]:
    """The rows of one server, by table, with references to each other and to rows that are gone."""
    made: dict[str, list[Row]] = {}
    for table in server_tables():
        number, found = number_of(table), []
        numbers = draw(st.lists(st.integers(1, 60), max_size=4, unique=True)) if number else [0]
        for own in numbers:
            row = {column.name: draw(values_of(column)) for column in table.c}
            for name, _of in referring_lists(table):
                row[name] = draw(st.lists(st.integers(1, 80), max_size=3))
            if number:
                row[number] = own
            if all(
                _refer(draw, column, row, made | {table.name: [{"id": each} for each in numbers]})
                for column in referring(table)
            ):
                found.append(row | {SERVER: HERE})
        made[table.name] = _unique(table, found)
        for column in of_its_own(table):
            there = {row["id"] for row in made[table.name]}
            for row in made[table.name]:
                row[column.name] = row[column.name] if row[column.name] in there else None
    return made


def of_its_own(table: Table) -> list[Column[Any]]:
    """The columns that refer to other rows of the same table."""
    return [each for each in table.c if any(key.column.table is table for key in each.foreign_keys)]


def _refer(draw: st.DrawFn, column: Column[Any], row: Row, made: dict[str, list[Row]]) -> bool:
    """Let a column refer to something; False when there is nothing it could."""
    if column.foreign_keys:
        there = [other["id"] for key in column.foreign_keys for other in made[key.column.table.name]]
        if not there and not column.nullable:
            return False
        chosen = st.sampled_from(there) if there else st.none()
        row[column.name] = draw(chosen | st.none() if column.nullable else chosen)
    elif "refers_by" in column.info:
        nothing = column.info["subject_of_nothing"]
        row[column.info["refers_by"]] = kind = draw(st.sampled_from([*subjects(), *nothing]))
        row[column.name] = draw(snowflakes if kind in nothing else st.integers(1, 80))
    else:
        row[column.name] = draw(st.integers(0, 80))
    return True


def _unique(table: Table, rows: list[Row]) -> list[Row]:
    kept: list[Row] = []
    rules = [rule.columns.keys() for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    for row in rows:
        same = [{name: row[name] for name in rule} for rule in [*rules, table.primary_key.columns.keys()]]
        if not any(other.items() >= each.items() for other in kept for each in same):
            kept.append(row)
    return kept
