"""Owns what every table says about itself so that one server's rows can be moved: whose they are, what their numbers mean."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pkgutil import iter_modules
from types import ModuleType

from sqlalchemy import JSON

import bot.tables
from bot.core.db import metadata
from bot.core.db.numbers import number_of
from bot.core.db.transfer import SERVER, python_type, referring, server_tables, subjects
from tests.tree.source import sources

# Numbers of Discord's things, and arXiv's own ids; any other `…_id` says what it refers to.
OTHERS = {"guild_id", "channel_id", "message_id", "thread_id", "application_id", "event_id", "arxiv_id"}
OTHERS |= {
    "user_id",
    "actor_id",
    "from_id",
    "to_id",
    "leader_id",
    "learner_id",
    "mentor_id",
    "host_id",
    "taker_id",
}
PLAIN = {int, str, bool, datetime, date, time}


def test_every_table_is_a_servers_or_says_whose_it_is() -> None:
    silent = [
        table.name
        for table in metadata.sorted_tables
        if SERVER not in table.c and "belongs_to" not in table.info
    ]
    assert not silent, f"a column guild_id, or Table(..., info={{'belongs_to': '…'}}): {silent}"
    both = [table.name for table in server_tables() if "belongs_to" in table.info]
    assert not both, f"these are a server's, and say otherwise: {both}"


def test_every_number_says_what_it_refers_to() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in server_tables()
        for column in table.c
        if column.name.endswith("_id") and column.name not in OTHERS and column not in referring(table)
    ]
    assert not silent, f"a ForeignKey, or info as bot/core/db/transfer.py says: {silent}"


def test_every_reference_leads_to_a_table_that_moves_and_numbers_its_rows() -> None:
    moved = {table.name for table in server_tables() if number_of(table)}
    assert {*subjects().values()} <= moved
    for table in server_tables():
        for column in referring(table):
            for key in column.foreign_keys:
                assert key.column.table.name in moved, column
                assert key.column.name == number_of(key.column.table), column
            assert column.info.get("refers_to", "standup") in moved, column


def test_every_column_can_be_written_as_json() -> None:
    strange = [
        column
        for table in server_tables()
        for column in table.c
        if python_type(column) not in PLAIN and not isinstance(column.type, JSON)
    ]
    assert not strange, f"bot/core/db/transfer.py has to learn these: {strange}"


def models(feature: str) -> Iterator[ModuleType]:
    """A feature's model, with the modules of a package."""
    model = importlib.import_module(f"bot.{feature}.model")
    yield model
    for module in iter_modules(getattr(model, "__path__", ())):
        yield importlib.import_module(f"{model.__name__}.{module.name}")


def kinds() -> Iterator[tuple[str, str]]:
    """Every kind of delivery that some code claims, with where."""
    for source in sources("bot"):
        for node in ast.walk(source.tree):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if (
                not isinstance(node, ast.Call)
                or name not in {"claim_new", "claim_many"}
                or len(node.args) < 2
            ):
                continue
            kind = node.args[1]
            if isinstance(kind, ast.Constant):
                yield str(kind.value), source.name
            elif isinstance(kind, ast.Name) and kind.id.isupper():
                # Two features may call theirs alike: each claims its own.
                feature = source.name.split("/")[1]
                found = {getattr(model, kind.id, None) for model in models(feature)}
                (value,) = found - {None}
                yield str(value), source.name


def test_every_kind_of_delivery_says_what_it_shows() -> None:
    found = dict(kinds())
    assert {"standups.prompt", "standups.entry", "standups.summary", "test"} <= found.keys()
    nothing = bot.tables.deliveries.delivery.c.subject_id.info["subject_of_nothing"]
    silent = {kind: where for kind, where in found.items() if kind not in (*subjects(), *nothing)}
    assert not silent, f"the id it is the subject of says so: info={{'subject_of': (…)}}: {silent}"


def test_every_row_of_a_server_can_be_told_from_another() -> None:
    # In an order of its own, too: by the server's id and something, by its number or that of another row, or by Discord's own id.
    for table in server_tables():
        key = table.primary_key.columns
        numbered = any(number_of(each.column.table) for column in key for each in column.foreign_keys)
        discords = {*key.keys()} <= {"thread_id", "message_id"}
        assert SERVER in key or number_of(table) or numbered or discords, table.name
