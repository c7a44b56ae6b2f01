"""Owns the page for supervisors over a real socket: when it says alive, ready and how many, and what it never says."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.config import Settings
from bot.shell.health import PortTaken, serving
from bot.shell.jobs import Job
from tests.bots import World
from tests.databases import run_sql


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Page:
    """A client of the page."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self.port = port
        self._session = session

    async def get(self, path: str, method: str = "GET") -> aiohttp.ClientResponse:
        """The whole answer to a request."""
        async with self._session.request(method, f"http://127.0.0.1:{self.port}{path}") as answer:
            await answer.read()
            return answer

    async def json(self, path: str) -> tuple[int, Any]:
        """Status and values of a page."""
        answer = await self.get(path)
        return answer.status, await answer.json()

    async def number(self, name: str) -> float:
        """One number of /metrics, named as it stands there."""
        text = await (await self.get("/metrics")).text()
        (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found)


def settings(port: int, host: str = "127.0.0.1") -> Settings:
    """Settings with a page on this port."""
    return Settings(metrics_port=port, metrics_host=host, _env_file=None)  # type: ignore[call-arg]


@asynccontextmanager
async def page_of(world: World) -> AsyncIterator[Page]:
    """The world's bot with its page."""
    port = free_port()
    async with serving(world.bot, settings(port)), aiohttp.ClientSession() as session:
        yield Page(port, session)


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    """The page of a bot that is fine."""
    async with page_of(world) as made:
        yield made


async def test_a_bot_that_is_fine_is_alive_ready_and_counts(world: World, page: Page) -> None:
    assert await page.json("/healthz") == (200, {"healthy": True})
    assert await page.json("/readyz") == (200, {"ready": True})
    await world.set_up()
    await world.write(world.ana, "words-of-a-member")
    answer = await page.get("/metrics")
    assert answer.status == 200
    assert re.fullmatch(r"text/plain; version=[\d.]+; charset=utf-8", answer.headers["Content-Type"])
    assert await page.number('compound_source_up{source="discord"}') == 1
    assert await page.number('compound_source_up{source="database"}') == 1
    assert await page.number('compound_shards{state="connected"}') == 1
    assert await page.number("compound_servers") == 1
    assert await page.number('compound_interaction_seconds_count{outcome="ok",route="standups:written"}') == 1
    text = await answer.text()
    assert not re.search(r"[^.]\b\d{15,}|words-of-a-member|Learners|robin", text)


async def test_there_is_nothing_else_on_it(page: Page) -> None:
    for path in ("/", "/metrics/", "/healthz/x", "/../etc/passwd", "/debug"):
        assert (await page.get(path)).status == 404
    assert (await page.get("/metrics", "POST")).status == 405


async def test_the_age_of_the_backlog_is_that_of_what_is_due(world: World, page: Page) -> None:
    await world.set_up()
    await world.work()  # what is done once a day
    assert await page.number("compound_backlog_age_seconds") == 0
    await world.until(datetime(2026, 1, 2, 8, 0, tzinfo=UTC))
    await world.until(world.env.now() + timedelta(minutes=7))
    assert await page.number("compound_backlog_age_seconds") == 420
    await world.work()
    assert await page.number("compound_backlog_age_seconds") == 0


async def test_what_is_missing_is_listed(world: World, page: Page, migrated_sqlite_url: str) -> None:
    world.bot.setup_done.clear()
    run_sql(migrated_sqlite_url, "ALTER TABLE standup RENAME TO elsewhere")
    status, answer = await page.json("/readyz")
    assert status == 503
    assert answer == {
        "ready": False,
        "missing": ["commands: not loaded and synced yet", "database: no answer"],
    }
    assert await page.number('compound_source_up{source="database"}') == 0
    assert str(await page.number("compound_backlog_age_seconds")) == "nan"
    assert await page.json("/healthz") == (200, {"healthy": True}), "a restart would not help"
    run_sql(migrated_sqlite_url, "ALTER TABLE elsewhere RENAME TO standup")
    world.bot.setup_done.set()
    assert await page.json("/readyz") == (200, {"ready": True})


