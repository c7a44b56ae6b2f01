"""Limits of how often a member may do something that reaches others (A9), counted in what they did recently."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from bot.attention.model.refusals import TooOften
from bot.attention.tables import recent_act
from bot.core.db import Tx

KEEP = timedelta(days=2)  # the longest time that a limit can look back


def check(tx: Tx, user_id: int, guild_id: int, what: str, most: int, per: timedelta) -> None:
    """The member does `what` now; TooOften when they did it `most` times within `per` (at most two days) in this server."""
    check_only(tx, user_id, guild_id, what, most, per)
    note(tx, user_id, guild_id, what)


def check_only(tx: Tx, user_id: int, guild_id: int, what: str, most: int, per: timedelta) -> None:
    """TooOften as in `check`, without counting this time."""
    mine = (recent_act.c.user_id == user_id, recent_act.c.what == what, recent_act.c.guild_id == guild_id)
    recent = select(recent_act.c.at).where(*mine, recent_act.c.at > tx.now - per)
    times = list(tx.execute(recent.order_by(recent_act.c.at.desc()).limit(most)).scalars())
    if len(times) >= most:
        raise TooOften(times[-1] + per - tx.now)


def note(tx: Tx, user_id: int, guild_id: int, what: str) -> None:
    """The member does `what` now, whatever the limits."""
    tx.execute(insert(recent_act).values(guild_id=guild_id, user_id=user_id, what=what, at=tx.now))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who did something recently."""
    rows = tx.execute(select(recent_act.c.guild_id, recent_act.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def acts_of(tx: Tx, user_id: int) -> list[tuple[int, str, datetime]]:
    """What a person did recently, as (server, what, when), oldest first."""
    columns = (recent_act.c.guild_id, recent_act.c.what, recent_act.c.at)
    rows = tx.execute(select(*columns).where(recent_act.c.user_id == user_id).order_by(recent_act.c.id))
    return [(row.guild_id, row.what, row.at) for row in rows]


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what the person did recently, everywhere or in one server."""
    statement = delete(recent_act).where(recent_act.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(recent_act.c.guild_id == guild_id))


def purge(tx: Tx, limit: int) -> int:
    """Forget what no limit looks at any more, at most `limit` acts; returns how many."""
    old = select(recent_act.c.id).where(recent_act.c.at < tx.now - KEEP).limit(limit)
    return tx.execute(delete(recent_act).where(recent_act.c.id.in_(old))).rowcount
