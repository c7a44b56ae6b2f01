"""Proves that the outside world is asked with a deadline and a cap, over real sockets, and that a start needs none of it."""

from __future__ import annotations

import gzip
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import pytest

from bot.core.http import Http, Lost, NoReply, Reply
from tests.papers.feed.served import Served, answer, breaking, dripping, flooding, serving
from tests.tree.source import ROOT

AGENT = "Compound/1 (Discord bot; robin@example.org)"
MB = 1 << 20


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serving() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async with Http(AGENT) as made:
        yield made


async def get(http: Http, url: str, *, deadline: float = 10, most: int = MB) -> Reply | NoReply:
    return await http.get(url, deadline=deadline, most=most)


async def lost(http: Http, url: str, *, deadline: float = 10, most: int = MB) -> Lost:
    reply = await get(http, url, deadline=deadline, most=most)
    assert isinstance(reply, NoReply)
    return reply.why


async def test_a_reply_is_whole_whatever_its_status(served: Served, http: Http) -> None:
    served.api = answer("no", 503, {"Retry-After": "7"})
    reply = await http.get(f"{served.url}/a", {"q": "ünï +&"}, deadline=10, most=MB, accept="text/plain")
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body, reply.headers["retry-after"]) == (503, b"no", "7")
    (asked,) = served.asked
    assert (asked.query["q"], asked.headers["User-Agent"], asked.headers["Accept"]) == (
        "ünï +&",
        AGENT,
        "text/plain",
    )


async def test_nobody_there_and_a_broken_connection(served: Served, http: Http) -> None:
    assert await lost(http, "http://127.0.0.1:9/") is Lost.UNREACHABLE
    served.api = breaking
    assert await lost(http, served.url) is Lost.UNREACHABLE
    assert await lost(http, "no address") is Lost.UNREACHABLE


async def test_the_deadline_is_for_all_of_it_however_it_drips(served: Served, http: Http) -> None:
    served.api = dripping(b"<x>", 0.02)
    began = time.monotonic()
    assert await lost(http, served.url, deadline=0.3) is Lost.SLOW
    assert time.monotonic() - began < 2


async def test_more_than_the_most_is_not_read(served: Served, http: Http) -> None:
    served.api = answer(b"x" * 1001)  # says so beforehand
    assert await lost(http, served.url, most=1000) is Lost.LARGE
    served.api = flooding(b"x" * 600, 2)  # does not
    assert await lost(http, served.url, most=1000) is Lost.LARGE
    served.api = answer(b"x" * 1000)
    assert isinstance(await get(http, served.url, most=1000), Reply)


async def test_fifty_megabytes(served: Served, http: Http) -> None:
    served.api = flooding(b"x" * MB, 50)
    assert await lost(http, served.url, most=32 * MB) is Lost.LARGE


async def test_a_gzip_bomb_goes_off_in_small_steps(served: Served, http: Http) -> None:
    bomb = gzip.compress(b"0" * (60 * MB), 1)
    assert len(bomb) < MB
    served.api = answer(bomb, headers={"Content-Encoding": "gzip"})
    assert await lost(http, served.url, most=4 * MB) is Lost.LARGE


async def test_what_is_compressed_is_read(served: Served, http: Http) -> None:
    text = b"".join(b"%d " % number for number in range(300_000))
    served.api = answer(
        gzip.compress(text[:1000]) + gzip.compress(text[1000:]), headers={"Content-Encoding": "gzip"}
    )
    reply = await get(http, served.url, most=len(text))
    assert isinstance(reply, Reply)
    assert reply.body == text
    cut = gzip.compress(text)[:-9]
    for body, encoding in ((cut, "gzip"), (b"<feed/>", "gzip"), (b"x", "br")):
        served.api = answer(body, headers={"Content-Encoding": encoding})
        assert await lost(http, served.url, most=len(text)) is Lost.BROKEN


async def test_it_is_redirected_within_the_host_only(served: Served, http: Http) -> None:
    served.script = [answer("", 301, {"Location": "/there"}), answer("here", 200)]
    reply = await get(http, served.url)
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body, served.paths[-1]) == (200, b"here", "/there")
    async with serving() as other:
        served.script = [answer("", 302, {"Location": f"{other.url}/stolen"})]
        reply = await get(http, served.url)
        assert isinstance(reply, Reply)
        assert (reply.status, other.asked) == (302, [])
    served.api = answer("", 302, {"Location": "/again"})
    before = len(served.asked)
    reply = await get(http, served.url)
    assert isinstance(reply, Reply)
    assert (reply.status, len(served.asked) - before) == (302, 4)


async def test_what_is_looked_for_is_not_logged(
    served: Served, http: Http, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await http.get(served.url, {"search_query": "my illness"}, deadline=10, most=MB)
    assert "illness" not in caplog.text


async def test_one_client_is_made_when_it_is_needed_and_closed(served: Served) -> None:
    async with Http(AGENT) as http:
        assert http._client is None
        await get(http, served.url)
        client = http._client
        await get(http, served.url)
        assert client is not None
        assert http._client is client
    assert client.is_closed


async def test_an_address_of_the_environment_is_not_asked(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with Http(AGENT) as http:
        assert isinstance(await get(http, served.url), Reply)


def test_a_start_loads_nothing_that_only_sources_need() -> None:
    code = (
        "import sys, cogs, bot.app, bot.shell.client, cogs.papers;"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & set(sys.argv[1:])))"
    )
    heavy = ("httpx", "httpcore", "lxml", "arxiv", "requests", "icalendar", "sklearn", "scipy", "numpy")
    done = subprocess.run([sys.executable, "-c", code, *heavy], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
