"""What SQLite survives that takes a machine to show: other processes, a real full disk, kill -9."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.clock import system_clock
from bot.core.db import DatabaseUnwritable, open_database
from tests.core.notes import Notes, create
from tests.databases import run_sql

ROOT = Path(__file__).resolve().parents[2]
CLIMBERS = 5

CLIMB = f"""
import asyncio, sys
from bot.core.clock import system_clock
from bot.core.db import open_database
from tests.core.notes import Notes

async def main(url, steps):
    async with open_database(url, system_clock) as db:
        notes = Notes(db)
        await notes.value("ready")
        print("ready", flush=True)
        sys.stdin.readline()
        async def climb():
            for _ in range(steps):
                value = await notes.count("steps")
                print(value, flush=True)
        await asyncio.gather(*(climb() for _ in range({CLIMBERS})))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def climber(url: str, steps: int) -> subprocess.Popen[str]:
    """A process that waits for a line and then counts up, printing each number it was told is kept."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLIMB, url, str(steps)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.row("two processes, split brain")
def test_two_processes_writing_at_once_lose_nothing(db_url: str) -> None:
    create(db_url)
    processes = [climber(db_url, 20), climber(db_url, 20)]
    for process in processes:
        go(process)
    told = [int(line) for process in processes for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(told) == list(range(1, 201))
    assert run_sql(db_url, "SELECT value FROM counters") == [(200,)]


def test_what_a_killed_process_had_confirmed_is_on_disk(db_url: str) -> None:
    create(db_url)
    process = climber(db_url, 1_000_000)
    go(process)
    with process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(50)]
        os.kill(process.pid, signal.SIGKILL)
        # Not communicate(): it would lose what the lines read so far brought along.
        told += [int(line) for line in process.stdout if line.endswith("\n")]
    [(kept,)] = run_sql(db_url, "SELECT value FROM counters")
    assert kept >= max(told)
    assert len(set(told)) == len(told), "nothing confirmed twice"
    left_out = set(range(1, max(told) + 1)) - set(told)
    assert len(left_out) < CLIMBERS, (
        "nothing left out, but for what the others had just heard and not yet said"
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("disk: mounting a small file system is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.row("disk full, read-only")
async def test_a_full_disk_keeps_what_was_confirmed_and_recovers(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'compound.sqlite3'}"
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 300_000)
    create(url)
    async with open_database(url, system_clock) as db:
        notes = Notes(db)
        outcomes: list[int | BaseException] = []
        while not any(isinstance(outcome, BaseException) for outcome in outcomes):
            calls = (notes.add(str(len(outcomes) + i) + "x" * 3000) for i in range(20))
            outcomes += await asyncio.gather(*calls, return_exceptions=True)
        refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert {type(error) for error in refused} == {DatabaseUnwritable}
        confirmed = {str(i) for i, outcome in enumerate(outcomes) if isinstance(outcome, int)}
        assert {kept.rstrip("x") for kept in await notes.texts()} == confirmed
        ballast.unlink()
        await notes.add("room again")
        assert (await notes.texts())[-1] == "room again"
