"""Fixtures of the tests of attention: a feature that has something to tell people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.attention.trial import NOON, Trial
from tests.bots import World


@pytest.fixture
async def trial(world: World) -> Trial:
    """The feature, with a bot that knows it, an hour after the noon before `NOON`."""
    await world.until(NOON - timedelta(hours=23))
    made = Trial()
    made.load(world.bot)
    return made
