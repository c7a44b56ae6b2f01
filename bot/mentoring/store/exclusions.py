"""Queries of whom somebody does not want to be matched with. The other one is a keyed hash, which outlives their data."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection

from sqlalchemy import Select, delete, select

from bot.attention.store import silences
from bot.core.db import Tx, insert
from bot.mentoring.tables import mentoring_exclusion as exclusion
from bot.mentoring.tables import mentoring_key


def exclude(tx: Tx, guild_id: int, user_id: int, other_id: int) -> None:
    """They are not matched with this person any more; nobody is told."""
    values = {"guild_id": guild_id, "user_id": user_id, "other": _mark(_key(tx, guild_id), user_id, other_id)}
    tx.execute(insert(tx, exclusion).values(**values, made_at=tx.now).on_conflict_do_nothing())


def include(tx: Tx, guild_id: int, user_id: int, other_id: int | None = None) -> bool:
    """They may be matched with this person again, or (None) with everybody; whether they were not before."""
    where = [exclusion.c.guild_id == guild_id, exclusion.c.user_id == user_id]
    if other_id is not None:
        where.append(exclusion.c.other == _mark(_key(tx, guild_id), user_id, other_id))
    return tx.execute(delete(exclusion).where(*where)).rowcount > 0


def excludes_somebody(tx: Tx, guild_id: int, user_id: int) -> bool:
    """Whether they do not want to be matched with somebody."""
    where = (exclusion.c.guild_id == guild_id, exclusion.c.user_id == user_id)
    return tx.execute(select(exclusion.c.user_id).where(*where).limit(1)).first() is not None


def apart(tx: Tx, guild_id: int, user_ids: Collection[int]) -> set[frozenset[int]]:
    """Those pairs of these people of whom one excluded or silenced the other: they are never matched, and nobody learns why."""
    rows = tx.execute(
        select(exclusion.c.user_id, exclusion.c.other).where(exclusion.c.guild_id == guild_id)
    ).all()
    there = set(user_ids)
    stored = {(row.user_id, row.other) for row in rows if row.user_id in there}
    known = tx.execute(_known_key(guild_id)).scalar() if stored else None
    key = bytes.fromhex(str(known or ""))
    by = {user_id for user_id, _mark in stored} if known else ()  # without a key nobody was marked
    excluded = {
        frozenset((one, other))
        for one in by
        for other in there
        if one != other and (one, _mark(key, one, other)) in stored
    }
    return excluded | {frozenset(pair) for pair in silences.silenced_among(tx, there)}


def of_person(tx: Tx, user_id: int) -> set[int]:
    """The servers in which they exclude somebody."""
    return set(
        tx.execute(select(exclusion.c.guild_id).where(exclusion.c.user_id == user_id).distinct()).scalars()
    )


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who excludes somebody."""
    rows = tx.execute(select(exclusion.c.guild_id, exclusion.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget whom they exclude. That others exclude them stays: it is a hash, and protects those others."""
    where = [exclusion.c.user_id == user_id]
    if guild_id is not None:
        where.append(exclusion.c.guild_id == guild_id)
    tx.execute(delete(exclusion).where(*where))


def _key(tx: Tx, guild_id: int) -> bytes:
    """The server's own key for these hashes, made at first use; without it an export could not protect anybody elsewhere."""
    known = _known_key(guild_id)
    found = tx.execute(known).scalar()
    if found is None:
        new = insert(tx, mentoring_key).values(guild_id=guild_id, value=secrets.token_hex(32))
        tx.execute(new.on_conflict_do_nothing())
        found = tx.execute(known).scalar_one()
    return bytes.fromhex(str(found))


def _known_key(guild_id: int) -> Select[tuple[str]]:
    return select(mentoring_key.c.value).where(mentoring_key.c.guild_id == guild_id)


def _mark(key: bytes, user_id: int, other_id: int) -> str:
    return hmac.digest(key, f"{user_id}:{other_id}".encode(), hashlib.sha256).hex()
