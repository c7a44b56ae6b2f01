"""Queries of what a server's organisers chose for its showcase."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from bot.core.db import Tx, insert
from bot.showcase.model.values import Settings
from bot.showcase.tables import showcase


def _value(row: Row[Any]) -> Settings:
    return Settings(row.guild_id, row.channel_id, row.forum, row.is_on, row.invites, row.roundup)


def get(tx: Tx, guild_id: int) -> Settings | None:
    """A server's showcase, on or off; None when it never had one."""
    row = tx.execute(select(showcase).where(showcase.c.guild_id == guild_id)).first()
    return _value(row) if row else None


def get_many(tx: Tx, guild_ids: Collection[int]) -> dict[int, Settings]:
    """The showcases of those of these servers that have one."""
    rows = tx.execute(select(showcase).where(showcase.c.guild_id.in_(list(guild_ids))))
    return {row.guild_id: _value(row) for row in rows}


def save(tx: Tx, settings: Settings) -> None:
    """From now on a server's showcase is so."""
    values = asdict(settings)
    values["is_on"] = values.pop("on")
    changed = {name: value for name, value in values.items() if name != "guild_id"}
    row = insert(tx, showcase).values(**values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=changed))
