"""Queries of what arXiv listed, in the order in which it came: what digests are chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from bot.core.db import Insert, Tx, insert, prepared
from bot.papers.model.values import Announce, Listing, Paper
from bot.papers.store import gate, papers
from bot.papers.tables import paper, paper_listing


@prepared
def _add(tx: Tx) -> Insert:
    row = insert(tx, paper_listing)
    return row.on_conflict_do_nothing(index_elements=["arxiv_id", "version", "announce"])


def add(
    tx: Tx, listed: Sequence[tuple[Paper, Announce]], asked: Iterable[str], listed_on: date, limit: int = 500
) -> None:
    """A list of this date names these papers; what it named before stays as it is.

    Nobody else adds until this transaction ends: whoever has seen a listing has been able to see all with smaller ids.
    """
    gate.lock(tx)
    categories = sorted(asked)
    for start in range(0, len(listed), limit):
        some = listed[start : start + limit]
        papers.save(tx, [each for each, _ in some])
        rows = [
            {
                "arxiv_id": each.arxiv_id,
                "version": each.version,
                "announce": announce.value,
                "listed_on": listed_on,
                "asked": categories,
                "at": tx.now,
            }
            for each, announce in some
        ]
        tx.execute(_add(tx), rows)


def after(tx: Tx, seen: int) -> list[Listing]:
    """What was listed beyond a cursor, in order."""
    rows = tx.execute(
        select(
            paper,
            paper_listing.c.id,
            paper_listing.c.version.label("listed_version"),
            paper_listing.c.announce,
            paper_listing.c.listed_on,
            paper_listing.c.asked,
            paper_listing.c.at,
        )
        .join(paper, paper.c.arxiv_id == paper_listing.c.arxiv_id)
        .where(paper_listing.c.id > seen)
        .order_by(paper_listing.c.id)
    )
    return [
        Listing(
            row.id,
            papers.paper_value(row),
            Announce(row.announce),
            row.listed_on,
            frozenset(row.asked),
            row.at,
        )
        for row in rows
    ]


def newest(tx: Tx) -> int:
    """The cursor behind everything that was listed."""
    return tx.execute(select(func.max(paper_listing.c.id))).scalar() or 0
