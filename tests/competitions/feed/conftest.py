"""Owns what the tests of reading Kaggle share: a Kaggle on this machine, and a client as the bot has it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.http import Http
from tests.competitions.feed.served import Served, serving


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """A Kaggle that lists nothing yet."""
    async with serving() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    """The client that asks it."""
    async with Http("Compound/1 (Discord bot)") as made:
        yield made
