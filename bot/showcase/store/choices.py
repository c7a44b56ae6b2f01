"""Queries of what members chose about sharing in a server."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from bot.core.db import Tx, insert
from bot.showcase.model.values import Choices
from bot.showcase.tables import showcase_member


def get(tx: Tx, guild_id: int, user_id: int) -> Choices:
    """What a member chose; the defaults for who chose nothing."""
    mine = (showcase_member.c.guild_id == guild_id, showcase_member.c.user_id == user_id)
    row = tx.execute(select(showcase_member).where(*mine)).first()
    return Choices(row.quoted, row.reads_drafts, row.reads_shares, row.on_page) if row else Choices()


def change(tx: Tx, guild_id: int, user_id: int, **values: Any) -> None:
    """Set columns of a member's choices."""
    row = insert(tx, showcase_member).values(guild_id=guild_id, user_id=user_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=values))


def of_person(tx: Tx, user_id: int) -> list[tuple[int, Choices]]:
    """(server, choices) of a person, in every server where they chose something."""
    rows = tx.execute(select(showcase_member).where(showcase_member.c.user_id == user_id))
    return [
        (row.guild_id, Choices(row.quoted, row.reads_drafts, row.reads_shares, row.on_page)) for row in rows
    ]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who chose something."""
    rows = tx.execute(select(showcase_member.c.guild_id, showcase_member.c.user_id))
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person chose, everywhere or in one server."""
    statement = delete(showcase_member).where(showcase_member.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(showcase_member.c.guild_id == guild_id))
