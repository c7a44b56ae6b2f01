"""Owns an app that asks a served arXiv: servers that follow categories, and a clock that moves on when it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.app import App, open_app
from bot.attention.store import notices
from bot.communities import store as communities
from bot.communities.model import Community
from bot.config import Settings
from bot.core.db import Tx
from bot.papers.model.values import Feed, Listing, Paper
from bot.papers.service import Papers
from bot.papers.store import feeds, listings, settings
from tests.papers.feed.served import Answering, Served, answer, daily, serving
from tests.papers.house import CATEGORIES, GUILD, chosen_settings, invented
from tests.standups.service import Clock

DAY = date(2026, 1, 6)
TUESDAY = datetime(2026, 1, 6, 6, tzinfo=UTC)  # 01:00 in New York: the list of the 6th is out
TURN = timedelta(seconds=4)  # so that the next request's turn has come


class Ticking(Clock):
    """A clock that moves on whenever it is read: nobody waits long for a turn."""

    def __call__(self) -> datetime:
        self.now += TURN
        return self.now


@dataclass
class Desk:
    """An app whose arXiv is served by the test."""

    app: App
    clock: Clock
    served: Served

    @property
    def papers(self) -> Papers:
        """The service under test."""
        return self.app.papers

    async def follow(self, *categories: str, guild_id: int = GUILD, on: bool = True) -> None:
        """A server follows these categories from now on."""

        def change(tx: Tx) -> None:
            communities.save(tx, Community(guild_id, "UTC", "en", True))
            settings.save(tx, chosen_settings(guild_id, categories=categories, on=on))
            feeds.follow(tx, categories)

        await self.app.db.write(change)

    async def fetch(self) -> None:
        """The jobs do what is due, and nothing is due any more."""
        for _ in range(20):
            if not await self.papers.fetch_due():
                break
        due = await self.papers.next_fetch()
        assert due is None or due > self.clock.now

    async def fetch_at(self, moment: datetime) -> None:
        """The same at that time."""
        self.clock.now = moment
        await self.fetch()

    async def next_day(self) -> None:
        """The clock moves to when lists are due next, and they are fetched."""
        due = await self.papers.next_fetch()
        assert due is not None
        await self.fetch_at(due)

    async def feed(self, category: str = CATEGORIES[0]) -> Feed:
        """How a category's feed stands."""
        return (await self.app.db.read(lambda tx: feeds.of(tx, [category])))[category]

    async def listings(self, after: int = 0) -> list[Listing]:
        """What was listed, in order."""
        return await self.app.db.read(lambda tx: listings.after(tx, after))

    async def ids(self) -> list[str]:
        """The papers of these, in order."""
        return [each.paper.arxiv_id for each in await self.listings()]

    async def told(self, guild_id: int = GUILD) -> list[str]:
        """What a server's organisers are told and have not seen to."""
        found = await self.app.db.read(lambda tx: notices.open_notices(tx, guild_id, 10))
        return [each.kind for each in found]


@asynccontextmanager
async def open_desk(url: str, served: Served, clock: Clock, **options: float) -> AsyncIterator[Desk]:
    """A desk on a migrated database; `options` are the source's."""
    configured = Settings(database_url=url, _env_file=None, **served.settings)  # type: ignore[call-arg,arg-type]
    async with open_app(configured, clock=clock) as app:
        for name, value in options.items():
            setattr(app.papers.source, name, value)
        yield Desk(app, clock, served)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """An arXiv on this machine."""
    async with serving() as made:
        yield made


@pytest.fixture
async def desk(migrated_url: str, served: Served) -> AsyncIterator[Desk]:
    """A desk on a database of each kind, on Tuesday 6 January 2026, at one in the morning in New York."""
    async with open_desk(migrated_url, served, Ticking(TUESDAY)) as made:
        yield made


@pytest.fixture
async def sqlite_desk(migrated_sqlite_url: str, served: Served) -> AsyncIterator[Desk]:
    """The same on SQLite alone."""
    async with open_desk(migrated_sqlite_url, served, Ticking(TUESDAY)) as made:
        yield made


def some(numbers: Iterable[int], **changed: Any) -> list[Paper]:
    """Invented papers."""
    return [replace(invented(number), **changed) for number in numbers]


def good(day: date = DAY, *numbers: int) -> Answering:
    return answer(daily(some(numbers or (1, 2)), day))
