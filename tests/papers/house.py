"""Owns what the tests of papers share: invented papers, an app without Discord where they are stored, and a world with #papers.

Fixtures, to be imported by a test's file: `den` (both databases), `sqlite_den` and `house` (a simulated Discord). arXiv is a
closed port of this machine, so that nothing is answered: what is listed is stored by the test.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.app import App, open_app
from bot.communities import store as communities
from bot.communities.model import Community
from bot.config import Settings as Configured
from bot.core.db import Tx
from bot.papers.model.values import Paper, Settings
from bot.papers.service import Papers
from bot.papers.store import papers, settings
from tests.bots import World
from tests.standups.service import Clock

GUILD, OTHER_GUILD, CHANNEL, ORGANISER = 100, 101, 200, 1
ANA, BEN, CLEO, DAN, EVA = 11, 12, 13, 14, 15
START = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday, 13:00 in Berlin
ZONE = "Europe/Berlin"
CATEGORIES = ("cs.LG", "cs.CV")
# Nobody listens there.
ARXIV = {"arxiv_feed_url": "http://127.0.0.1:9/atom", "arxiv_api_url": "http://127.0.0.1:9/api"}

LEAVES = Paper(
    "2601.01001",
    "Sick Leaves Look Yellow: A Small Classifier for Tomato Diseases",
    ("Ana Ferreira", "Bo Lindqvist"),
    "We fine-tune a small network on photographs of tomato leaves. It tells healthy ones from sick ones on a phone.",
    ("cs.CV", "cs.LG"),
    "8 pages",
    1,
    datetime(2026, 1, 1, 17, tzinfo=UTC),
)
WARMUP = Paper(
    "2601.01002",
    "Warm-up Matters Less Than You Think",
    ("Chidi Okafor", "Dana Levi", "Emre Yıldız", "Farah Aziz"),
    "Learning rate warm-up is a habit. We train forty networks without it, and most of them end in the same place.",
    ("cs.LG",),
    "",
    1,
    datetime(2026, 1, 1, 17, 30, tzinfo=UTC),
)
BIRDS = Paper(
    "2601.01003",
    "Hearing Birds in the Rain",
    ("Gao Min",),
    "Recordings made outdoors are noisy. A denoiser trained on rain alone helps any classifier of bird songs.",
    ("cs.SD", "cs.LG", "eess.AS"),
    "Code is available",
    2,
    datetime(2025, 12, 30, 9, tzinfo=UTC),
)
SPINS = Paper(
    "quant-ph/0201082",
    "On $L_1$ Norms of [Some] Spin Chains",
    ("H. Ito",),
    "We bound $L_1$ norms of spin chains by those of shorter ones.",
    ("quant-ph",),
    "",
    1,
    datetime(2002, 1, 16, 12, tzinfo=UTC),
)
PAPERS = (LEAVES, WARMUP, BIRDS, SPINS)


def chosen_settings(guild_id: int = GUILD, channel_id: int = CHANNEL, **changed: Any) -> Settings:
    """A server's papers: cs.LG and cs.CV at 9:00 in Berlin, on, and with no digest due yet."""
    made = Settings(guild_id, channel_id, time(9), ZONE, categories=CATEGORIES)
    return replace(made, **changed)


def invented(number: int, **changed: Any) -> Paper:
    """The paper with this number, about nothing in particular."""
    made = Paper(
        f"2601.{number:05}",
        f"Invented Paper Number {number}",
        (f"Author {number}",),
        f"What we invented for paper {number}.",
        ("cs.LG",),
        published_at=datetime(2026, 1, 2, 12, tzinfo=UTC),
    )
    return replace(made, **changed)


