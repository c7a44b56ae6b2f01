"""Queries of thank-yous from one member to another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select

from bot.core.db import Tx
from bot.mentoring.model.asking import Thanks
from bot.mentoring.tables import mentoring_thanks as thanks


def _value(row: Row[Any]) -> Thanks:
    return Thanks(row.guild_id, row.from_id, row.to_id, row.text, row.made_at, row.id)


def add(tx: Tx, new: Thanks) -> Thanks:
    """Keep a new thank-you, made now."""
    values = {"guild_id": new.guild_id, "from_id": new.from_id, "to_id": new.to_id, "text": new.text}
    row = insert(thanks).values(**values, made_at=tx.now).returning(thanks.c.id)
    return replace(new, id=tx.execute(row).scalar_one(), made_at=tx.now)


def get(tx: Tx, thanks_id: int) -> Thanks | None:
    """A thank-you."""
    row = tx.execute(select(thanks).where(thanks.c.id == thanks_id)).first()
    return _value(row) if row else None


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Thanks]:
    """These, by id."""
    return {row.id: _value(row) for row in tx.execute(select(thanks).where(thanks.c.id.in_(list(ids))))}


def remove(tx: Tx, thanks_id: int) -> None:
    """Forget a thank-you."""
    tx.execute(delete(thanks).where(thanks.c.id == thanks_id))


def of_person(tx: Tx, user_id: int) -> list[Thanks]:
    """All that somebody said, oldest first."""
    mine = select(thanks).where(thanks.c.from_id == user_id).order_by(thanks.c.id)
    return [_value(row) for row in tx.execute(mine)]


def to_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Thanks]:
    """All that was said to somebody, everywhere or in one server, oldest first."""
    theirs = select(thanks).where(thanks.c.to_id == user_id).order_by(thanks.c.id)
    if guild_id is not None:
        theirs = theirs.where(thanks.c.guild_id == guild_id)
    return [_value(row) for row in tx.execute(theirs)]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who said or got one."""
    rows = tx.execute(select(thanks.c.guild_id, thanks.c.from_id, thanks.c.to_id).distinct())
    return {(row.guild_id, who) for row in rows for who in (row.from_id, row.to_id)}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Forget those somebody said or got; returns them, for the lines about them that wait."""
    either = delete(thanks).where(or_(thanks.c.from_id == user_id, thanks.c.to_id == user_id))
    if guild_id is not None:
        either = either.where(thanks.c.guild_id == guild_id)
    return list(tx.execute(either.returning(thanks.c.id)).scalars())
