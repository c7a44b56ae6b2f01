"""Queries of what arXiv was asked lately and what it found: the same is asked once a day, whoever wants to know (P4)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from bot.core.db import Tx, insert
from bot.papers.model.values import Found
from bot.papers.store import papers
from bot.papers.tables import arxiv_query

KEEP = timedelta(days=1)


def cached(tx: Tx, query: str) -> Found | None:
    """What arXiv found for a query within the last day, without papers that were forgotten since; None when it was not asked."""
    row = tx.execute(select(arxiv_query).where(arxiv_query.c.query == query)).first()
    if row is None or row.asked_at <= tx.now - KEEP:
        return None
    known = papers.get_cached(tx, row.found)
    return Found(tuple(known[each] for each in row.found if each in known), row.total)


def remember(tx: Tx, query: str, found: Found) -> None:
    """arXiv found this for a query just now; the papers themselves are saved by the caller."""
    values = {"asked_at": tx.now, "total": found.total, "found": [each.arxiv_id for each in found.papers]}
    row = insert(tx, arxiv_query).values(query=query, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["query"], set_=values))


def purge(tx: Tx, limit: int) -> int:
    """Forget what was asked two days ago and is answered, at most `limit`; returns how many."""
    answered = (arxiv_query.c.asked_at < tx.now - 2 * KEEP, arxiv_query.c.total >= 0)  # others: store.missed
    old = select(arxiv_query.c.query).where(*answered).limit(limit)
    return tx.execute(delete(arxiv_query).where(arxiv_query.c.query.in_(old))).rowcount
