"""Queries of what organisers refuse: words, and members whose posts they stopped."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, delete, exists, insert, select

from bot.communities.model import Community, Guard
from bot.communities.tables import community, stopped_member, stopped_trace
from bot.core.db import Tx
from bot.core.db import insert as upsert

_NONE = "[]"
_GUARD = select(
    select(cast(community.c.refused_words, Text))
    .where(community.c.guild_id == bindparam("guild"))
    .scalar_subquery()
    .label("words"),
    exists()
    .where(stopped_member.c.guild_id == bindparam("guild"), stopped_member.c.user_id == bindparam("person"))
    .label("stopped"),
    exists().where(stopped_trace.c.guild_id == bindparam("guild")).label("traced"),
)
_TRACES = select(stopped_trace.c.trace, stopped_trace.c.key).where(
    stopped_trace.c.guild_id == bindparam("guild")
)


def guard(tx: Tx, guild_id: int, user_id: int) -> Guard:
    """What stands in the way of a member's words in a server; one small query for nearly everybody."""
    row = tx.execute(_GUARD, {"guild": guild_id, "person": user_id}).one()
    words = () if row.words in (None, _NONE) else tuple(json.loads(row.words))
    stopped = bool(row.stopped) or (bool(row.traced) and bool(_traces_of(tx, guild_id, user_id)))
    return Guard(stopped, words)


def _traces_of(tx: Tx, guild_id: int, user_id: int) -> list[str]:
    rows = tx.execute(_TRACES, {"guild": guild_id})
    return [row.trace for row in rows if _hashed(row.key, user_id) == row.trace]


def _hashed(key: str, user_id: int) -> str:
    return hmac.new(bytes.fromhex(key), str(user_id).encode(), hashlib.sha256).hexdigest()


def refused_words(tx: Tx, guild_id: int) -> tuple[str, ...]:
    """The words that a server's organisers do not want, as they typed them."""
    found = tx.execute(select(community.c.refused_words).where(community.c.guild_id == guild_id)).scalar()
    return tuple(found or ())


def save_words(tx: Tx, guild_id: int, words: Sequence[str]) -> None:
    """Replace those words."""
    fresh = Community(guild_id)
    tx.execute(
        upsert(tx, community)
        .values(
            guild_id=guild_id,
            zone=fresh.zone,
            language=fresh.language,
            first_seen_at=tx.now,
            refused_words=list(words),
        )
        .on_conflict_do_update(index_elements=["guild_id"], set_={"refused_words": list(words)})
    )


def stop(tx: Tx, guild_id: int, user_id: int) -> None:
    """The bot posts nothing of this member in the server any more."""
    values = {"guild_id": guild_id, "user_id": user_id, "at": tx.now}
    tx.execute(upsert(tx, stopped_member).values(**values).on_conflict_do_nothing())


def allow(tx: Tx, guild_id: int, user_id: int) -> None:
    """It does again."""
    where = (stopped_member.c.guild_id == guild_id, stopped_member.c.user_id == user_id)
    tx.execute(delete(stopped_member).where(*where))
    if gone := _traces_of(tx, guild_id, user_id):
        where_trace = (stopped_trace.c.guild_id == guild_id, stopped_trace.c.trace.in_(gone))
        tx.execute(delete(stopped_trace).where(*where_trace))


def stopped(tx: Tx, guild_id: int) -> list[int]:
    """The members of a server whose posts are stopped, newest first."""
    rows = tx.execute(
        select(stopped_member.c.user_id)
        .where(stopped_member.c.guild_id == guild_id)
        .order_by(stopped_member.c.at.desc(), stopped_member.c.user_id)
    )
    return [row.user_id for row in rows]


def stopped_of(tx: Tx, guild_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of these people whose posts are stopped there, also if they erased their data since."""
    found = set(stopped(tx, guild_id)).intersection(user_ids)
    traces = tx.execute(_TRACES, {"guild": guild_id}).all()
    return found | {each for each in user_ids for row in traces if _hashed(row.key, each) == row.trace}


def has_traces(tx: Tx, guild_id: int) -> bool:
    """Whether somebody who is stopped here has erased their data since."""
    where = stopped_trace.c.guild_id == guild_id
    return tx.execute(select(stopped_trace.c.trace).where(where).limit(1)).first() is not None


def stops_of(tx: Tx, user_id: int) -> list[tuple[int, datetime]]:
    """(server, since when) of every stop of this person."""
    rows = tx.execute(
        select(stopped_member.c.guild_id, stopped_member.c.at)
        .where(stopped_member.c.user_id == user_id)
        .order_by(stopped_member.c.guild_id)
    )
    return [(row.guild_id, row.at) for row in rows]


def forget_stops(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget who is stopped; only a keyed hash stays, by which they would be known again (A2)."""
    where = [stopped_member.c.user_id == user_id]
    if guild_id is not None:
        where.append(stopped_member.c.guild_id == guild_id)
    for row in tx.execute(delete(stopped_member).where(*where).returning(stopped_member.c.guild_id)).all():
        key = secrets.token_hex(32)
        trace = {"guild_id": row.guild_id, "trace": _hashed(key, user_id), "key": key, "at": tx.now}
        tx.execute(insert(stopped_trace).values(**trace))


def stopped_members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who is stopped somewhere."""
    rows = tx.execute(select(stopped_member.c.guild_id, stopped_member.c.user_id))
    return {(row.guild_id, row.user_id) for row in rows}
