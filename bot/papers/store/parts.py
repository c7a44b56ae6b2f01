"""Queries of who takes part in a round: comes, wants to be mentioned when it moves, would lead."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, select

from bot.core.db import Tx, insert
from bot.papers.model.groups import Part
from bot.papers.tables import reading_part


def _value(row: Row[Any]) -> Part:
    return Part(row.guild_id, row.round_id, row.user_id, row.comes, row.ping, row.leads_at)


def get(tx: Tx, guild_id: int, round_id: int, user_id: int) -> Part:
    """What a member said about a round; nothing yet, if nothing."""
    mine = (reading_part.c.round_id == round_id, reading_part.c.user_id == user_id)
    row = tx.execute(select(reading_part).where(*mine)).first()
    return _value(row) if row else Part(guild_id, round_id, user_id)


def has(tx: Tx, round_id: int, user_id: int) -> bool:
    """Whether a member said anything about a round, even if they took it back."""
    mine = (reading_part.c.round_id == round_id, reading_part.c.user_id == user_id)
    return tx.execute(select(reading_part.c.round_id).where(*mine)).first() is not None


def save(tx: Tx, part: Part) -> None:
    """A member says this about a round from now on."""
    values: dict[str, Any] = {"comes": part.comes, "ping": part.ping, "leads_at": part.leads_at}
    row = insert(tx, reading_part).values(
        guild_id=part.guild_id, round_id=part.round_id, user_id=part.user_id, **values
    )
    tx.execute(row.on_conflict_do_update(index_elements=["round_id", "user_id"], set_=values))


def of_round(tx: Tx, round_id: int) -> list[Part]:
    """What members said about a round."""
    rows = tx.execute(
        select(reading_part).where(reading_part.c.round_id == round_id).order_by(reading_part.c.user_id)
    )
    return [_value(row) for row in rows]


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Part]:
    """What a person said about rounds, everywhere or in one server, in their order."""
    mine = select(reading_part).where(reading_part.c.user_id == user_id).order_by(reading_part.c.round_id)
    rows = tx.execute(mine if guild_id is None else mine.where(reading_part.c.guild_id == guild_id))
    return [_value(row) for row in rows]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who said something about a round."""
    rows = tx.execute(select(reading_part.c.guild_id, reading_part.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person said about rounds, everywhere or in one server."""
    gone = delete(reading_part).where(reading_part.c.user_id == user_id)
    tx.execute(gone if guild_id is None else gone.where(reading_part.c.guild_id == guild_id))
