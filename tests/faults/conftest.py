"""Fixtures of the loopback Discord's own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.shell.client import Compound
from tests.faults.bots import BareBot, TalkingBot
from tests.faults.compound import running_compound
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


@pytest.fixture
async def compound(place: Place, migrated_sqlite_url: str) -> AsyncIterator[Compound]:
    """The whole bot, ready, on the server's clock; its jobs run when the test says so."""
    async with running_compound(place, migrated_sqlite_url) as bot:
        yield bot


@pytest.fixture
def small_disk(tmp_path: Path, migrated_file: Path) -> Iterator[Path]:
    """A file system of 2 MB with the bot's database on it: compound.sqlite3."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("disk: mounting a small file system is not allowed here")
    shutil.copyfile(migrated_file, disk / "compound.sqlite3")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)
