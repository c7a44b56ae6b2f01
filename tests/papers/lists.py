"""Owns lists of arXiv as the tests of digests store them, and how far its feeds were read, without asking anybody."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path

from bot.core.db import Tx, insert
from bot.papers.model.values import Announce, Paper
from bot.papers.service.digests import DigestPost
from bot.papers.store import listings
from bot.papers.tables import paper_feed
from tests.papers.house import CATEGORIES, Den, House

ASKED = (*CATEGORIES, "cs.CL")


async def list_of(
    den: Den | House,
    day: date,
    *papers: Paper,
    announce: Announce = Announce.NEW,
    asked: Collection[str] = ASKED,
) -> None:
    """arXiv's list of a day came, with these papers."""

    def store(tx: Tx) -> None:
        listings.add(tx, [(each, announce) for each in papers], asked, day)

    await den.app.db.write(store)
    await feeds_at(den, day, asked=asked)


async def feeds_at(
    den: Den | House,
    day: date | None,
    *,
    asked: Collection[str] = ASKED,
    trouble: str = "",
    failures: int = 0,
    answered_at: datetime | None = None,
) -> None:
    """The feeds of these categories were read until the list of this day."""

    def store(tx: Tx) -> None:
        for each in asked:
            values = {
                "listed_on": day,
                "asked_at": tx.now,
                "answered_at": answered_at or (None if trouble else tx.now),
                "failures": failures,
                "trouble": trouble,
                "trouble_since": tx.now if trouble else None,
            }
            row = insert(tx, paper_feed).values(category=each, **values)
            tx.execute(row.on_conflict_do_update(index_elements=["category"], set_=values))

    await den.app.db.write(store)


async def digests_at(den: Den, at: datetime) -> list[DigestPost]:
    """The digests that are made then."""
    den.clock.now = at
    return await den.papers.make_digests(50) or []


def ids(post: DigestPost) -> list[str]:
    """What a digest shows, in order."""
    return [each.paper.arxiv_id for each in post.digest.chosen]


def recorded(folder: Path, day: str) -> Iterator[Paper]:
    """The papers of a recorded day, in its order, doubles and all."""
    for line in (folder / "arxiv" / "daily" / f"{day}.jsonl").read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        yield Paper(
            found["id"],
            found["title"],
            tuple(found["authors"]),
            found["summary"],
            tuple(found["categories"]),
            found["comment"] or "",
        )
