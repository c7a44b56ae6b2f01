"""Queries of what one member wrote to another about something shared: notes about drafts, and thank-yous."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select

from bot.core.db import Tx
from bot.showcase.model.values import Said, Word
from bot.showcase.tables import share_word


def _said(row: Row[Any]) -> Said:
    return Said(
        id=row.id,
        guild_id=row.guild_id,
        share_id=row.share_id,
        word=Word(row.kind),
        from_id=row.from_id,
        to_id=row.to_id,
        text=row.text,
        url=row.url,
        at=row.at,
    )


def _found(tx: Tx, *where: ColumnElement[bool]) -> list[Said]:
    """What these conditions choose, oldest first."""
    return [_said(row) for row in tx.execute(select(share_word).where(*where).order_by(share_word.c.id))]


def add(
    tx: Tx,
    guild_id: int,
    word: Word,
    *,
    from_id: int,
    to_id: int,
    text: str,
    share_id: int | None = None,
    url: str = "",
) -> Said:
    """Keep what one member wrote to another now; `share_id` None: about the message at `url`, which is no share."""
    values = {
        "guild_id": guild_id,
        "share_id": share_id,
        "kind": word.value,
        "from_id": from_id,
        "to_id": to_id,
        "text": text,
        "url": url,
        "at": tx.now,
    }
    return _said(tx.execute(insert(share_word).values(**values).returning(share_word)).one())


def get(tx: Tx, word_id: int) -> Said | None:
    """The note or thank-you with this id."""
    return get_many(tx, [word_id]).get(word_id)


def get_many(tx: Tx, word_ids: Collection[int]) -> dict[int, Said]:
    """Those of these that are there, by id."""
    return {each.id: each for each in _found(tx, share_word.c.id.in_(list(word_ids)))}


def of_shares(tx: Tx, share_ids: Collection[int], word: Word | None = None) -> list[Said]:
    """What was written about these shares, or (`word`) only notes or only thank-yous of it, oldest first."""
    where: list[ColumnElement[bool]] = [share_word.c.share_id.in_(list(share_ids))]
    if word is not None:
        where.append(share_word.c.kind == word.value)
    return _found(tx, *where)


def from_to(tx: Tx, from_id: int, to_id: int) -> list[Said]:
    """What one person wrote to another, anywhere, oldest first."""
    return _found(tx, share_word.c.from_id == from_id, share_word.c.to_id == to_id)


def from_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Said]:
    """What a person wrote to others, everywhere or in one server, oldest first."""
    return _found(tx, share_word.c.from_id == user_id, *_in(guild_id))


def to_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Said]:
    """What others wrote to a person, everywhere or in one server, oldest first."""
    return _found(tx, share_word.c.to_id == user_id, *_in(guild_id))


def newest_to(
    tx: Tx, user_id: int, word: Word, *, guild_id: int | None = None, before: int | None = None, limit: int
) -> list[Said]:
    """The newest of what others wrote to a person, newest first; `before` an id for older ones."""
    where = [share_word.c.to_id == user_id, share_word.c.kind == word.value, *_in(guild_id)]
    if before is not None:
        where.append(share_word.c.id < before)
    rows = tx.execute(select(share_word).where(*where).order_by(share_word.c.id.desc()).limit(limit))
    return [_said(row) for row in rows]


def _in(guild_id: int | None) -> list[ColumnElement[bool]]:
    return [] if guild_id is None else [share_word.c.guild_id == guild_id]


def remove(tx: Tx, word_ids: Collection[int]) -> None:
    """Forget these."""
    tx.execute(delete(share_word).where(share_word.c.id.in_(list(word_ids))))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who wrote or was written to."""
    return {
        (row.guild_id, row.user_id)
        for column in (share_word.c.from_id, share_word.c.to_id)
        for row in tx.execute(select(share_word.c.guild_id, column.label("user_id")).distinct())
    }
