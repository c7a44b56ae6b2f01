"""Fixtures of the tests of attention: an app without Discord, and a feature that has something to tell people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.attention.house import House, house
from tests.attention.trial import NOON, Trial
from tests.bots import World


@pytest.fixture
async def trial(world: World) -> Trial:
    """The feature, with a bot that knows it, an hour after the noon before `NOON`."""
    await world.until(NOON - timedelta(hours=23))
    made = Trial()
    made.load(world.bot)
    return made


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    """An app without Discord on a database of each kind, on Monday 12 January 2026 at nine in Berlin."""
    async with house(migrated_url) as made:
        yield made
