"""Queries of a server's reading group and its rounds."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.core.db import Tx, insert
from bot.papers.model.groups import Group, Phase, Round
from bot.papers.tables import reading_group, reading_round

OVER = tuple(each.value for each in Phase if each.is_over)


def get(tx: Tx, guild_id: int) -> Group | None:
    """A server's reading group, on or off; None when it never had one."""
    row = tx.execute(select(reading_group).where(reading_group.c.guild_id == guild_id)).first()
    return Group(row.guild_id, row.channel_id, row.is_on, row.weekday, row.at, row.zone) if row else None


def save(tx: Tx, value: Group) -> None:
    """From now on a server's reading group is so."""
    values = asdict(value)
    values["is_on"] = values.pop("on")
    changed = {name: each for name, each in values.items() if name != "guild_id"}
    row = insert(tx, reading_group).values(**values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=changed))


def round_value(row: Row[Any]) -> Round:
    """The round of a row."""
    return Round(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        phase=Phase(row.phase),
        opens_at=row.opens_at,
        meets_at=row.meets_at,
        due_at=row.due_at,
        arxiv_id=row.arxiv_id,
        leader_id=row.leader_id,
        event_id=row.event_id,
        sequence=row.sequence,
    )


def get_round(tx: Tx, round_id: int, *, hold: bool = False) -> Round | None:
    """The round with this id. `hold`: it stays as it is until the transaction ends."""
    row = select(reading_round).where(reading_round.c.id == round_id)
    found = tx.execute(row.with_for_update() if hold else row).first()
    return round_value(found) if found else None


def running(tx: Tx, guild_id: int, *, hold: bool = False) -> list[Round]:
    """The rounds of a server that are not over: at most the present one, and one for which people nominate already.

    `hold`: as in `get_round`.
    """
    mine = (reading_round.c.guild_id == guild_id, reading_round.c.phase.not_in(OVER))
    rows = select(reading_round).where(*mine).order_by(reading_round.c.id)
    return [round_value(row) for row in tx.execute(rows.with_for_update() if hold else rows)]


def current(tx: Tx, guild_id: int) -> Round | None:
    """The round of a server that is on, or else the next one."""
    return next(iter(running(tx, guild_id)), None)


def last(tx: Tx, guild_id: int) -> Round | None:
    """The newest round of a server that is over."""
    mine = (reading_round.c.guild_id == guild_id, reading_round.c.phase.in_(OVER))
    row = tx.execute(select(reading_round).where(*mine).order_by(reading_round.c.id.desc()).limit(1)).first()
    return round_value(row) if row else None


def open_round(tx: Tx, value: Round) -> Round:
    """Begin a round (its `id` is ignored); returns it as it is kept."""
    row = insert(tx, reading_round).values(
        guild_id=value.guild_id,
        channel_id=value.channel_id,
        phase=value.phase.value,
        opens_at=value.opens_at,
        meets_at=value.meets_at,
        due_at=value.due_at,
        arxiv_id=value.arxiv_id,
    )
    return round_value(tx.execute(row.returning(reading_round)).one())


def change_round(tx: Tx, round_id: int, **changed: Any) -> Round:
    """Change columns of a round (`phase` is a Phase); returns it as it is then."""
    if "phase" in changed:
        changed["phase"] = changed["phase"].value
    statement = update(reading_round).where(reading_round.c.id == round_id).values(**changed)
    return round_value(tx.execute(statement.returning(reading_round)).one())


def remove_round(tx: Tx, round_id: int) -> None:
    """Forget a round that never was, and what is still nominated for it."""
    tx.execute(delete(reading_round).where(reading_round.c.id == round_id))


def due_ids(tx: Tx) -> list[int]:
    """The rounds whose next phase begins, the one that has been due longest first."""
    due = select(reading_round.c.id).where(reading_round.c.due_at <= tx.now)
    return list(tx.execute(due.order_by(reading_round.c.due_at, reading_round.c.id)).scalars())


def take_due(tx: Tx, round_id: int) -> Round | None:
    """This round, if its next phase begins; nobody else takes it meanwhile. None when it is not due, or somebody has it."""
    due = select(reading_round).where(reading_round.c.id == round_id, reading_round.c.due_at <= tx.now)
    row = tx.execute(due.with_for_update(skip_locked=True)).first()
    return round_value(row) if row else None


def overdue(tx: Tx, guild_id: int | None) -> list[Round]:
    """Rounds whose next phase should have begun, of a server or (None) of all."""
    late = select(reading_round).where(reading_round.c.due_at <= tx.now).order_by(reading_round.c.id)
    rows = late if guild_id is None else late.where(reading_round.c.guild_id == guild_id)
    return [round_value(row) for row in tx.execute(rows).all()]


def next_due(tx: Tx) -> datetime | None:
    """When the next of them begins (UTC)."""
    due = select(reading_round.c.due_at).where(reading_round.c.due_at.is_not(None))
    return tx.execute(due.order_by(reading_round.c.due_at).limit(1)).scalar()
