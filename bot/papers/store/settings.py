"""Queries of what a server's organisers chose for its papers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.core.db import Tx, insert
from bot.papers.model.values import Settings, Truth, Wish
from bot.papers.tables import paper_settings, paper_wish

_LISTS = {
    Wish.CATEGORY: "categories",
    Wish.PHRASE: "phrases",
    Wish.AUTHOR: "authors",
    Wish.EXCLUSION: "exclusions",
}


def _value(row: Row[Any]) -> Settings:
    return Settings(
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        at=row.at,
        zone=row.zone,
        on=row.is_on,
        cap=row.cap,
        crosses=row.crosses,
        replacements=row.replacements,
        seen=row.seen,
        due_at=row.due_at,
        truth=Truth(row.truth),
        truth_at=row.truth_at,
    )


def get_many(tx: Tx, guild_ids: Collection[int]) -> dict[int, Settings]:
    """The papers of those of these servers that set them up, on or off."""
    rows = tx.execute(select(paper_settings).where(paper_settings.c.guild_id.in_(list(guild_ids))))
    return with_wishes(tx, {row.guild_id: _value(row) for row in rows})


def with_wishes(tx: Tx, found: dict[int, Settings]) -> dict[int, Settings]:
    """The same with what each server asks for."""
    wishes = select(paper_wish).where(paper_wish.c.guild_id.in_(list(found))).order_by(paper_wish.c.place)
    for row in tx.execute(wishes).all():
        name = _LISTS[Wish(row.kind)]
        before = found[row.guild_id]
        changed: dict[str, Any] = {name: (*getattr(before, name), row.value)}
        found[row.guild_id] = replace(before, **changed)
    return found


def get(tx: Tx, guild_id: int) -> Settings | None:
    """A server's papers, on or off; None when it never set them up."""
    return get_many(tx, [guild_id]).get(guild_id)


def save(tx: Tx, value: Settings) -> None:
    """From now on a server's papers are so, its wishes included."""
    values = {
        "channel_id": value.channel_id,
        "at": value.at,
        "zone": value.zone,
        "is_on": value.on,
        "cap": value.cap,
        "crosses": value.crosses,
        "replacements": value.replacements,
        "seen": value.seen,
        "due_at": value.due_at,
        "truth": value.truth.value,
        "truth_at": value.truth_at,
    }
    row = insert(tx, paper_settings).values(guild_id=value.guild_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=values))
    tx.execute(delete(paper_wish).where(paper_wish.c.guild_id == value.guild_id))
    wishes = [
        {"guild_id": value.guild_id, "kind": kind.value, "value": each, "place": place}
        for kind, name in _LISTS.items()
        for place, each in enumerate(getattr(value, name))
    ]
    if wishes:
        tx.execute(insert(tx, paper_wish), wishes)


def due(tx: Tx, limit: int) -> list[Settings]:
    """Servers whose digest is due, the longest due first."""
    statement = select(paper_settings).where(paper_settings.c.due_at <= tx.now)
    rows = tx.execute(statement.order_by(paper_settings.c.due_at).limit(limit))
    return list(with_wishes(tx, {row.guild_id: _value(row) for row in rows}).values())


def next_due(tx: Tx) -> datetime | None:
    """When the next digest is due (UTC)."""
    statement = select(paper_settings.c.due_at).where(paper_settings.c.due_at.is_not(None))
    return tx.execute(statement.order_by(paper_settings.c.due_at).limit(1)).scalar()


def followed(tx: Tx) -> set[str]:
    """Every category that a server whose papers are on asks for."""
    statement = (
        select(paper_wish.c.value)
        .join(paper_settings, paper_settings.c.guild_id == paper_wish.c.guild_id)
        .where(paper_wish.c.kind == Wish.CATEGORY.value, paper_settings.c.is_on)
        .distinct()
    )
    return set(tx.execute(statement).scalars())
