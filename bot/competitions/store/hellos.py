"""Queries of who said hello to whom, to team up in a competition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, or_, select

from bot.competitions.model.values import Hello
from bot.competitions.tables import competition_hello
from bot.core.db import Tx

_t = competition_hello.c
_HELLOS = select(*(_t[each.name] for each in fields(Hello)))


def _value(row: Row[Any]) -> Hello:
    return Hello(**row._mapping)


def _found(tx: Tx, *where: ColumnElement[bool]) -> list[Hello]:
    """What these conditions choose, oldest first."""
    return [_value(row) for row in tx.execute(_HELLOS.where(*where).order_by(_t.id))]


def _in(guild_id: int | None) -> list[ColumnElement[bool]]:
    return [] if guild_id is None else [_t.guild_id == guild_id]


def _about(slug: str | None) -> list[ColumnElement[bool]]:
    return [] if slug is None else [_t.slug == slug]


def add(tx: Tx, guild_id: int, slug: str, from_id: int, to_id: int) -> Hello:
    """Keep that somebody says hello now; there is one a pair and competition, so look before."""
    values = {"guild_id": guild_id, "slug": slug, "from_id": from_id, "to_id": to_id}
    new = insert(competition_hello).values(at=tx.now, **values)
    return _value(tx.execute(new.returning(*_HELLOS.selected_columns)).one())


def get(tx: Tx, hello_id: int) -> Hello | None:
    """The hello with this id."""
    return get_many(tx, [hello_id]).get(hello_id)


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Hello]:
    """Those of these that are there, by id."""
    return {each.id: each for each in _found(tx, _t.id.in_(list(ids)))}


def from_person(tx: Tx, user_id: int, guild_id: int | None = None, slug: str | None = None) -> list[Hello]:
    """What a person said to others, everywhere or in one server, about every competition or one."""
    return _found(tx, _t.from_id == user_id, *_in(guild_id), *_about(slug))


def of_person(tx: Tx, user_id: int, guild_id: int | None = None, slug: str | None = None) -> list[Hello]:
    """What a person said to others and others to them, in the same way."""
    return _found(tx, _either(user_id), *_in(guild_id), *_about(slug))


def from_to(tx: Tx, from_id: int, to_id: int) -> list[Hello]:
    """What one person said to another, anywhere."""
    return _found(tx, _t.from_id == from_id, _t.to_id == to_id)


def between(tx: Tx, guild_id: int, slug: str, from_id: int, to_id: int) -> Hello | None:
    """What one member said to another about a competition, if they did."""
    key = (_t.guild_id == guild_id, _t.slug == slug, _t.from_id == from_id, _t.to_id == to_id)
    return next(iter(_found(tx, *key)), None)


def remove(tx: Tx, ids: Collection[int]) -> None:
    """Forget these."""
    tx.execute(delete(competition_hello).where(_t.id.in_(list(ids))))


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person said and was told, everywhere or in one server. What waits is the caller's to take back."""
    tx.execute(delete(competition_hello).where(_either(user_id), *_in(guild_id)))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who said hello or was told so."""
    return {
        (row.guild_id, row.user_id)
        for column in (_t.from_id, _t.to_id)
        for row in tx.execute(select(_t.guild_id, column.label("user_id")).distinct())
    }


def _either(user_id: int) -> ColumnElement[bool]:
    return or_(_t.from_id == user_id, _t.to_id == user_id)
