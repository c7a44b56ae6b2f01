"""Owns the whole bot on a database in trouble: locked, on a full disk, read-only, restarted; nobody's words are lost."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.db.database import parse_url
from bot.shell.client import Compound
from tests.core.test_db_restart import cluster
from tests.databases import run_sql
from tests.faults.compound import (
    add_standup,
    bot_process,
    open_now,
    press,
    running_compound,
    soon,
    texts,
    thread_of,
    work,
    working,
)
from tests.faults.entities import User
from tests.faults.interactions import MODAL, Interaction
from tests.faults.scene import Place

__all__ = ["cluster"]  # a fixture

WORDS = "read the paper on the train"
TROUBLE = "the database is in trouble"


async def submitted(place: Place, who: User, words: str, *, within: float = 15) -> Interaction:
    """Somebody fills the form of /standup; returns what they were told in the end.

    Where the database took too long for the form itself, they are given a button that opens it.
    """
    form = await place.server.interact.slash(place.guild, place.channel, who, "standup")
    while form.callback_type != MODAL:
        form = await press(place, await form.settled(within), "Open the form")
    answer = await place.server.interact.submit(form, {"q1": words})
    await answer.settled(within)
    if answer.content.startswith("I could not save"):
        await answer.until(lambda: bool(answer.followups), within, "the words were not given back")
    return answer


def said(answer: Interaction) -> str:
    """All that the person was told."""
    return "\n".join([answer.content, *(str(each["content"]) for each in answer.followups)])


def alerts(records: list[logging.LogRecord]) -> int:
    """How many errors were logged, all of them about the database."""
    assert all(TROUBLE in record.getMessage() for record in records), [each.getMessage() for each in records]
    return len(records)


@pytest.mark.row("database locked")
@pytest.mark.expects_errors
async def test_locked_for_ten_seconds_by_another_process(
    place: Place, compound: Compound, migrated_sqlite_url: str, error_records: list[logging.LogRecord]
) -> None:
    await open_now(compound, place)
    server = place.server
    other = server.world.add_channel(place.guild, "other")
    await add_standup(compound.app, place, soon(60, server.clock.now()), other)
    lock = await asyncio.create_subprocess_exec(
        *("python3", "-c", LOCK, str(parse_url(migrated_sqlite_url).database)), stdout=asyncio.subprocess.PIPE
    )
    assert lock.stdout
    assert await lock.stdout.readline() == b"locked\n"
    server.advance(seconds=61)
    async with working(compound):
        refused = await submitted(place, place.ada, WORDS)
        assert "I could not save this just now" in said(refused)
        assert WORDS in said(refused), "the words are given back"
        assert refused.ephemeral
        assert await lock.wait() == 0
        await server.until(lambda: bool(texts(other)), "the prompt that was due", within=30)
    saved = await submitted(place, place.ada, WORDS)
    await (await press(place, saved, "Post")).settled(within=15)
    assert len([text for text in texts(thread_of(place)) if WORDS in text]) == 1
    await work(compound, place, seconds=300)
    assert len(texts(place.channel)) == len(texts(other)) == 1
    assert alerts(error_records) == 1


LOCK = """
import sqlite3, sys, time
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(10)
other.execute("ROLLBACK")
"""


def fill(disk: Path) -> Path:
    """Leave no room; returns the file that takes it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 1024)
        except OSError:
            return ballast


@pytest.mark.row("disk full, read-only")
@pytest.mark.expects_errors
async def test_a_full_disk_is_refused_clearly_told_once_and_over_when_there_is_room(
    place: Place, small_disk: Path, error_records: list[logging.LogRecord]
) -> None:
    server = place.server
    people = [server.world.add_user(f"person{number}", place.guild) for number in range(6)]
    async with running_compound(place, f"sqlite:///{small_disk}/compound.sqlite3") as bot:
        await open_now(bot, place)
        other = server.world.add_channel(place.guild, "other")
        await add_standup(bot.app, place, soon(60, server.clock.now()), other)
        ballast = fill(small_disk)
        server.advance(seconds=61)
        async with working(bot):
            answers = [await submitted(place, who, f"{WORDS} {'x' * 1400}") for who in people]
            refused = [each for each in answers if "I could not save this" in said(each)]
            assert refused
            assert all(WORDS in said(each) for each in answers), "given back, or shown in the preview"
            assert alerts(error_records) == 1, "one alert, however many run into it"
            ballast.unlink()
            await server.until(lambda: bool(texts(other)), "the prompt that was due", within=60)
        for who in [each.user for each in refused]:
            saved = await submitted(place, who, WORDS)
            assert (await (await press(place, saved, "Post")).settled(within=15)).content.startswith("Posted")
        assert alerts(error_records) == 1