class Den:
    """An open app: papers are set up in two servers, and a few are stored as arXiv told us of them."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock

    @property
    def papers(self) -> Papers:
        """The service under test."""
        return self.app.papers

    async def store(self, *stored: Paper) -> None:
        """arXiv tells us of these."""
        await self.app.db.write(lambda tx: papers.save(tx, stored))

    async def change(self, guild_id: int = GUILD, **changed: Any) -> None:
        """The settings of a server's papers become so."""

        def change(tx: Tx) -> None:
            before = settings.get(tx, guild_id) or chosen_settings(guild_id, CHANNEL + guild_id)
            settings.save(tx, replace(before, **changed))

        await self.app.db.write(change)

    async def settings(self, guild_id: int = GUILD) -> Settings:
        """The settings of a server's papers as they are kept."""
        found = await self.app.db.write(lambda tx: settings.get(tx, guild_id))
        assert found is not None
        return found

    async def leaves(self, who: int, guild_id: int = GUILD) -> None:
        """Discord says that somebody is no member any more."""
        await self.app.people.ask_about([(guild_id, who)])
        await self.app.people.went(guild_id, who)


@asynccontextmanager
async def open_den(url: str, arxiv: Mapping[str, str] = ARXIV) -> AsyncIterator[Den]:
    """A den on a migrated database, on Monday 5 January 2026, 12:00 UTC; channels are CHANNEL + server, arXiv is at `arxiv`."""
    clock = Clock(START)
    configured = Configured(database_url=url, _env_file=None, **arxiv)  # type: ignore[call-arg,arg-type]
    async with open_app(configured, clock=clock) as app:

        def set_up(tx: Tx) -> None:
            papers.save(tx, PAPERS)
            for guild in (GUILD, OTHER_GUILD):
                communities.save(tx, Community(guild, ZONE, "en", True))
                settings.save(tx, chosen_settings(guild, CHANNEL + guild))

        await app.db.write(set_up)
        yield Den(app, clock)


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A den on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


@pytest.fixture
async def sqlite_den(migrated_sqlite_url: str) -> AsyncIterator[Den]:
    """A den on SQLite alone, for what does not depend on the database."""
    async with open_den(migrated_sqlite_url) as made:
        yield made


class House(World):
    """A world whose server has papers: `channel` is where the members type, `place` is #papers."""

    place: simcord.ChannelHandle

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.settings = self.settings.model_copy(update=ARXIV)

    async def start(self, **options: Any) -> None:
        """Bring everything up, with papers in #papers and a few of them stored."""
        await super().start(**options)
        self.place = self.guild.create_text_channel("papers")
        await self.env.settle()

        def set_up(tx: Tx) -> None:
            papers.save(tx, PAPERS)
            settings.save(tx, chosen_settings(self.guild.id, self.place.id))

        await self.app.db.write(set_up)

    @property
    def papers(self) -> Papers:
        """The service."""
        return self.app.papers

    def allow(self, channel: simcord.ChannelHandle, **permissions: bool) -> None:
        """What the bot may (or may not) do in a channel, whatever its role says."""
        allow, deny = discord.PermissionOverwrite(**permissions).pair()
        me = self.env.backend.bot_user.id
        overwrite = Overwrite(me, OverwriteType.MEMBER, allow.value, deny.value)
        self.env.backend.set_overwrite(channel.id, overwrite)

    async def change(self, **changed: Any) -> None:
        """The settings of the server's papers become so."""

        def change(tx: Tx) -> None:
            before = settings.get(tx, self.guild.id) or chosen_settings(self.guild.id, self.place.id)
            settings.save(tx, replace(before, **changed))

        await self.app.db.write(change)

    async def store(self, *stored: Paper) -> None:
        """arXiv tells us of these."""
        await self.app.db.write(lambda tx: papers.save(tx, stored))


@pytest.fixture
async def house(migrated_sqlite_url: str) -> AsyncIterator[House]:
    """A started world with papers in #papers, on Thursday 1 January 2026, 12:00 UTC."""
    made = House(migrated_sqlite_url)
    await made.start()
    await made.until(datetime(2026, 1, 1, 12, tzinfo=UTC))
    try:
        yield made
    finally:
        await made.stop()
