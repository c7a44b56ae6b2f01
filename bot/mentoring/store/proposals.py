"""Queries of proposals: who was proposed to whom, what each said, what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, literal_column, or_, select, update
from sqlalchemy import insert as plain_insert

from bot.core.db import Tx
from bot.mentoring.model.values import Proposal, ProposalState, Reasons, Said
from bot.mentoring.tables import mentoring_proposal as proposal
from bot.mentoring.tables import mentoring_settings

_IS_OPEN = proposal.c.state == literal_column("'open'")  # written out as in the partial indexes


def _value(row: Row[Any]) -> Proposal:
    return Proposal(
        guild_id=row.guild_id,
        learner_id=row.learner_id,
        mentor_id=row.mentor_id,
        reasons=Reasons.read(row.reasons, row.topics),
        made_at=row.made_at,
        until=row.until,
        learner_said=Said(row.learner_said),
        mentor_said=Said(row.mentor_said),
        state=ProposalState(row.state),
        id=row.id,
    )


def add(tx: Tx, new: Proposal, seed: int) -> Proposal:
    """Keep a new proposal; a learner has one open at a time in a server."""
    values = {
        "guild_id": new.guild_id,
        "learner_id": new.learner_id,
        "mentor_id": new.mentor_id,
        "topics": list(new.reasons.topics),
        "reasons": new.reasons.stored(),
        "made_at": new.made_at,
        "until": new.until,
        "state": new.state.value,
        "seed": seed,
    }
    return replace(
        new, id=tx.execute(plain_insert(proposal).values(**values).returning(proposal.c.id)).scalar_one()
    )


def get(tx: Tx, proposal_id: int) -> Proposal | None:
    """A proposal."""
    row = tx.execute(select(proposal).where(proposal.c.id == proposal_id)).first()
    return _value(row) if row else None


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Proposal]:
    """These, by id."""
    return {row.id: _value(row) for row in tx.execute(select(proposal).where(proposal.c.id.in_(list(ids))))}


def save(tx: Tx, value: Proposal) -> None:
    """Keep what was said and what became of it."""
    columns = {
        "learner_said": value.learner_said.value,
        "mentor_said": value.mentor_said.value,
        "state": value.state.value,
        "until": value.until,
    }
    tx.execute(update(proposal).where(proposal.c.id == value.id).values(**columns))


def set_reasons(tx: Tx, proposal_id: int, reasons: Reasons) -> None:
    """Keep why the two fit now."""
    values = {"reasons": reasons.stored(), "topics": list(reasons.topics)}
    tx.execute(update(proposal).where(proposal.c.id == proposal_id).values(**values))


def remove(tx: Tx, proposal_id: int) -> None:
    """It never was: nobody declined it, and the two may be proposed to each other again."""
    tx.execute(delete(proposal).where(proposal.c.id == proposal_id))


def open_in(tx: Tx, guild_id: int) -> list[Proposal]:
    """A server's that are open."""
    statement = select(proposal).where(proposal.c.guild_id == guild_id, _IS_OPEN).order_by(proposal.c.id)
    return [_value(row) for row in tx.execute(statement)]


def open_of(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Proposal]:
    """Those open that somebody is a side of, everywhere or in one server, oldest first."""
    side = or_(proposal.c.learner_id == user_id, proposal.c.mentor_id == user_id)
    statement = select(proposal).where(side, _IS_OPEN).order_by(proposal.c.id)
    if guild_id is not None:
        statement = statement.where(proposal.c.guild_id == guild_id)
    return [_value(row) for row in tx.execute(statement)]


def refused(tx: Tx, guild_id: int, since: datetime) -> dict[tuple[int, int], datetime]:
    """(learner, mentor) of a server's proposals that came to nothing and were made from an instant on, and when the last was."""
    where = (
        proposal.c.guild_id == guild_id,
        proposal.c.state == ProposalState.OVER.value,
        proposal.c.made_at >= since,
    )
    columns = (proposal.c.learner_id, proposal.c.mentor_id, proposal.c.made_at)
    rows = tx.execute(select(*columns).where(*where).order_by(proposal.c.made_at))
    return {(row.learner_id, row.mentor_id): row.made_at for row in rows}


def open_places(tx: Tx, guild_id: int) -> Counter[int]:
    """How many open proposals each mentor of a server has; each holds a place."""
    statement = (
        select(proposal.c.mentor_id, func.count())
        .where(proposal.c.guild_id == guild_id, _IS_OPEN)
        .group_by(proposal.c.mentor_id)
    )
    return Counter({row[0]: row[1] for row in tx.execute(statement)})


def hold(tx: Tx, guild_id: int) -> None:
    """Until this transaction ends nobody else changes a proposal of the server; called first, so that they wait in a row.

    It writes, so that a transaction that began before and comes later is tried again and sees what became of this one.
    """
    there = mentoring_settings.c.guild_id
    tx.execute(update(mentoring_settings).where(there == guild_id).values(guild_id=guild_id))


def overdue_server(tx: Tx) -> int | None:
    """The server of the open proposal whose time to answer has passed first."""
    statement = select(proposal.c.guild_id).where(_IS_OPEN, proposal.c.until <= tx.now)
    return tx.execute(statement.order_by(proposal.c.until).limit(1)).scalar()


def overdue(tx: Tx, guild_id: int, limit: int) -> list[Proposal]:
    """A server's open proposals whose time to answer has passed."""
    due = (_IS_OPEN, proposal.c.until <= tx.now, proposal.c.guild_id == guild_id)
    statement = select(proposal).where(*due).order_by(proposal.c.until, proposal.c.id).limit(limit)
    return [_value(row) for row in tx.execute(statement)]


def next_overdue(tx: Tx) -> datetime | None:
    """When the next open proposal ends by itself (UTC)."""
    return tx.execute(select(proposal.c.until).where(_IS_OPEN).order_by(proposal.c.until).limit(1)).scalar()


def of_person(tx: Tx, user_id: int) -> list[Proposal]:
    """All that somebody is or was a side of, oldest first."""
    side = or_(proposal.c.learner_id == user_id, proposal.c.mentor_id == user_id)
    return [_value(row) for row in tx.execute(select(proposal).where(side).order_by(proposal.c.id))]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who is or was a side of one."""
    rows = tx.execute(select(proposal.c.guild_id, proposal.c.learner_id, proposal.c.mentor_id).distinct())
    return {(row.guild_id, who) for row in rows for who in (row.learner_id, row.mentor_id)}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget those somebody is or was a side of."""
    side = or_(proposal.c.learner_id == user_id, proposal.c.mentor_id == user_id)
    statement = delete(proposal).where(side)
    tx.execute(statement if guild_id is None else statement.where(proposal.c.guild_id == guild_id))


def skip_past(tx: Tx, guild_id: int | None) -> set[int]:
    """Those that were to be answered until now never were, or, in a server that was moved, all that are open; where that is."""
    open_ = delete(proposal).where(_IS_OPEN)
    mine = (
        open_.where(proposal.c.until <= tx.now)
        if guild_id is None
        else open_.where(proposal.c.guild_id == guild_id)
    )
    return set(tx.execute(mine.returning(proposal.c.guild_id)).scalars())


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget those that are over and were made before an instant, at most `limit`; returns how many."""
    over = (proposal.c.state != ProposalState.OPEN.value, proposal.c.made_at < before)
    old = select(proposal.c.id).where(*over).limit(limit)
    return tx.execute(delete(proposal).where(proposal.c.id.in_(old))).rowcount
