"""Queries of who is in which competition: only they see it, but for their team line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.competitions.model.values import Better, Entrant, Step, Team
from bot.competitions.tables import competition_entrant
from bot.core.db import Tx, insert

_t = competition_entrant.c


def _value(row: Row[Any]) -> Entrant:
    values = dict(row._mapping)
    values["ticked"] = frozenset(map(Step, row.ticked))
    values["better"] = Better(row.better) if row.better else None
    values["team"] = Team(row.team)
    return Entrant(**values)


def join(tx: Tx, guild_id: int, user_id: int, slug: str, title: str) -> Entrant:
    """A member is in from now on; who was before finds everything again."""
    key = {"guild_id": guild_id, "user_id": user_id, "slug": slug}
    row = insert(tx, competition_entrant).values(title=title, joined_at=tx.now, ticked=[], **key)
    again = {"out_at": None, "title": title}
    tx.execute(row.on_conflict_do_update(index_elements=list(key), set_=again))
    found = find(tx, guild_id, user_id, slug)
    assert found is not None
    return found


def save(tx: Tx, value: Entrant) -> None:
    """Everything about this entrant that can change is so from now on."""
    names = {each.name for each in fields(Entrant)} - {"id", "guild_id", "user_id", "slug", "joined_at"}
    values = {name: getattr(value, name) for name in names}
    values["ticked"] = sorted(value.ticked)
    values["better"] = value.better.value if value.better else ""
    values["team"] = value.team.value
    tx.execute(update(competition_entrant).where(_t.id == value.id).values(**values))


def find(tx: Tx, guild_id: int, user_id: int, slug: str) -> Entrant | None:
    """The member's row for a competition, whether they are in or were (`out_at`)."""
    key = (_t.guild_id == guild_id, _t.user_id == user_id, _t.slug == slug)
    row = tx.execute(select(competition_entrant).where(*key)).first()
    return _value(row) if row else None


def get(tx: Tx, entrant_id: int) -> Entrant | None:
    """The row with this id."""
    return get_many(tx, [entrant_id]).get(entrant_id)


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Entrant]:
    """These rows, by id."""
    rows = tx.execute(select(competition_entrant).where(_t.id.in_(list(ids))))
    return {row.id: _value(row) for row in rows}


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Entrant]:
    """Everything a member is or was in, everywhere or in one server, newest first."""
    statement = select(competition_entrant).where(_t.user_id == user_id).order_by(_t.id.desc())
    rows = tx.execute(statement if guild_id is None else statement.where(_t.guild_id == guild_id))
    return [_value(row) for row in rows]


def who_is_in(tx: Tx, slugs: Collection[str]) -> list[Entrant]:
    """Everybody who is in one of these competitions, in every server."""
    where = (_t.slug.in_(list(slugs)), _t.out_at.is_(None))
    return [_value(row) for row in tx.execute(select(competition_entrant).where(*where).order_by(_t.id))]


def some_in(tx: Tx, slug: str, at: datetime, beyond: int, limit: int) -> list[Entrant]:
    """Who is in a competition, in whatever servers, and was first in by then (UTC).

    They are the first `limit` people with ids beyond this one, in that order.
    """
    where = (_t.slug == slug, _t.out_at.is_(None), _t.joined_at <= at, _t.user_id > beyond)
    people = select(_t.user_id).where(*where).distinct().order_by(_t.user_id).limit(limit).subquery()
    last = tx.execute(select(func.max(people.c.user_id))).scalar()
    if last is None:
        return []
    rows = select(competition_entrant).where(*where, _t.user_id <= last).order_by(_t.user_id, _t.id)
    return [_value(row) for row in tx.execute(rows)]


def wrote(tx: Tx, slug: str, user_ids: Collection[int]) -> set[int]:
    """Those of these people who wrote what they learned in a competition, in whatever server, though they may be out."""
    where = (_t.slug == slug, _t.user_id.in_(list(user_ids)), _t.learned_at.is_not(None))
    return set(tx.execute(select(_t.user_id).where(*where)).scalars())


def with_teams(tx: Tx, guild_id: int, slug: str) -> list[Entrant]:
    """Who looks for a team in a competition or has a place in one, in a server; who said so first comes first."""
    where = (_t.guild_id == guild_id, _t.slug == slug, _t.out_at.is_(None), _t.team != "")
    rows = tx.execute(select(competition_entrant).where(*where).order_by(_t.team_at, _t.id))
    return [_value(row) for row in rows]


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person is or was in, with their logs, everywhere or in one server."""
    gone = delete(competition_entrant).where(_t.user_id == user_id)
    tx.execute(gone if guild_id is None else gone.where(_t.guild_id == guild_id))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who is or was in one."""
    rows = tx.execute(select(_t.guild_id, _t.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def slugs(tx: Tx) -> set[str]:
    """Every competition that somebody is or was in."""
    return set(tx.execute(select(_t.slug).distinct()).scalars())


def leave(tx: Tx, entrant_id: int, at: datetime) -> None:
    """They are out since then, and what they said about a team is gone; what else they wrote stays theirs."""
    values = {"out_at": at, "team": "", "team_words": "", "team_size": 1, "team_at": None}
    tx.execute(update(competition_entrant).where(_t.id == entrant_id).values(**values))