async def test_a_database_that_does_not_answer_keeps_nobody_waiting(world: World, page: Page) -> None:
    looks, release = [], asyncio.Event()

    async def next_due() -> None:
        looks.append(time.monotonic())
        while not release.is_set():
            with suppress(asyncio.CancelledError):  # as a driver that lets go when its query has ended
                await release.wait()

    async def run() -> bool:
        return False

    world.bot.jobs.add(Job("slow.read", run, next_due))
    not_ready = (503, {"ready": False, "missing": ["database: no answer"]})
    one, two = await asyncio.gather(page.json("/readyz"), page.json("/readyz"))
    assert one == two == not_ready
    assert await page.json("/readyz") == not_ready
    assert len(looks) == 1, "those who ask again wait for the look that is under way"
    release.set()
    assert await page.json("/readyz") == (200, {"ready": True})
    await world.bot.jobs.forget("slow")


async def test_quiet_that_discord_asked_for_is_told(world: World, page: Page) -> None:
    assert await page.number("compound_quiet_seconds") == 0
    world.bot.pace.note(429, {"X-RateLimit-Global": "true", "Retry-After": "600", "Via": "1.1 google"})
    assert 500 < await page.number("compound_quiet_seconds") <= 600
    assert (await page.get("/healthz")).status == 200


async def test_shards_that_are_away_are_counted(world: World, page: Page) -> None:
    world.bot.clear()
    status, answer = await page.json("/readyz")
    assert (status, answer["missing"]) == (503, ["discord: 0 of 1 shards connected"])
    assert await page.number('compound_source_up{source="discord"}') == 0
    assert (await page.get("/healthz")).status == 200, "discord.py comes back by itself"


async def test_a_dead_writer_is_a_reason_to_restart(world: World, page: Page) -> None:
    await world.app.db.close()
    assert await page.json("/healthz") == (
        503,
        {"healthy": False, "reasons": ["the database writer has ended"]},
    )


async def test_jobs_that_no_longer_look_are_a_reason_to_restart(world: World, page: Page) -> None:
    world.bot.jobs.last_looked = time.monotonic() - 59
    assert (await page.get("/healthz")).status == 200
    world.bot.jobs.last_looked = time.monotonic() - 75
    status, answer = await page.json("/healthz")
    assert status == 503
    assert re.fullmatch(r"nobody has looked for due work for \d+ s", answer["reasons"][0])
    assert await page.number("compound_jobs_last_look_seconds") >= 75
    world.bot.jobs.last_looked = None
    assert (await page.get("/healthz")).status == 200, "a bot that is still logging in is fine"


async def test_no_port_no_page(world: World) -> None:
    async with serving(world.bot, settings(0)):
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "loop lag"]


async def test_it_closes_with_the_block_and_opens_again(world: World) -> None:
    port = free_port()
    for _ in range(2):
        async with serving(world.bot, settings(port)), aiohttp.ClientSession() as session:
            assert (await Page(port, session).get("/healthz")).status == 200
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.ClientConnectorError):
                await Page(port, session).get("/healthz")


async def test_a_port_that_is_taken_is_told_with_its_setting(world: World, page: Page) -> None:
    with pytest.raises(
        PortTaken, match=rf"^BOT_METRICS_PORT {page.port} on BOT_METRICS_HOST 127.0.0.1 cannot be used"
    ):
        async with serving(world.bot, settings(page.port)):
            pytest.fail("it served")
    with pytest.raises(PortTaken, match=r"BOT_METRICS_HOST 192\.0\.2\.1 cannot be used"):
        async with serving(world.bot, settings(free_port(), "192.0.2.1")):
            pytest.fail("it served")
    assert (await page.get("/healthz")).status == 200, "who was there first goes on"
