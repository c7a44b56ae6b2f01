"""Owns what the tests of competitions share: invented ones, an app without Discord where they are stored, a world with #kaggle.

Fixtures, to be imported by a test's file: `den` (both databases), `sqlite_den` and `house` (a simulated Discord). Kaggle is a
closed port of this machine, which has answered once before: what it lists is stored by the test.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from pydantic import SecretStr
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.app import App, open_app
from bot.communities import store as communities
from bot.communities.model import Community
from bot.competitions.model.values import Competition, Entrant, Phase, Settings
from bot.competitions.service import Competitions
from bot.competitions.store import competitions, entrants, settings
from bot.competitions.tables import competition_source
from bot.config import Settings as Configured
from bot.core.db import Tx, insert
from tests.bots import World
from tests.standups.service import Clock

GUILD, OTHER_GUILD, CHANNEL, ORGANISER = 100, 101, 200, 1
ANA, BEN, CLEO, DAN, EVA = 11, 12, 13, 14, 15
START = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday, 13:00 in Berlin
HOUSE_START = datetime(2026, 1, 1, 12, tzinfo=UTC)  # where the simulated Discord begins
ZONE = "Europe/Berlin"
TOKEN = "KGAT_0123456789abcdef0123456789abcdef"  # nobody's
# Nobody listens there.
KAGGLE: dict[str, Any] = {"kaggle_api_url": "http://127.0.0.1:9/v1", "kaggle_api_token": SecretStr(TOKEN)}
NO_TOKEN: dict[str, Any] = KAGGLE | {"kaggle_api_token": SecretStr("")}

WHALES = Competition(
    "invented-whale-songs",
    "Whose Song Is It? Telling Whales Apart by Ear",
    "Featured",
    "$50,000",
    "Mean Average Precision",
    "Invented Ocean Lab",
    enabled_at=datetime(2025, 12, 29, 14, tzinfo=UTC),
    deadline=datetime(2026, 3, 23, 23, 59, tzinfo=UTC),
    entry_deadline=datetime(2026, 3, 16, 23, 59, tzinfo=UTC),
    merger_deadline=datetime(2026, 3, 16, 23, 59, tzinfo=UTC),
    daily_submissions=5,
    team_size=5,
    tags=("audio", "multiclass classification"),
    kaggle_id=9001,
)
RAIN = Competition(
    "invented-rain-tomorrow",
    "Will It Rain Tomorrow?",
    "Playground",
    "Swag",
    "Root Mean Squared Error",
    "Kaggle",
    enabled_at=datetime(2025, 12, 31, tzinfo=UTC),
    deadline=datetime(2026, 1, 31, 23, 59, tzinfo=UTC),
    daily_submissions=10,
    team_size=3,
    tags=("tabular", "weather"),
    kaggle_id=9002,
)
DIGITS = Competition(
    "invented-first-digits",
    "First Digits",
    "Getting Started",
    "Knowledge",
    "Categorization Accuracy",
    "Kaggle",
    enabled_at=datetime(2012, 7, 25, tzinfo=UTC),
    deadline=datetime(2030, 1, 1, tzinfo=UTC),
    daily_submissions=10,
    team_size=1,
    tags=("image", "beginner"),
    kaggle_id=9003,
)
MAPS = Competition(
    "invented-old-maps",
    "Reading [Old] Maps *by Machine*",
    "Research",
    "Kudos",
    "Word Error Rate",
    "Invented Archive of Rivers",
    enabled_at=datetime(2026, 1, 12, 16, tzinfo=UTC),
    deadline=datetime(2026, 4, 13, 23, 59, tzinfo=UTC),
    merger_deadline=datetime(2026, 4, 6, 23, 59, tzinfo=UTC),
    team_size=4,
    notebooks_only=True,
    tags=("image",),
    kaggle_id=9004,
    phase=Phase.UPCOMING,
)
TOMATO = Competition(
    "invented-tomato-leaves",
    "Sick Tomato Leaves",
    "Featured",
    "$10,000",
    "Macro F1",
    "Invented Gardeners",
    enabled_at=datetime(2025, 9, 15, tzinfo=UTC),
    deadline=datetime(2025, 12, 20, 23, 59, tzinfo=UTC),
    team_size=5,
    tags=("image", "plants"),
    kaggle_id=9005,
    phase=Phase.ENDED,
)
COMPETITIONS = (TOMATO, DIGITS, WHALES, RAIN, MAPS)
"""In the order in which they were found, so that their numbers are 1 to 5."""


def invented(number: int, **changed: Any) -> Competition:
    """The competition with this number: a Featured one about nothing in particular, open for three months."""
    made = Competition(
        f"invented-{number}",
        f"Invented Competition {number}",
        "Featured",
        enabled_at=datetime(2025, 12, 30, tzinfo=UTC),
        deadline=datetime(2026, 3, 30, 23, 59, tzinfo=UTC),
        team_size=4,
    )
    return replace(made, **changed)


def turns_at(one: Competition) -> datetime | None:
    """When it opens or ends."""
    return {Phase.UPCOMING: one.enabled_at, Phase.OPEN: one.deadline}.get(one.phase)


def chosen_settings(guild_id: int = GUILD, channel_id: int = CHANNEL, **changed: Any) -> Settings:
    """A server's competitions as they are set up: on, without Community and Getting Started, the first list posted."""
    return replace(Settings(guild_id, channel_id, seen=len(COMPETITIONS)), **changed)


