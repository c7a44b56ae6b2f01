"""Queries of whether the bot is in a server: since when it knows it, since when it is out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from bot.communities.model import FORGET_AFTER
from bot.communities.tables import community
from bot.core.db import Tx, insert


def join(tx: Tx, guild_id: int, language: str) -> bool:
    """The bot is in this server, which Discord says prefers `language` (empty: not known); returns whether it is new to us."""
    values = {"guild_id": guild_id, "zone": "UTC", "language": language, "first_seen_at": tx.now}
    new = insert(tx, community).values(**values).on_conflict_do_nothing(index_elements=["guild_id"])
    if tx.execute(new.returning(community.c.guild_id)).first():
        return True
    here = update(community).where(community.c.guild_id == guild_id)
    tx.execute(here.values(left_at=None))
    if language:
        tx.execute(here.where(~community.c.language_chosen).values(language=language))
    return False


def leave(tx: Tx, guild_id: int) -> None:
    """The bot is not in this server any more, since now unless that was known before."""
    out = update(community).where(community.c.guild_id == guild_id, community.c.left_at.is_(None))
    tx.execute(out.values(left_at=tx.now))


def left(tx: Tx) -> set[int]:
    """The servers that the bot is not in any more, and whose data wait for its return."""
    rows = tx.execute(select(community.c.guild_id).where(community.c.left_at.is_not(None)))
    return {row.guild_id for row in rows}


def following(tx: Tx) -> dict[int, str]:
    """The language of each server that speaks the one Discord states, as far as it is known."""
    where = (~community.c.language_chosen, community.c.language != "")
    rows = tx.execute(select(community.c.guild_id, community.c.language).where(*where))
    return {row.guild_id: row.language for row in rows}


def over(tx: Tx, limit: int) -> list[int]:
    """The servers it left so long ago that all about them has to go."""
    rows = tx.execute(
        select(community.c.guild_id)
        .where(community.c.left_at <= tx.now - FORGET_AFTER)
        .order_by(community.c.left_at)
        .limit(limit)
    )
    return [row.guild_id for row in rows]


def next_over(tx: Tx) -> datetime | None:
    """When the next of them has to go (UTC)."""
    first = tx.execute(select(func.min(community.c.left_at))).scalar()
    return first + FORGET_AFTER if first else None
