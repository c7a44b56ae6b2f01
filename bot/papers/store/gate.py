"""Queries of the one row by which every process takes turns at arXiv (P4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot.core.db import Tx, insert
from bot.papers.model.gate import State
from bot.papers.tables import arxiv_gate

_ONE = 1


def lock(tx: Tx) -> State:
    """How it stands; until this transaction ends, nobody else's gets here."""
    row = tx.execute(select(arxiv_gate).where(arxiv_gate.c.id == _ONE).with_for_update()).first()
    if row is None:
        tx.execute(insert(tx, arxiv_gate).values(id=_ONE).on_conflict_do_nothing(index_elements=["id"]))
        row = tx.execute(select(arxiv_gate).where(arxiv_gate.c.id == _ONE).with_for_update()).one()
    return State(row.turn, row.started_at, row.busy_until, row.quiet_until)


def save(tx: Tx, state: State) -> None:
    """From now on it stands so."""
    values = {
        "turn": state.turn,
        "started_at": state.started_at,
        "busy_until": state.busy_until,
        "quiet_until": state.quiet_until,
    }
    tx.execute(update(arxiv_gate).where(arxiv_gate.c.id == _ONE).values(**values))


def quiet_until(tx: Tx) -> datetime | None:
    """Until when (UTC) arXiv wants us to be quiet, if it ever did."""
    return tx.execute(select(arxiv_gate.c.quiet_until).where(arxiv_gate.c.id == _ONE)).scalar()
