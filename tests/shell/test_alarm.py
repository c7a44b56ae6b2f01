"""Owns what the operator reads when an event of Discord's meets a database that cannot answer."""

from __future__ import annotations

import logging

import pytest

from bot.core.db import DatabaseClosed, DatabaseTrouble, DatabaseUnwritable
from bot.shell.client import Compound
from tests.bots import World

EVENT = "on_raw_thread_delete"


async def failed(world: World, error: DatabaseTrouble) -> None:
    """A listener ends with this error, and discord.py hands it to the bot."""
    try:
        raise error
    except DatabaseTrouble:
        await Compound.on_error(world.bot, EVENT)


async def test_an_event_that_comes_while_the_bot_stops_is_no_failure(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await failed(world, DatabaseClosed("the database is closing and takes no new work"))
    assert "not handled, the program is stopping" in caplog.text
    assert EVENT in caplog.text


@pytest.mark.expects_errors
async def test_a_full_disk_is_told_once_however_many_events_come(
    world: World, error_records: list[logging.LogRecord]
) -> None:
    await failed(world, DatabaseUnwritable("the disk is full"))
    await failed(world, DatabaseUnwritable("the disk is full"))
    assert len(error_records) == 1
    assert "the database is in trouble" in error_records[0].getMessage()
