"""Queries of standups that rest because nobody answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, select, update

from bot.core.db import Tx
from bot.standups.tables import standup, standup_day, standup_entry


def prompts_since_answer(tx: Tx, standup_ids: Sequence[int]) -> dict[int, int]:
    """How many prompts of these standups have opened since somebody last answered, posted or kept; without the zeros."""
    answered = exists().where(
        standup_entry.c.standup_id == standup_day.c.standup_id,
        standup_entry.c.written_at >= standup_day.c.opened_at,
    )
    rows = tx.execute(
        select(standup_day.c.standup_id, func.count().label("prompts"))
        .where(standup_day.c.standup_id.in_(list(standup_ids)), standup_day.c.quiet.is_(False), ~answered)
        .group_by(standup_day.c.standup_id)
    )
    return {row.standup_id: row.prompts for row in rows}


def rest(tx: Tx, standup_ids: Sequence[int]) -> None:
    """These open nothing until somebody wakes them."""
    values = {"rested_at": tx.now, "next_due_at": None, "next_due_date": None}
    tx.execute(update(standup).where(standup.c.id.in_(list(standup_ids))).values(**values))


def answered(tx: Tx, standup_id: int) -> None:
    """Somebody answered: prompts are counted anew from here."""
    tx.execute(
        update(standup).where(standup.c.id == standup_id, standup.c.unanswered > 0).values(unanswered=0)
    )
