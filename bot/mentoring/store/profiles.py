"""Queries of what people said about themselves, and of what they are in the pool for."""

from __future__ import annotations

from dataclasses import replace
from statistics import median_low
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from bot.core.db import Tx, insert
from bot.mentoring.model.values import Level, Part, Profile, Role, Wish
from bot.mentoring.tables import mentoring_profile as profile
from bot.mentoring.tables import mentoring_wish as wish


def _profile(row: Row[Any]) -> Profile:
    values = {**row._mapping, "hours": frozenset(Part(each) for each in row.hours)}
    return Profile(**values)


def _wish(row: Row[Any]) -> Wish:
    values = {**row._mapping, "role": Role(row.role), "level": Level(row.level), "topics": tuple(row.topics)}
    return Wish(**values)


def get(tx: Tx, guild_id: int, user_id: int) -> Profile:
    """What somebody said about themselves in a server; the defaults for who said nothing."""
    row = tx.execute(select(profile).where(*_one(guild_id, user_id))).first()
    return _profile(row) if row else Profile(guild_id, user_id)


def all_of(tx: Tx, guild_id: int) -> dict[int, Profile]:
    """Everybody's in a server, by person; who said nothing has none."""
    return {
        row.user_id: _profile(row)
        for row in tx.execute(select(profile).where(profile.c.guild_id == guild_id))
    }


def save(tx: Tx, value: Profile) -> None:
    """Keep it."""
    columns = {
        "path": value.path,
        "background": value.background,
        "hours": sorted(each.value for each in value.hours),
        "writing": value.writing,
        "window": value.window,
        "paused_at": value.paused_at,
        "rests_at": value.rests_at,
        "silences": value.silences,
    }
    row = insert(tx, profile).values(guild_id=value.guild_id, user_id=value.user_id, **columns)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=columns))


def save_rest(tx: Tx, value: Profile) -> None:
    """Keep how many questions in a row they left unanswered and whether they rest; all else stays as it is by now."""
    columns = {"rests_at": value.rests_at, "silences": value.silences}
    usual = {"path": value.path, "background": value.background, "hours": [], "window": value.window}
    row = insert(tx, profile).values(guild_id=value.guild_id, user_id=value.user_id, **usual, **columns)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=columns))


def wishes(tx: Tx, guild_id: int, role: Role) -> list[Wish]:
    """Everybody's wishes of one kind in a server, the oldest first; also of who paused or rests."""
    statement = select(wish).where(wish.c.guild_id == guild_id, wish.c.role == role.value)
    return [_wish(row) for row in tx.execute(statement.order_by(wish.c.since, wish.c.id))]


def wishes_of(tx: Tx, guild_id: int, user_id: int) -> dict[Role, Wish]:
    """What somebody is in the pool for in a server."""
    statement = select(wish).where(wish.c.guild_id == guild_id, wish.c.user_id == user_id)
    return {Role(row.role): _wish(row) for row in tx.execute(statement)}


def all_wishes(tx: Tx, guild_id: int) -> list[Wish]:
    """Everybody's wishes in a server, of whatever kind."""
    return [
        _wish(row) for row in tx.execute(select(wish).where(wish.c.guild_id == guild_id).order_by(wish.c.id))
    ]


def save_wish(tx: Tx, value: Wish) -> Wish:
    """Keep a wish; a new one stands in the queue from now on, one that is changed keeps its date.

    Who joins rounds of peers begins with as many threes as is usual there: else they would be in each one for a while.
    """
    columns = {"topics": list(value.topics), "level": value.level.value, "places": value.places}
    key = {"guild_id": value.guild_id, "user_id": value.user_id, "role": value.role.value}
    threes = _usual_threes(tx, value.guild_id) if value.role is Role.PEERS else 0
    row = insert(tx, wish).values(**key, **columns, since=value.since or tx.now, threes=threes)
    row = row.on_conflict_do_update(index_elements=["guild_id", "user_id", "role"], set_=columns)
    kept = tx.execute(row.returning(wish.c.id, wish.c.since, wish.c.sat_out, wish.c.threes)).one()
    return replace(value, **kept._mapping)


def _usual_threes(tx: Tx, guild_id: int) -> int:
    statement = select(wish.c.threes).where(wish.c.guild_id == guild_id, wish.c.role == Role.PEERS.value)
    threes: list[int] = list(tx.execute(statement).scalars())
    return median_low(threes or [0])


def set_counted(tx: Tx, value: Wish) -> None:
    """Keep how often somebody sat out in a row, and was in a three."""
    tx.execute(update(wish).where(wish.c.id == value.id).values(sat_out=value.sat_out, threes=value.threes))


def remove_wish(tx: Tx, guild_id: int, user_id: int, role: Role) -> bool:
    """They are in the pool for this no more; whether they were."""
    where = (wish.c.guild_id == guild_id, wish.c.user_id == user_id, wish.c.role == role.value)
    return tx.execute(delete(wish).where(*where)).rowcount > 0


def of_person(tx: Tx, user_id: int) -> tuple[list[Profile], list[Wish]]:
    """Everything of somebody's, in every server."""
    own = tx.execute(select(profile).where(profile.c.user_id == user_id).order_by(profile.c.guild_id))
    theirs = tx.execute(select(wish).where(wish.c.user_id == user_id).order_by(wish.c.id))
    return [_profile(row) for row in own], [_wish(row) for row in theirs]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who said something here."""
    own = tx.execute(select(profile.c.guild_id, profile.c.user_id))
    theirs = tx.execute(select(wish.c.guild_id, wish.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for rows in (own, theirs) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget it, everywhere or in one server."""
    for each in (profile, wish):
        where = [each.c.user_id == user_id, *([each.c.guild_id == guild_id] if guild_id is not None else [])]
        tx.execute(delete(each).where(*where))


def _one(guild_id: int, user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return profile.c.guild_id == guild_id, profile.c.user_id == user_id
