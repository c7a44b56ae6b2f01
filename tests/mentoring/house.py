"""Owns what the tests of mentors share: an app without Discord where people are in the pool, and a world with #mentors.

Fixtures, to be imported by a test's file: `den` (both databases), `sqlite_den` and `house` (a simulated Discord). The feature is
on there, with the topics that a server starts with and fortnightly rounds of which none is due. Whoever is not put into the pool
by a test is not in it. What a test can do with both is in `kept`; `walk` goes through the bot as somebody does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.app import App, open_app
from bot.communities import store as communities
from bot.communities.model import Community
from bot.communities.store import topics
from bot.config import Settings as Configured
from bot.core.db import Tx
from tests.bots import World
from tests.mentoring.kept import CHANNEL as CHANNEL
from tests.mentoring.kept import GUILD as GUILD
from tests.mentoring.kept import OTHER_GUILD as OTHER_GUILD
from tests.mentoring.kept import Kept, save_settings
from tests.mentoring.kept import chosen_settings as chosen_settings
from tests.mentoring.walk import Walk as Walk
from tests.standups.service import Clock

ORGANISER = 1
ANA, BEN, CLEO, DAN, EVA, FAY, GUS = 11, 12, 13, 14, 15, 16, 17
START = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday, 13:00 in Berlin
HOUSE_START = datetime(2026, 1, 1, 12, tzinfo=UTC)  # where the simulated Discord begins: a Thursday
ZONE = "Europe/Berlin"


class Den(Kept):
    """An open app: mentors are set up in two servers; channels are CHANNEL + server."""

    home = (GUILD, CHANNEL + GUILD)

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock

    async def leaves(self, who: int, guild_id: int = GUILD) -> None:
        """Discord says that somebody is no member any more."""
        await self.app.people.ask_about([(guild_id, who)])
        await self.app.people.went(guild_id, who)


def _set_up(tx: Tx, guild_id: int, channel_id: int) -> None:
    communities.save(tx, Community(guild_id, ZONE, "en", True))
    topics.start_topics(tx, guild_id)
    save_settings(tx, chosen_settings(guild_id, channel_id))


@asynccontextmanager
async def open_den(url: str) -> AsyncIterator[Den]:
    """A den on a migrated database, on Monday 5 January 2026, 12:00 UTC, two servers in Berlin's zone."""
    clock = Clock(START)
    configured = Configured(database_url=url, _env_file=None)  # type: ignore[call-arg]
    async with open_app(configured, clock=clock) as app:

        def set_up(tx: Tx) -> None:
            for guild in (GUILD, OTHER_GUILD):
                _set_up(tx, guild, CHANNEL + guild)

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


class House(World, Kept):
    """A world whose server has mentors: `channel` is where the members type, `place` is #mentors; Cleo is there, too."""

    place: simcord.ChannelHandle
    cleo: simcord.MemberActor

    async def start(self, **options: Any) -> None:
        """Bring everything up, with mentors in #mentors and nobody in the pool."""
        await super().start(**options)
        self.place = self.guild.create_text_channel("mentors")
        self.cleo = self.join("cleo")
        self.home = (self.guild.id, self.place.id)
        await self.env.settle()
        await self.app.db.write(lambda tx: _set_up(tx, *self.home))

    def join(self, name: str) -> simcord.MemberActor:
        """Somebody more is in the server from now on; settle or act afterwards."""
        return self.guild.add_member(self.env.create_user(name))

    def walk(self, who: simcord.MemberActor | simcord.UserHandle) -> Walk:
        """Somebody who is about to do something; a user (`house.ana.user`) does it in the bot's own DM."""
        return Walk(self, who)

    def allow(self, channel: simcord.ChannelHandle, **permissions: bool) -> None:
        """What the bot may (or may not) do in a channel, whatever its role says."""
        allow, deny = discord.PermissionOverwrite(**permissions).pair()
        me = self.env.backend.bot_user.id
        overwrite = Overwrite(me, OverwriteType.MEMBER, allow.value, deny.value)
        self.env.backend.set_overwrite(channel.id, overwrite)


@pytest.fixture
async def house(migrated_sqlite_url: str) -> AsyncIterator[House]:
    """A started world with mentors in #mentors, on Thursday 1 January 2026, 12:00 UTC (13:00 in Berlin)."""
    made = House(migrated_sqlite_url)
    await made.start()
    await made.until(HOUSE_START)
    try:
        yield made
    finally:
        await made.stop()
