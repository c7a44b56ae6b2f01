"""Owns what `submission` and `concurrent` measure: one day of a standup, and two ways to answer it.

A submission is what the bot does between a sent form and an entry that is on disk and on its way to Discord
(`cogs/standups/cog.py`, `written`), for a member who needs no preview. Both ways run the same use case, and so the
same statements, in the same transaction, on files with the same settings. What differs is
how they reach the database: through `bot.core.db`, or through SQLAlchemy's async Core on aiosqlite, as documented.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.clock import system_clock
from bot.core.db import Database, Tx, migrate, open_database
from bot.deliveries.tables import delivery
from bot.standups.model import ENTRY, Draft
from bot.standups.service import Standups
from bot.standups.service.writing import Saved
from bot.standups.store import entries
from bot.standups.tables import standup_entry

R = TypeVar("R")

GUILD, CHANNEL, ORGANISER = 1_001, 1_002, 1_003
FIRST_MEMBER = 10_000
PATIENCE = 60.0  # seconds that the other way may wait for its turn, so that none of its answers is refused
SAID = (
    "Ran the second lesson's notebook on my own photos of leaves; nine in ten are right.",
    "Look at the ones it gets wrong, then try a smaller learning rate.",
    "How do I see which pictures confuse it most? I plotted the losses, but not the pictures.",
)


@dataclass(frozen=True)
class Community:
    """A fresh file with one standup, whose day is open, and members who have seen a preview before."""

    standups: Standups
    standup_id: int
    day_id: int

    async def submit(self, member: int) -> Saved:
        """A member's form, the way the bot takes it."""
        return _saved(await self.standups.submit(GUILD, member, self.standup_id, self.day_id, SAID))

    async def kept(self) -> int:
        """How many of the members' answers are on disk, each with the message that will show it."""
        shown = delivery.c.subject_id == standup_entry.c.id, delivery.c.kind == ENTRY
        count = (
            select(func.count())
            .select_from(standup_entry)
            .join(delivery, shown[0] & shown[1])
            .where(standup_entry.c.user_id >= FIRST_MEMBER)
        )
        return await self.standups.db.read(lambda tx: int(tx.execute(count).scalar_one()))


@asynccontextmanager
async def community(folder: Path, name: str, members: int) -> AsyncIterator[Community]:
    """A community in the file `name` of `folder`, for the time of the `async with`."""
    url = url_of(folder, name)
    migrate(url)
    async with open_database(url, system_clock) as db:
        standups = Standups(db)
        made = await standups.add(
            GUILD, ORGANISER, channel_id=CHANNEL, name="Daily standup", at=time(9), zone="Europe/Berlin"
        )
        # The first answer of a day opens it.
        draft = await standups.submit(GUILD, ORGANISER, made.id, 0, ["Set this up."])
        assert isinstance(draft, Draft)
        first = await standups.publish(ORGANISER, draft.id)
        await _have_seen_a_preview(db, members)
        yield Community(standups, made.id, first.entry.day_id)


async def _have_seen_a_preview(db: Database, members: int) -> None:
    def note(tx: Tx) -> None:
        for member in range(FIRST_MEMBER, FIRST_MEMBER + members):
            entries.note_preview(tx, GUILD, member)

    await db.write(note)


def url_of(folder: Path, name: str) -> str:
    """The address of the file `name` in `folder`."""
    return f"sqlite+aiosqlite:///{folder / name}.sqlite3"


@dataclass(frozen=True)
class AsyncCore:
    """The other way, into the file of a community: SQLAlchemy's async Core, BEGIN IMMEDIATE, one connection.

    One, because with several they fight for the one lock that there is, which is slower.
    """

    community: Community
    engine: AsyncEngine

    async def submit(self, member: int) -> Saved:
        """The same form."""
        here = self.community
        arguments = (GUILD, member, here.standup_id, here.day_id, SAID)
        return _saved(await self._run(Standups.submit.__wrapped__, *arguments))

    async def _run(self, body: Callable[..., R], *arguments: Any) -> R:
        now = system_clock()

        def run(connection: Connection) -> R:
            return body(self.community.standups, Tx(connection, now), *arguments)

        async with self.engine.begin() as connection:
            return await connection.run_sync(run)


@asynccontextmanager
async def async_core(community: Community, url: str) -> AsyncIterator[AsyncCore]:
    """The other way into the same file, for the time of the `async with`."""
    engine = create_async_engine(
        url,
        connect_args={"isolation_level": None, "timeout": PATIENCE},
        pool_size=1,
        max_overflow=0,
        pool_timeout=PATIENCE,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: Any, _entry: Any) -> None:
        cursor = connection.cursor()
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        yield AsyncCore(community, engine)
    finally:
        await engine.dispose()


Submit = Callable[[int], Awaitable[Saved]]


def _saved(decided: Draft | Saved) -> Saved:
    if not isinstance(decided, Saved):
        raise TypeError("a member who has seen a preview was shown another one")
    return decided
