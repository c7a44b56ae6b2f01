"""Queries of what those who are in a competition are still to be told: it is told by and by, to so many people at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update

from bot.competitions.model.values import Change, Untold
from bot.competitions.tables import competition_entrant, competition_news
from bot.core.db import Tx

_t = competition_news.c
_FIRST = select(competition_news).order_by(_t.id).limit(1).with_for_update()
_NEW = insert(competition_news)
_IN = competition_entrant.c
_IS_IN = exists().where(_IN.out_at.is_(None))


def add(tx: Tx, those: Sequence[Untold]) -> None:
    """Let these be told, if anybody is in their competitions."""
    for each in those:
        if not tx.execute(select(_IS_IN.where(_IN.slug == each.slug))).scalar():
            continue
        was = {change.value: before for change, before in each.was.items()}
        row = {"slug": each.slug, "was": was, "ended": each.ended, "lately": each.lately, "at": tx.now}
        tx.execute(_NEW, row)


def first(tx: Tx) -> tuple[Untold, datetime] | None:
    """What is told next, and since when it is so (UTC); until this transaction ends nobody else tells anything."""
    row = tx.execute(_FIRST).first()
    if row is None:
        return None
    was = {Change(change): before for change, before in row.was.items()}
    return Untold(row.id, row.slug, was, row.ended, row.lately, row.beyond), row.at


def is_there(tx: Tx) -> bool:
    """Whether anything is to be told."""
    return tx.execute(select(_t.id).limit(1)).first() is not None


def go_on(tx: Tx, told: Untold, beyond: int) -> None:
    """People with ids up to this were told."""
    tx.execute(update(competition_news).where(_t.id == told.id).values(beyond=beyond))


def remove(tx: Tx, told: Untold) -> None:
    """Everybody was told."""
    tx.execute(delete(competition_news).where(_t.id == told.id))


def forget(tx: Tx) -> None:
    """Nobody is told what they were not told yet."""
    tx.execute(delete(competition_news))
