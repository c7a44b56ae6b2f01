"""Proves that all take turns at arXiv (P4): three seconds between two starts, one at a time, and quiet when it is wanted."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.app import open_app
from bot.config import Settings
from bot.core.clock import system_clock
from bot.papers.feed import NO_TURN, Answer, Source, Trouble, Troubled
from bot.papers.model.gate import GAP, Mark, Seen, Shut, State, Turn, shut
from bot.papers.service import Papers
from tests.databases import BACKENDS, POSTGRES
from tests.papers.feed.served import Served, answer, serving
from tests.papers.house import Den, den, sqlite_den
from tests.tree.source import ROOT

__all__ = ["den", "sqlite_den"]
NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=30)
LITTLE = timedelta(seconds=0.4)


def test_three_seconds_pass_between_two_starts() -> None:
    began = State(turn=4, started_at=NOW)
    assert shut(State(), NOW, LEASE) is None
    assert shut(began, NOW + GAP, LEASE) is None
    assert shut(began, NOW + SECOND, LEASE) == Shut(GAP - SECOND, began.mark)


def test_one_at_a_time_until_its_lease_is_over() -> None:
    busy = State(4, NOW, NOW + LEASE)
    assert shut(busy, NOW + 10 * SECOND, LEASE) == Shut(LEASE - 10 * SECOND, busy.mark)
    assert shut(busy, NOW + LEASE, LEASE) is None


def test_quiet_is_kept_whatever_else() -> None:
    quiet = State(4, NOW, None, NOW + timedelta(hours=1))
    no = shut(quiet, NOW + 10 * SECOND, LEASE, Seen(quiet.mark, LEASE))
    assert no is not None
    assert no.quiet


def test_a_clock_that_was_set_back_shuts_nobody_out() -> None:
    for jump in (timedelta(hours=1), timedelta(days=1)):
        ahead = State(4, NOW + jump, NOW + jump + LEASE)
        assert shut(ahead, NOW, LEASE) is None
    assert shut(replace(ahead, quiet_until=NOW + timedelta(days=2)), NOW, LEASE) is None


def test_where_the_clock_stands_still_it_counts_what_we_saw_pass() -> None:
    began = State(turn=4, started_at=NOW)
    assert shut(began, NOW, LEASE, Seen(began.mark, GAP)) is None
    assert shut(began, NOW, LEASE, Seen(Mark(3, NOW), GAP)) is not None  # another turn has begun since
    assert shut(began, NOW, LEASE, Seen(Mark(4, NOW - SECOND), GAP)) is not None  # or this one ended
    busy = replace(began, busy_until=NOW + LEASE)
    assert shut(busy, NOW, LEASE, Seen(busy.mark, GAP)) is not None
    assert shut(busy, NOW, LEASE, Seen(busy.mark, LEASE)) is None


async def test_the_row_is_written_before_the_request_and_given_back(den: Den) -> None:
    turn = await den.papers.try_start(30)
    assert isinstance(turn, Turn)
    den.clock.forward(seconds=10)
    assert isinstance(no := await den.papers.try_start(30), Shut)
    assert (no.wait, no.mark.turn) == (timedelta(seconds=20), turn.number)
    await den.papers.finish(turn)
    no = await den.papers.try_start(30)
    # Counted from the end: ours may have reached arXiv at any moment until now.
    assert no == Shut(GAP, Mark(turn.number, den.clock()))
    den.clock.forward(seconds=4)
    assert isinstance(await den.papers.try_start(30), Turn)


async def test_who_finishes_late_opens_nobody_elses_turn(den: Den) -> None:
    late = await den.papers.try_start(30)
    den.clock.forward(seconds=31)
    theirs = await den.papers.try_start(30)
    assert isinstance(late, Turn)
    assert isinstance(theirs, Turn)
    den.clock.forward(seconds=5)
    await den.papers.finish(late)
    assert isinstance(await den.papers.try_start(30), Shut)
    await den.papers.finish(late, timedelta(minutes=10))  # but what arXiv asks for counts
    no = await den.papers.try_start(30)
    assert isinstance(no, Shut)
    assert no.quiet


async def test_of_many_at_once_one_gets_the_turn(den: Den) -> None:
    got = await asyncio.gather(*(den.papers.try_start(30) for _ in range(10)))
    assert sum(isinstance(each, Turn) for each in got) == 1
    assert len({each.mark for each in got if isinstance(each, Shut)}) == 1


async def nothing(_source: Source) -> Answer | Troubled:
    return Answer(())


@pytest.fixture
def papers(sqlite_den: Den) -> Papers:
    return sqlite_den.papers


async def test_who_waits_goes_when_the_clock_moves(sqlite_den: Den, papers: Papers) -> None:
    assert await papers.ask(nothing, patience=LITTLE) == Answer(())
    waiting = asyncio.create_task(papers.ask(nothing, patience=timedelta(seconds=20)))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    sqlite_den.clock.forward(seconds=4)
    assert await waiting == Answer(())


async def test_patience_ends_and_is_not_tried_where_it_is_quiet(sqlite_den: Den, papers: Papers) -> None:
    async def busy(_source: Source) -> Answer | Troubled:
        return Troubled(Trouble.BUSY, "HTTP 429", timedelta(minutes=7))

    assert (await papers.ask(nothing, patience=LITTLE)) == Answer(())
    assert await papers.ask(nothing, patience=LITTLE) == NO_TURN
    sqlite_den.clock.forward(seconds=4)
    assert await papers.ask(busy, patience=LITTLE) != NO_TURN
    sqlite_den.clock.forward(seconds=60)
    began = time.monotonic()
    assert await papers.ask(nothing, patience=timedelta(seconds=30)) == NO_TURN
    assert time.monotonic() - began < 5
    sqlite_den.clock.forward(minutes=6)
    assert await papers.ask(nothing, patience=LITTLE) == Answer(())


async def test_a_request_that_fails_or_is_cancelled_gives_its_turn_back(
    sqlite_den: Den, papers: Papers
) -> None:
    async def fails(_source: Source) -> Answer | Troubled:
        raise RuntimeError("ours")

    async def hangs(_source: Source) -> Answer | Troubled:
        await asyncio.sleep(60)
        return Answer(())

    with pytest.raises(RuntimeError):
        await papers.ask(fails, patience=LITTLE)
    sqlite_den.clock.forward(seconds=4)
    hanging = asyncio.create_task(papers.ask(hangs, patience=LITTLE))
    await asyncio.sleep(0.2)
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    waiting = asyncio.create_task(papers.ask(nothing, patience=timedelta(seconds=20)))
    await asyncio.sleep(0)
    waiting.cancel()  # whatever it was doing
    with pytest.raises(asyncio.CancelledError):
        await waiting
    sqlite_den.clock.forward(seconds=4)
    assert await papers.ask(nothing, patience=LITTLE) == Answer(())


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serving() as made:
        yield made


ASKS = """
import asyncio, sys
from datetime import timedelta
from bot.app import open_app
from bot.config import Settings

