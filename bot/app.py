"""The app: settings, database, clock and one service a feature, opened together and closed together; knows no Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.communities.service import Communities
from bot.config import Settings
from bot.core.clock import Clock, system_clock
from bot.core.db import Database, migrate, open_database
from bot.deliveries.service import Deliveries
from bot.people.service import People
from bot.standups.service import Standups


@dataclass(frozen=True)
class App:
    """Everything the bot does, without Discord."""

    settings: Settings
    clock: Clock
    db: Database
    deliveries: Deliveries
    people: People
    communities: Communities
    standups: Standups


@asynccontextmanager
async def open_app(settings: Settings, *, clock: Clock = system_clock) -> AsyncIterator[App]:
    """The app on a migrated database; SchemaTooNew when a newer program has been here.

    `clock` returns the present instant as aware UTC.
    """
    if settings.database_file is not None:
        settings.database_file.parent.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url)
    async with open_database(settings.database_url, clock) as db:
        deliveries = Deliveries(db)
        communities = Communities(db)
        standups = Standups(db)
        yield App(
            settings=settings,
            clock=clock,
            db=db,
            deliveries=deliveries,
            people=People(db, [communities, standups]),
            communities=communities,
            standups=standups,
        )
