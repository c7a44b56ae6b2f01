"""Queries of AMAs: who answers what when, which of them turn next, and which questions were asked in one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.core.db import Tx
from bot.mentoring.model.asking import Ama, AmaState
from bot.mentoring.tables import mentoring_ama as ama
from bot.mentoring.tables import mentoring_question as question

STILL = (AmaState.PLANNED.value, AmaState.OPEN.value)


def _value(row: Row[Any]) -> Ama:
    return Ama(
        guild_id=row.guild_id,
        host_id=row.host_id,
        about=row.about,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        state=AmaState(row.state),
        id=row.id,
    )


def _columns(value: Ama) -> dict[str, Any]:
    turns = {AmaState.PLANNED: value.begins_at, AmaState.OPEN: value.ends_at}
    return {
        "about": value.about,
        "begins_at": value.begins_at,
        "ends_at": value.ends_at,
        "state": value.state.value,
        "turns_at": turns.get(value.state),
    }


def add(tx: Tx, new: Ama) -> Ama:
    """Keep a new AMA."""
    row = insert(ama).values(guild_id=new.guild_id, host_id=new.host_id, **_columns(new)).returning(ama.c.id)
    return replace(new, id=tx.execute(row).scalar_one())


def get(tx: Tx, ama_id: int, *, lock: bool = False) -> Ama | None:
    """An AMA; `lock`: it neither opens nor ends meanwhile."""
    found = select(ama).where(ama.c.id == ama_id)
    row = tx.execute(found.with_for_update() if lock else found).first()
    return _value(row) if row else None


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Ama]:
    """These, by id."""
    return {row.id: _value(row) for row in tx.execute(select(ama).where(ama.c.id.in_(list(ids))))}


def save(tx: Tx, value: Ama) -> None:
    """Keep what changed: what it is about, when, and where it stands."""
    tx.execute(update(ama).where(ama.c.id == value.id).values(**_columns(value)))


def coming(tx: Tx, guild_id: int, limit: int) -> list[Ama]:
    """A server's that begin or run, the next first."""
    there = select(ama).where(ama.c.guild_id == guild_id, ama.c.state.in_(STILL))
    return [_value(row) for row in tx.execute(there.order_by(ama.c.begins_at, ama.c.id).limit(limit))]


def hosted_by(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Ama]:
    """Those somebody hosts that are not over, everywhere or in one server, the next first."""
    theirs = select(ama).where(ama.c.host_id == user_id, ama.c.state.in_(STILL))
    if guild_id is not None:
        theirs = theirs.where(ama.c.guild_id == guild_id)
    return [_value(row) for row in tx.execute(theirs.order_by(ama.c.begins_at, ama.c.id))]


def over_of(tx: Tx, user_id: int, guild_id: int, limit: int) -> list[Ama]:
    """Those somebody hosted in a server that are over or did not take place, the newest first."""
    theirs = select(ama).where(ama.c.host_id == user_id, ama.c.guild_id == guild_id)
    over = theirs.where(ama.c.state.not_in(STILL)).order_by(ama.c.id.desc())
    return [_value(row) for row in tx.execute(over.limit(limit))]


def take_turning(tx: Tx, limit: int) -> list[Ama]:
    """AMAs that open or end now, locked for this claim."""
    due = select(ama).where(ama.c.turns_at <= tx.now).order_by(ama.c.turns_at).limit(limit)
    return [_value(row) for row in tx.execute(due.with_for_update(skip_locked=True))]


def next_turn(tx: Tx) -> datetime | None:
    """When the next AMA opens or ends (UTC)."""
    due = select(ama.c.turns_at).where(ama.c.turns_at.is_not(None))
    return tx.execute(due.order_by(ama.c.turns_at).limit(1)).scalar()


def asked_by(tx: Tx, ama_id: int, user_id: int) -> int:
    """How many questions somebody asked in an AMA; for the limit, nobody is shown it."""
    mine = (question.c.ama_id == ama_id, question.c.user_id == user_id)
    return tx.execute(select(func.count()).select_from(question).where(*mine)).scalar_one()


def asked_in(tx: Tx, ama_id: int) -> int:
    """How many questions were asked in an AMA; for the limit, nobody is shown it."""
    return tx.execute(
        select(func.count()).select_from(question).where(question.c.ama_id == ama_id)
    ).scalar_one()


def release(tx: Tx, ama_ids: Collection[int]) -> None:
    """What was asked in these and not posted is its author's alone: no AMA's question any more."""
    theirs = (question.c.ama_id.in_(list(ama_ids)), question.c.state == "private")
    tx.execute(update(question).where(*theirs).values(ama_id=0))


def of_person(tx: Tx, user_id: int) -> list[Ama]:
    """All that somebody hosts or hosted, oldest first."""
    return [_value(row) for row in tx.execute(select(ama).where(ama.c.host_id == user_id).order_by(ama.c.id))]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who hosts or hosted one."""
    rows = tx.execute(select(ama.c.guild_id, ama.c.host_id).distinct())
    return {(row.guild_id, row.host_id) for row in rows}


def remove(tx: Tx, ama_id: int) -> None:
    """Forget one; what was asked in it is no AMA's question any more. `service.hosting.remove` does all of it."""
    tx.execute(delete(ama).where(ama.c.id == ama_id))
    tx.execute(update(question).where(question.c.ama_id == ama_id).values(ama_id=0))


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Forget those somebody hosts or hosted; returns them, for their posts. `service.amas.forget` does all of it."""
    theirs = delete(ama).where(ama.c.host_id == user_id)
    if guild_id is not None:
        theirs = theirs.where(ama.c.guild_id == guild_id)
    gone = list(tx.execute(theirs.returning(ama.c.id)).scalars())
    tx.execute(update(question).where(question.c.ama_id.in_(gone)).values(ama_id=0))
    return gone


def skip_past(tx: Tx, guild_id: int | None = None) -> list[int]:
    """After a restore or an import no AMA opens late: one whose time passed is over. Returns those.

    What was asked in it and is not posted is its author's alone.
    """
    late = update(ama).where(ama.c.turns_at <= tx.now)
    if guild_id is not None:
        late = late.where(ama.c.guild_id == guild_id)
    over = late.values(state=AmaState.OVER.value, turns_at=None).returning(ama.c.id)
    ids = list(tx.execute(over).scalars())
    release(tx, ids)
    return ids
