"""Queries of rounds of peers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.core.db import Tx, insert
from bot.mentoring.model.rounds import Round, RoundState
from bot.mentoring.tables import mentoring_pair as pair
from bot.mentoring.tables import mentoring_round as round_


def _value(row: Row[Any]) -> Round:
    return Round(row.guild_id, row.goes_at, row.seed, RoundState(row.state), row.id)


def begin(tx: Tx, new: Round) -> Round | None:
    """Keep a new round; None when there is one of that instant already: another process was first."""
    values = {"guild_id": new.guild_id, "goes_at": new.goes_at, "seed": new.seed, "state": new.state.value}
    row = insert(tx, round_).values(**values).on_conflict_do_nothing(index_elements=["guild_id", "goes_at"])
    made = tx.execute(row.returning(round_)).first()
    return _value(made) if made else None


def get(tx: Tx, round_id: int) -> Round | None:
    """A round."""
    row = tx.execute(select(round_).where(round_.c.id == round_id)).first()
    return _value(row) if row else None


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Round]:
    """These, by id."""
    return {row.id: _value(row) for row in tx.execute(select(round_).where(round_.c.id.in_(list(ids))))}


def at(tx: Tx, guild_id: int, goes_at: datetime) -> Round | None:
    """A server's round of this instant."""
    where = (round_.c.guild_id == guild_id, round_.c.goes_at == goes_at)
    row = tx.execute(select(round_).where(*where)).first()
    return _value(row) if row else None


def finish(tx: Tx, round_id: int, state: RoundState) -> bool:
    """A round that is ready was sent or is left out; whether it was ready still."""
    where = (round_.c.id == round_id, round_.c.state == RoundState.READY.value)
    over = update(round_).where(*where).values(state=state.value, taken_until=None)
    return tx.execute(over).rowcount > 0


def latest(tx: Tx, guild_id: int, limit: int) -> list[Round]:
    """A server's rounds that went out, the newest first."""
    where = (round_.c.guild_id == guild_id, round_.c.state == RoundState.SENT.value)
    return [
        _value(row)
        for row in tx.execute(select(round_).where(*where).order_by(round_.c.id.desc()).limit(limit))
    ]


def ready(tx: Tx, guild_id: int) -> Round | None:
    """A server's round that organisers were told of and that has not gone out yet."""
    where = (round_.c.guild_id == guild_id, round_.c.state == RoundState.READY.value)
    row = tx.execute(select(round_).where(*where).order_by(round_.c.goes_at).limit(1)).first()
    return _value(row) if row else None


def done_at(tx: Tx, guild_id: int) -> datetime | None:
    """When a server's last round went out, or was to when it was left out (UTC); None: there was none yet."""
    where = (round_.c.guild_id == guild_id, round_.c.state != RoundState.READY.value)
    return tx.execute(select(func.max(round_.c.goes_at)).where(*where)).scalar()


def remove(tx: Tx, round_id: int) -> None:
    """Forget a round that is not to be any more."""
    tx.execute(delete(round_).where(round_.c.id == round_id))


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget those that are over and were to go out before an instant, but for a server's last one; returns how many.

    At most `limit`. Pairs of theirs stay, of no round that is known.
    """
    newest = select(func.max(round_.c.goes_at)).where(round_.c.state != RoundState.READY.value)
    over = (round_.c.state != RoundState.READY.value, round_.c.goes_at < before)
    last = newest.group_by(round_.c.guild_id)
    old = select(round_.c.id).where(*over, round_.c.goes_at.not_in(last)).limit(limit)
    ids = list(tx.execute(old).scalars())
    if ids:
        tx.execute(update(pair).where(pair.c.round_id.in_(ids)).values(round_id=0))
        tx.execute(delete(round_).where(round_.c.id.in_(ids)))
    return len(ids)
