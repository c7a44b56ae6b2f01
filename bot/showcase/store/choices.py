"""Queries of what members chose about sharing in a server."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from bot.core.db import Tx, insert
from bot.showcase.model.values import Choices
from bot.showcase.tables import showcase_member


class Chosen(NamedTuple):
    """What a person chose in a server; when (UTC) they were asked to read a draft last, and told of a share last."""

    guild_id: int
    choices: Choices
    asked_at: datetime | None
    told_at: datetime | None


def get(tx: Tx, guild_id: int, user_id: int) -> Choices:
    """What a member chose; the defaults for who chose nothing."""
    mine = (showcase_member.c.guild_id == guild_id, showcase_member.c.user_id == user_id)
    row = tx.execute(select(showcase_member).where(*mine)).first()
    return Choices(row.quoted, row.reads_drafts, row.reads_shares, row.on_page) if row else Choices()


def change(tx: Tx, guild_id: int, user_id: int, **values: Any) -> None:
    """Set columns of a member's choices."""
    row = insert(tx, showcase_member).values(guild_id=guild_id, user_id=user_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=values))


def of_person(tx: Tx, user_id: int) -> list[Chosen]:
    """What a person chose, in every server where they did."""
    mine = showcase_member.c.user_id == user_id
    rows = tx.execute(select(showcase_member).where(mine).order_by(showcase_member.c.guild_id))
    return [
        Chosen(
            row.guild_id,
            Choices(row.quoted, row.reads_drafts, row.reads_shares, row.on_page),
            row.asked_at,
            row.told_at,
        )
        for row in rows
    ]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who chose something."""
    rows = tx.execute(select(showcase_member.c.guild_id, showcase_member.c.user_id))
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person chose, everywhere or in one server."""
    statement = delete(showcase_member).where(showcase_member.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(showcase_member.c.guild_id == guild_id))
