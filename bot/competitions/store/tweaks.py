"""Queries of the logs of members: what changed, and the scores as they were typed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.competitions.model.values import Entrant, Tweak
from bot.competitions.tables import competition_tweak
from bot.core.db import Tx

_t = competition_tweak.c


def _value(row: Row[Any]) -> Tweak:
    return Tweak(row.id, row.guild_id, row.entrant_id, row.what, row.local, row.public, row.at)


def add(tx: Tx, entrant: Entrant, what: str, local: str, public: str) -> Tweak:
    """Keep a new line of a member's log."""
    values = {"guild_id": entrant.guild_id, "entrant_id": entrant.id, "at": tx.now}
    new = insert(competition_tweak).values(what=what, local=local, public=public, **values)
    return _value(tx.execute(new.returning(competition_tweak)).one())


def get(tx: Tx, tweak_id: int) -> Tweak | None:
    """The line with this id."""
    row = tx.execute(select(competition_tweak).where(_t.id == tweak_id)).first()
    return _value(row) if row else None


def rewrite(tx: Tx, tweak_id: int, what: str, local: str, public: str) -> None:
    """A line says this from now on; when it was made stays."""
    changed = update(competition_tweak).where(_t.id == tweak_id)
    tx.execute(changed.values(what=what, local=local, public=public))


def drop(tx: Tx, tweak_id: int) -> None:
    """Forget a line."""
    tx.execute(delete(competition_tweak).where(_t.id == tweak_id))


def newest(tx: Tx, entrant_id: int, limit: int) -> list[Tweak]:
    """The last lines of a log, newest first."""
    mine = select(competition_tweak).where(_t.entrant_id == entrant_id)
    return [_value(row) for row in tx.execute(mine.order_by(_t.id.desc()).limit(limit))]


def of_entrants(tx: Tx, entrant_ids: Collection[int]) -> dict[int, list[Tweak]]:
    """All lines of these logs, by the row of who is in, oldest first."""
    found: dict[int, list[Tweak]] = {each: [] for each in entrant_ids}
    lines = select(competition_tweak).where(_t.entrant_id.in_(list(entrant_ids))).order_by(_t.id)
    for row in tx.execute(lines):
        found[row.entrant_id].append(_value(row))
    return found
