"""Owns a backup taken while the bot works, brought back on another machine: nothing is sent twice, and what is new appears."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest

from tests.databases import run_sql
from tests.faults.compound import ROOT, add_standup, bot_process, real_time_app, soon, texts, thread_of, write
from tests.faults.entities import Channel
from tests.faults.faults import MESSAGES
from tests.faults.scene import Place

# A process beside the bot that saves fifty audit lines a second, each in a transaction of its own.
BUSY = """
import asyncio, sys
from bot.communities.store import write_audit
from bot.core.clock import system_clock
from bot.core.db import open_database

async def main():
    async with open_database(sys.argv[1], system_clock) as db:
        number = 0
        while True:
            number += 1
            await asyncio.gather(
                asyncio.sleep(0.02),
                db.write(lambda tx: write_audit(tx, 7, None, "moving.test", number=str(number))),
            )
            print(number, flush=True)

asyncio.run(main())
"""
LINES = "SELECT count(*) FROM audit_line WHERE what = 'moving.test'"


async def command(url: str, *arguments: str) -> tuple[int, str]:
    """Run `python -m bot …` to its end; returns its code and what it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=ROOT,
        env=environment | {"BOT_DATABASE_URL": url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


@asynccontextmanager
async def busy(url: str) -> AsyncIterator[None]:
    """Fifty more writes a second to this database, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BUSY, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        for _ in range(25):
            assert await process.stdout.readline()
        yield
        assert process.returncode is None, "it was writing all the while"
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def another_standup(place: Place, url: str, seconds: float) -> Channel:
    """A channel with a standup of its own, which opens in so many seconds."""
    place.channel = place.server.world.add_channel(place.guild, "another")
    async with real_time_app(url) as app:
        await add_standup(app, place, soon(seconds))
    return place.channel


def sends(place: Place) -> int:
    """How many messages the bot has asked Discord to post so far."""
    return len(place.server.journal.sends())


async def test_a_backup_under_writing_comes_back_without_sending_anything_twice(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server, old = place.server, migrated_sqlite_url
    first = await another_standup(place, old, 4)
    async with bot_process(place, old, tmp_path) as run:
        await server.until(lambda: bool(texts(first)), "the first prompt", within=25)
        await server.until(server.gateway.connected, "the gateway", within=25)
        assert (await write(place, "before the backup")).content.startswith("Posted")
        second = await another_standup(place, old, 20)
        async with busy(old):
            code, said = await command(old, "backup", str(tmp_path / "backup.sqlite3"))
            assert code == 0, said
            during = int(run_sql(old, LINES)[0][0])
        assert not texts(second), "the backup was quick enough to come before"
        await server.until(lambda: bool(texts(second)), "the second prompt", within=45)
        assert (await write(place, "after the backup")).content.startswith("Posted")
        assert await run.end() == 0, run.log
    assert 20 <= int(run_sql(f"sqlite:///{tmp_path}/backup.sqlite3", LINES)[0][0]) <= during

    new = f"sqlite:///{tmp_path}/another machine/compound.sqlite3"
    code, said = await command(new, "restore", str(tmp_path / "backup.sqlite3"))
    assert code == 0, said
    before, channels = sends(place), len(server.world.channels)
    posted = [texts(channel) for channel in server.world.channels.values()]
    async with bot_process(place, new, tmp_path) as run:
        await server.until(server.gateway.connected, "the gateway again", within=25)
        await asyncio.sleep(4)
        assert sends(place) == before, "nothing of the past is sent"
        assert [texts(channel) for channel in server.world.channels.values()] == posted
        code, said = await command(new, "restore", str(tmp_path / "backup.sqlite3"), "--force")
        assert (code, "stop it first" in said) == (3, True), "never under a running bot"
        # What comes now appears: no nonce of it was used by what the backup does not know.
        third = await another_standup(place, new, 3)
        await server.until(lambda: bool(texts(third)), "a new prompt", within=25)
        assert (await write(place, "on the other machine")).content.startswith("Posted")
        assert await run.end() == 0, run.log
    assert len(server.world.channels) == channels + 2, "the channel and the thread of its prompt"
    assert any("on the other machine" in text for text in texts(thread_of(place)))
    nonces = [send.json["nonce"] for send in server.journal.sends()]
    assert len(nonces) == len({*nonces})


@pytest.mark.parametrize(("effect", "there"), [("after", 1), ("before", 0)])
async def test_what_was_on_its_way_at_the_backup_is_looked_for_and_never_sent_again(
    place: Place, migrated_sqlite_url: str, tmp_path: Path, effect: Literal["before", "after"], there: int
) -> None:
    server = place.server
    async with real_time_app(migrated_sqlite_url) as app:
        await add_standup(app, place, soon(4))
    server.faults.slow(60, effect=effect, method="POST", path=MESSAGES)
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(lambda: bool(server.journal.sends()), "the prompt is under way", within=25)
        code, said = await command(migrated_sqlite_url, "backup", str(tmp_path / "backup.sqlite3"))
        assert code == 0, said
        assert await run.end(signal.SIGKILL) == -signal.SIGKILL
    server.faults.clear()
    code, said = await command(migrated_sqlite_url, "restore", str(tmp_path / "backup.sqlite3"), "--force")
    assert code == 0, said
    assert len(texts(place.channel)) == there
    states = "SELECT state FROM delivery"
    assert run_sql(migrated_sqlite_url, states) == [("sending",)]
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        settled = "sent" if there else "dropped"
        await server.until(
            lambda: run_sql(migrated_sqlite_url, states) == [(settled,)], "it was looked for", within=25
        )
        assert await run.end() == 0, run.log
    assert len(texts(place.channel)) == there
    assert sends(place) == 1