async def main(url, address, times):
    settings = Settings(database_url=url, arxiv_feed_url=address, arxiv_api_url=address, _env_file=None)
    async with open_app(settings) as app:
        for _ in range(int(times)):
            await app.papers.ask(lambda source: source.daily(["cs.LG"]), patience=timedelta(seconds=60))

asyncio.run(main(*sys.argv[1:]))
"""


async def asked_by_two(url: str) -> list[float]:
    """When each of three requests of two processes came."""
    async with serving() as served:
        running = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", ASKS, url, f"{served.url}/atom", times),
                cwd=ROOT,
                stderr=subprocess.PIPE,
            )
            for times in ("2", "1")
        ]
        for each in running:
            _, said = await each.communicate()
            assert each.returncode == 0, said.decode()
        return served.at


async def test_two_processes_start_three_seconds_apart(request: pytest.FixtureRequest) -> None:
    kinds = BACKENDS if os.environ.get(POSTGRES) else ["sqlite"]
    urls = [str(request.getfixturevalue(f"migrated_{kind}_url")) for kind in kinds]
    for times in await asyncio.gather(*map(asked_by_two, urls)):
        assert len(times) == 3
        assert min(later - earlier for earlier, later in pairwise(times)) >= 3


async def test_retry_after_is_kept_by_everybody(migrated_sqlite_url: str, served: Served) -> None:
    served.script = [answer("", 503, {"Retry-After": "120"})]
    settings = Settings(database_url=migrated_sqlite_url, _env_file=None, **served.settings)  # type: ignore[call-arg,arg-type]
    async with open_app(settings, clock=system_clock) as one, open_app(settings, clock=system_clock) as other:
        busy = await one.papers.ask(lambda source: source.daily(["cs.LG"]), patience=LITTLE)
        assert isinstance(busy, Troubled)
        assert (busy.trouble, busy.wait) == (Trouble.BUSY, timedelta(minutes=2))
        assert await other.papers.ask(lambda source: source.daily(["cs.LG"]), patience=GAP) == NO_TURN
    assert len(served.asked) == 1
