"""A service on PostgreSQL that gives up after a second instead of thirty."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.clock import system_clock
from bot.core.db.database import parse_url
from bot.core.db.postgres import PostgresDatabase
from tests.core.notes import Notes

PATIENCE = 1.0


@asynccontextmanager
async def impatient(url: str) -> AsyncIterator[Notes]:
    """The service, for the time of the `async with`."""
    db = PostgresDatabase(parse_url(url), system_clock, patience=PATIENCE)
    yield Notes(db)
    await db.close()


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
