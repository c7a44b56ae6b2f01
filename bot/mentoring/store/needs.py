"""Queries of the help-first board: small needs, who took one until when, which of them turn next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.core.db import Tx
from bot.mentoring.model.asking import NEED_FOR, Need, NeedKind, NeedState
from bot.mentoring.tables import mentoring_need as need

_STILL = (NeedState.OPEN.value, NeedState.TAKEN.value)


@dataclass(frozen=True)
class Erased:
    """What forgetting somebody did: needs that are gone, and others' that are nobody's again or name nobody any more."""

    gone: list[int]
    changed: list[int]


def _value(row: Row[Any]) -> Need:
    return Need(
        guild_id=row.guild_id,
        user_id=row.user_id,
        kind=NeedKind(row.kind),
        what=row.what,
        url=row.url,
        state=NeedState(row.state),
        taker_id=row.taker_id,
        taken_until=row.taken_until,
        made_at=row.made_at,
        id=row.id,
    )


def _columns(value: Need, made_at: datetime) -> dict[str, Any]:
    turns = {NeedState.OPEN: made_at + NEED_FOR, NeedState.TAKEN: value.taken_until}
    return {
        "kind": value.kind.value,
        "what": value.what,
        "url": value.url,
        "state": value.state.value,
        "taker_id": value.taker_id,
        "taken_until": value.taken_until,
        "made_at": made_at,
        "turns_at": turns.get(value.state),
    }


def add(tx: Tx, new: Need) -> Need:
    """Keep a new need, made now."""
    row = insert(need).values(guild_id=new.guild_id, user_id=new.user_id, **_columns(new, tx.now))
    return replace(new, id=tx.execute(row.returning(need.c.id)).scalar_one(), made_at=tx.now)


def get(tx: Tx, need_id: int, *, lock: bool = False) -> Need | None:
    """A need; `lock`: nobody else changes it meanwhile."""
    found = select(need).where(need.c.id == need_id)
    row = tx.execute(found.with_for_update() if lock else found).first()
    return _value(row) if row else None


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Need]:
    """These, by id."""
    return {row.id: _value(row) for row in tx.execute(select(need).where(need.c.id.in_(list(ids))))}


def save(tx: Tx, value: Need) -> None:
    """Keep what changed; when it turns next follows from where it stands and `made_at`, since when it is on the board."""
    tx.execute(update(need).where(need.c.id == value.id).values(**_columns(value, value.made_at or tx.now)))


def board(tx: Tx, guild_id: int, limit: int) -> list[Need]:
    """A server's that are open, the one that waits longest first."""
    there = select(need).where(need.c.guild_id == guild_id, need.c.state == NeedState.OPEN.value)
    return [_value(row) for row in tx.execute(there.order_by(need.c.made_at, need.c.id).limit(limit))]


def held_by(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Need]:
    """Those somebody took, everywhere or in one server, the one that comes back first before others."""
    theirs = select(need).where(need.c.taker_id == user_id, need.c.state == NeedState.TAKEN.value)
    if guild_id is not None:
        theirs = theirs.where(need.c.guild_id == guild_id)
    return [_value(row) for row in tx.execute(theirs.order_by(need.c.taken_until, need.c.id))]


def still_of(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Need]:
    """Somebody's own that are open or taken, everywhere or in one server, oldest first."""
    theirs = select(need).where(need.c.user_id == user_id, need.c.state.in_(_STILL))
    if guild_id is not None:
        theirs = theirs.where(need.c.guild_id == guild_id)
    return [_value(row) for row in tx.execute(theirs.order_by(need.c.id))]


def take_turning(tx: Tx, limit: int) -> list[Need]:
    """Needs that come back to the board or leave it now, locked for this claim."""
    due = select(need).where(need.c.turns_at <= tx.now).order_by(need.c.turns_at).limit(limit)
    return [_value(row) for row in tx.execute(due.with_for_update(skip_locked=True))]


def next_turn(tx: Tx) -> datetime | None:
    """When the next need comes back or leaves (UTC)."""
    due = select(need.c.turns_at).where(need.c.turns_at.is_not(None))
    return tx.execute(due.order_by(need.c.turns_at).limit(1)).scalar()


def others_of(tx: Tx, user_id: int, guild_id: int, limit: int) -> list[Need]:
    """Somebody's own in a server that are done or off the board, the newest first."""
    theirs = select(need).where(need.c.user_id == user_id, need.c.guild_id == guild_id)
    rows = tx.execute(theirs.where(need.c.state.not_in(_STILL)).order_by(need.c.id.desc()).limit(limit))
    return [_value(row) for row in rows]


def remove(tx: Tx, need_id: int) -> None:
    """Forget one."""
    tx.execute(delete(need).where(need.c.id == need_id))


def of_person(tx: Tx, user_id: int) -> list[Need]:
    """All that somebody put up, oldest first."""
    return [
        _value(row) for row in tx.execute(select(need).where(need.c.user_id == user_id).order_by(need.c.id))
    ]


def taken_by(tx: Tx, user_id: int) -> list[Need]:
    """All that somebody took and has or did, oldest first."""
    return [
        _value(row) for row in tx.execute(select(need).where(need.c.taker_id == user_id).order_by(need.c.id))
    ]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who put one up or took one."""
    rows = tx.execute(select(need.c.guild_id, need.c.user_id, need.c.taker_id).distinct())
    return {(row.guild_id, who) for row in rows for who in (row.user_id, row.taker_id) if who}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> Erased:
    """Forget those somebody put up, and that they took others'."""
    theirs, took = (
        delete(need).where(need.c.user_id == user_id),
        select(need).where(need.c.taker_id == user_id),
    )
    if guild_id is not None:
        theirs, took = theirs.where(need.c.guild_id == guild_id), took.where(need.c.guild_id == guild_id)
    gone = list(tx.execute(theirs.returning(need.c.id)).scalars())
    changed = [_value(row) for row in tx.execute(took.order_by(need.c.id))]
    for each in changed:
        again = NeedState.OPEN if each.state is NeedState.TAKEN else each.state
        save(tx, replace(each, state=again, taker_id=0, taken_until=None))
    return Erased(gone, [each.id for each in changed])


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget those that left the board undone and were put up before an instant, at most `limit`; returns how many."""
    old = (
        select(need.c.id).where(need.c.state == NeedState.CLOSED.value, need.c.made_at < before).limit(limit)
    )
    return tx.execute(delete(need).where(need.c.id.in_(old))).rowcount


def skip_past(tx: Tx, guild_id: int | None = None) -> list[int]:
    """After a restore or an import nobody is told of what came back or left meanwhile: it did so silently. Returns those."""
    late = [need.c.turns_at <= tx.now]
    if guild_id is not None:
        late.append(need.c.guild_id == guild_id)
    found = [_value(row) for row in tx.execute(select(need).where(*late))]
    for value in found:
        open_until = (value.made_at or tx.now) + NEED_FOR
        left = open_until <= tx.now
        save(
            tx,
            replace(value, state=NeedState.CLOSED if left else NeedState.OPEN, taker_id=0, taken_until=None),
        )
    return [each.id for each in found]