@pytest.mark.row("disk full, read-only")
async def test_a_file_that_cannot_be_written_ends_the_start_with_a_sentence(
    place: Place, small_disk: Path, tmp_path: Path
) -> None:
    """Not with a loop: the supervisor is told by the exit code that a restart does not help."""
    with closing(sqlite3.connect(small_disk / "compound.sqlite3")) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    await asyncio.to_thread(subprocess.run, remount, check=True)
    async with bot_process(place, f"sqlite:///{small_disk}/compound.sqlite3", tmp_path) as run:
        assert await run.ended() == 3, run.log
    assert "cannot be written" in run.log.splitlines()[-1]
    assert "Traceback" not in run.log


@pytest.mark.row("disk full, read-only")
@pytest.mark.expects_errors
async def test_a_server_that_takes_no_writes_for_a_while(
    place: Place, migrated_postgres_url: str, error_records: list[logging.LogRecord]
) -> None:
    """As in a fail-over, when only the standby answers."""
    server = place.server
    name = parse_url(migrated_postgres_url).database
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    async with running_compound(place, migrated_postgres_url) as bot:
        await open_now(bot, place)
        other = server.world.add_channel(place.guild, "other")
        await add_standup(bot.app, place, soon(60, server.clock.now()), other)
        read_only = f"ALTER DATABASE {name} SET default_transaction_read_only = "
        await asyncio.to_thread(run_sql, migrated_postgres_url, f"{read_only} on", cut)
        server.advance(seconds=61)
        async with working(bot):
            for _ in range(3):
                refused = await submitted(place, place.ada, WORDS)
                assert "I could not save this just now" in said(refused)
                assert WORDS in said(refused)
            assert texts(other) == []
            assert alerts(error_records) == 1
            await asyncio.to_thread(
                run_sql,
                migrated_postgres_url,
                "SET default_transaction_read_only = off",
                f"{read_only} off",
                cut,
            )
            await server.until(lambda: bool(texts(other)), "the prompt that was due", within=60)
        saved = await submitted(place, place.ada, WORDS)
        assert (await (await press(place, saved, "Post")).settled(within=15)).content.startswith("Posted")


@pytest.mark.row("PostgreSQL restart")
@pytest.mark.parametrize("how", ["fast", "immediate"])
async def test_postgresql_restarts_while_people_write_and_prompts_are_posted(
    place: Place, cluster: tuple[str, object], how: str
) -> None:
    url, control = cluster
    assert callable(control)
    server = place.server
    server.limits.per_second = None
    people = [server.world.add_user(f"person{number}", place.guild) for number in range(12)]
    async with running_compound(place, url) as bot:
        await open_now(bot, place)
        due = soon(60, server.clock.now())
        other = server.world.add_channel(place.guild, "other")
        for _ in range(8):
            await add_standup(bot.app, place, due, other)
        under_way = asyncio.Event()

        async def life(who: User, number: int) -> str:
            await asyncio.sleep(number * 0.15)
            if number > 2:
                under_way.set()
            preview = await submitted(place, who, f"{WORDS} {number}", within=60)
            answer = await (await press(place, preview, "Post")).settled(within=60)
            return said(answer)

        server.advance(seconds=61)
        async with working(bot):
            lives = [asyncio.create_task(life(who, number)) for number, who in enumerate(people)]
            await under_way.wait()
            await asyncio.to_thread(control, how)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(control, "start")
            answers = await asyncio.gather(*lives)
            assert all(each.startswith(("Posted", "Saved")) for each in answers), answers
            await server.until(lambda: len(texts(other)) >= 8, "the prompts", within=40)
        await work(bot, place, seconds=90)
        await work(bot, place, seconds=600)
        assert (len(texts(place.channel)), len(texts(other))) == (1, 8)
        read = texts(thread_of(place))
        assert sorted(read) == sorted(set(read))
        assert len(read) == len(people)
    assert run_sql(url, "SELECT count(*) FROM delivery WHERE state <> 'sent'") == [(0,)]
