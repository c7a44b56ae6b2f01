"""Queries of lists that we missed and ask the API for: each a row among the queries, until it is answered.

A row's `total` is -1 until it is tried, then one less with each try; answered, it is arXiv's count, and is forgotten like others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from bot.core.db import Tx, insert
from bot.papers.tables import arxiv_query

AT_ONCE = 20  # categories of one row: their names fit its key
_PREFIX = "missed "


@dataclass(frozen=True)
class Missed:
    """A list of a date that was not read for these categories; `tries` to ask the API for it so far."""

    day: date
    categories: tuple[str, ...]
    tries: int = 0

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{_PREFIX}{self.day.isoformat()} {'+'.join(self.categories)}"


def _rows() -> ColumnElement[bool]:
    return arxiv_query.c.query.like(f"{_PREFIX}%")


def plan(tx: Tx, day: date, categories: Sequence[str]) -> None:
    """The list of this date has to be asked of the API, for these categories."""
    ordered = sorted(categories)
    for start in range(0, len(ordered), AT_ONCE):
        key = Missed(day, tuple(ordered[start : start + AT_ONCE])).key
        row = insert(tx, arxiv_query).values(query=key, asked_at=tx.now, total=-1, found=[])
        tx.execute(row.on_conflict_do_nothing(index_elements=["query"]))


def take(tx: Tx, backoff: Sequence[timedelta]) -> Missed | None:
    """The oldest that may be tried now; its try is counted."""
    rows = tx.execute(
        select(arxiv_query.c.query, arxiv_query.c.asked_at, arxiv_query.c.total)
        .where(_rows(), arxiv_query.c.total < 0)
        .order_by(arxiv_query.c.query)
        .with_for_update(skip_locked=True)
    )
    for row in rows:
        if _due(row.asked_at, row.total, backoff) <= tx.now:
            here = arxiv_query.c.query == row.query
            tx.execute(update(arxiv_query).where(here).values(total=row.total - 1, asked_at=tx.now))
            _, day, categories = row.query.split(" ")
            return Missed(date.fromisoformat(day), tuple(categories.split("+")), -row.total)
    return None


def _due(asked_at: datetime, total: int, backoff: Sequence[timedelta]) -> datetime:
    return asked_at if total == -1 else asked_at + backoff[min(-total - 2, len(backoff) - 1)]


def next_due(tx: Tx, backoff: Sequence[timedelta]) -> datetime | None:
    """When the next may be tried (UTC)."""
    rows = tx.execute(
        select(arxiv_query.c.asked_at, arxiv_query.c.total).where(_rows(), arxiv_query.c.total < 0)
    )
    return min((_due(row.asked_at, row.total, backoff) for row in rows), default=None)


def done(tx: Tx, one: Missed, total: int) -> None:
    """It was answered with that many papers."""
    here = arxiv_query.c.query == one.key
    tx.execute(update(arxiv_query).where(here).values(total=total, asked_at=tx.now))


def drop(tx: Tx, one: Missed | None = None) -> None:
    """It is given up; without one, all that wait are."""
    here = arxiv_query.c.total < 0 if one is None else arxiv_query.c.query == one.key
    tx.execute(delete(arxiv_query).where(_rows(), here))
