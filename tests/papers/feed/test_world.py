"""Proves in a whole bot that its jobs ask arXiv by themselves: recorded days become one digest each, in the simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.db import Tx
from bot.papers.store import feeds
from tests.papers import lists
from tests.papers.feed.served import Served, answer, daily, serving
from tests.papers.house import House

FOLLOWED = ("cs.CL", "cs.CV")


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serving() as made:
        yield made


@pytest.fixture
async def asking(migrated_sqlite_url: str, served: Served) -> AsyncIterator[House]:
    """A house whose arXiv is served, on Thursday 25 June 2026; its digest comes at 9:00 in Berlin."""
    made = House(migrated_sqlite_url)
    made.settings = made.settings.model_copy(update=served.settings)
    await made.start()
    await made.until(datetime(2026, 6, 25, 5, tzinfo=UTC))
    try:
        yield made
    finally:
        await made.stop()


async def test_recorded_days_become_one_digest_each_and_a_repeated_one_none(
    asking: House, served: Served, recorded_data: Path
) -> None:
    def follow(tx: Tx) -> None:
        feeds.follow(tx, FOLLOWED)

    def list_of(name: str) -> None:
        papers = list(lists.recorded(recorded_data, name))
        served.feed = answer(daily(papers, date.fromisoformat(name)))

    list_of("2026-06-25")
    await asking.change(categories=FOLLOWED, due_at=datetime(2026, 6, 25, 7, tzinfo=UTC), seen=0)
    await asking.app.db.write(follow)
    digests = []
    for name in ("2026-06-25", "2026-06-26", "2026-06-27"):
        list_of(name)
        day = date.fromisoformat(name)
        await asking.work_until(datetime(day.year, day.month, day.day, 8, tzinfo=UTC))
        digests.append(len(asking.messages(asking.place)))
    assert digests == [1, 2, 2]
    assert served.paths == ["/atom/cs.CL+cs.CV"] * 3