def _store(tx: Tx, stored: tuple[Competition, ...]) -> None:
    for each in stored:
        if known := competitions.get(tx, each.slug):
            competitions.save(tx, replace(each, id=known.id), turns_at(each))
        else:
            competitions.add(tx, each, turns_at(each))


def _asked(tx: Tx, values: Mapping[str, Any]) -> None:
    row = insert(tx, competition_source).values(id=1, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["id"], set_=dict(values)))


def _begin(tx: Tx, now: datetime) -> None:
    """Kaggle answered an hour ago, and is asked again in five hours."""
    _store(tx, COMPETITIONS)
    asked = now - timedelta(hours=1)
    _asked(tx, {"due_at": now + timedelta(hours=5), "asked_at": asked, "answered_at": asked})


class _Kept:
    """What can be done to what is stored, with Discord or without."""

    app: App
    home: tuple[int, int]  # server and channel that are meant when none is named

    @property
    def competitions(self) -> Competitions:
        """The service under test."""
        return self.app.competitions

    async def store(self, *stored: Competition) -> None:
        """We know these so from now on, as if Kaggle had told us and nobody had looked what changed."""
        await self.app.db.write(lambda tx: _store(tx, stored))

    async def known(self, slug: str) -> Competition:
        """A competition as it is kept."""
        found = await self.app.db.read(lambda tx: competitions.get(tx, slug))
        assert found is not None
        return found

    async def asked(self, **values: Any) -> None:
        """The row of the source becomes so: due_at, asked_at, answered_at, failures, trouble, trouble_since."""
        await self.app.db.write(lambda tx: _asked(tx, values))

    async def change(self, guild_id: int | None = None, **changed: Any) -> None:
        """The settings of a server's competitions become so."""
        guild, channel = self.home if guild_id is None else (guild_id, CHANNEL + guild_id)

        def change(tx: Tx) -> None:
            before = settings.get(tx, guild) or chosen_settings(guild, channel)
            settings.save(tx, replace(before, **changed))

        await self.app.db.write(change)

    async def chosen(self, guild_id: int | None = None) -> Settings:
        """The settings of a server's competitions as they are kept."""
        guild = self.home[0] if guild_id is None else guild_id
        found = await self.app.db.read(lambda tx: settings.get(tx, guild))
        assert found is not None
        return found

    async def as_member(
        self, who: int, one: Competition, guild_id: int | None = None, **changed: Any
    ) -> Entrant:
        """Somebody is in a competition, and their row becomes so; no reminders are planned. Returns the row."""
        guild = self.home[0] if guild_id is None else guild_id

        def join(tx: Tx) -> Entrant:
            made = replace(entrants.join(tx, guild, who, one.slug, one.title), **changed)
            entrants.save(tx, made)
            return made

        return await self.app.db.write(join)

    async def entrant(self, who: int, one: Competition, guild_id: int | None = None) -> Entrant | None:
        """Somebody's row of a competition as it is kept."""
        guild = self.home[0] if guild_id is None else guild_id
        return await self.app.db.read(lambda tx: entrants.find(tx, guild, who, one.slug))


class Den(_Kept):
    """An open app: competitions are set up in two servers, and five are stored as Kaggle told us of them."""

    home = (GUILD, CHANNEL + GUILD)

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock

    async def leaves(self, who: int, guild_id: int = GUILD) -> None:
        """Discord says that somebody is no member any more."""
        await self.app.people.ask_about([(guild_id, who)])
        await self.app.people.went(guild_id, who)


@asynccontextmanager
async def open_den(url: str, kaggle: Mapping[str, Any] = KAGGLE) -> AsyncIterator[Den]:
    """A den on a migrated database, on Monday 5 January 2026, 12:00 UTC; channels are CHANNEL + server, Kaggle is at `kaggle`."""
    clock = Clock(START)
    configured = Configured(database_url=url, _env_file=None, **kaggle)  # type: ignore[call-arg]
    async with open_app(configured, clock=clock) as app:

        def set_up(tx: Tx) -> None:
            _begin(tx, START)
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


class House(World, _Kept):
    """A world whose server has competitions: `channel` is where the members type, `place` is #kaggle."""

    place: simcord.ChannelHandle

    def __init__(self, url: str, kaggle: Mapping[str, Any] = KAGGLE) -> None:
        super().__init__(url)
        self.settings = self.settings.model_copy(update=dict(kaggle))

    async def start(self, **options: Any) -> None:
        """Bring everything up, with competitions in #kaggle and five of them stored."""
        await super().start(**options)
        self.place = self.guild.create_text_channel("kaggle")
        self.home = (self.guild.id, self.place.id)
        await self.env.settle()

        def set_up(tx: Tx) -> None:
            _begin(tx, HOUSE_START)
            settings.save(tx, chosen_settings(*self.home))

        await self.app.db.write(set_up)

    def allow(self, channel: simcord.ChannelHandle, **permissions: bool) -> None:
        """What the bot may (or may not) do in a channel, whatever its role says."""
        allow, deny = discord.PermissionOverwrite(**permissions).pair()
        me = self.env.backend.bot_user.id
        overwrite = Overwrite(me, OverwriteType.MEMBER, allow.value, deny.value)
        self.env.backend.set_overwrite(channel.id, overwrite)


@pytest.fixture
async def house(migrated_sqlite_url: str) -> AsyncIterator[House]:
    """A started world with competitions in #kaggle, on Thursday 1 January 2026, 12:00 UTC."""
    made = House(migrated_sqlite_url)
    await made.start()
    await made.until(HOUSE_START)
    try:
        yield made
    finally:
        await made.stop()
