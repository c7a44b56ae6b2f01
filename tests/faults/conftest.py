"""Fixtures of the loopback Discord's own tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.faults.bots import BareBot, TalkingBot
from tests.faults.discord_server import DiscordServer
from tests.faults.pointing import pointed_at
from tests.faults.scene import Place, running


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """A running server that discord.py is pointed at."""
    async with DiscordServer() as server:
        with pointed_at(server.api_url, server.gateway_url):
            yield Place(server)


@pytest.fixture
async def bot(place: Place) -> AsyncIterator[BareBot]:
    """A bare bot that is ready."""
    async with running(BareBot(), place.server.token) as ready:
        yield ready


@pytest.fixture
async def talking(place: Place) -> AsyncIterator[TalkingBot]:
    """A bot that is ready and has synced its commands."""
    async with running(TalkingBot(), place.server.token) as ready:
        yield ready
