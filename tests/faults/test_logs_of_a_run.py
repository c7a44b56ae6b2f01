"""Owns that a whole run tells nobody what nobody needs to know: neither its log at DEBUG nor its pages hold a token or a text."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.competitions.model.values import Settings
from bot.competitions.store import settings
from tests.competitions.feed.served import BEARER, TOKEN, item, serving
from tests.faults.compound import Run, add_standup, bot_process, press, real_time_app, soon, texts, write
from tests.faults.scene import Place

KEY = "5e1fc0de" * 4  # made up, as the token is
NAMED = {"BOT_KAGGLE_USERNAME": "robin", "BOT_KAGGLE_KEY": KEY}
BASIC = f"Basic {b64encode(f'robin:{KEY}'.encode()).decode()}"
FIRST = "zebra crossings at dawn"
CHANGED = "quokkas, after all"
FAILED = 'wombat\'s "hats" (never saved)'


@asynccontextmanager
async def read(run: Run) -> AsyncIterator[None]:
    """Read standard error all the time: at DEBUG a pipe nobody reads is soon full, and the process would stand still."""
    assert run.process.stderr is not None
    reading = asyncio.create_task(run.process.stderr.read())
    try:
        yield
    finally:
        if run.process.returncode is None:
            run.process.terminate()
        async with asyncio.timeout(30):
            run.log += (await reading).decode()
            await run.process.wait()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def page(port: int, path: str) -> tuple[int, str]:
    """Status and text of a page of the process."""
    address = f"http://127.0.0.1:{port}{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def a_members_day(place: Place) -> str:
    """Ada writes, edits, meets a failure, and deletes; returns the number she was told after the failure."""
    server = place.server
    interact = server.interact
    posted = await write(place, FIRST)
    assert posted.content.startswith("Posted")
    shown = await interact.slash(place.guild, place.channel, place.ada, "standup")
    form = await press(place, shown, "Edit")
    changed = await (await interact.submit(form, {"q1": CHANGED})).settled(within=15)
    assert "Changed" in changed.content
    ben = server.world.add_user("ben", place.guild)
    form = await interact.slash(place.guild, place.channel, ben, "standup")
    server.faults.refuse(400, 50035, "Invalid Form Body", method="POST", path=r"/interactions/.*/callback")
    failed = await (await interact.submit(form, {"q1": FAILED})).settled(within=15)
    reference = re.search(r"\b[0-9a-f]{8}\b", failed.content)
    assert reference, failed.content
    shown = await interact.slash(place.guild, place.channel, place.ada, "standup")
    gone = await (await press(place, shown, "Delete")).settled(within=15)
    assert "quokkas" in gone.content
    return reference[0]


@pytest.mark.row("secrets in logs")
async def test_a_whole_run_at_debug_tells_no_token_and_no_members_text(
    place: Place, migrated_url: str, tmp_path: Path
) -> None:
    server, port = place.server, free_port()
    lobby = server.world.add_channel(place.guild, "kaggle")
    async with real_time_app(migrated_url) as app:
        await add_standup(app, place, soon(5))
        await app.db.write(lambda tx: settings.save(tx, Settings(place.guild.id, lobby.id)))
    header, credentials = (
        (BEARER, {"KAGGLE_API_TOKEN": TOKEN}) if "sqlite" in migrated_url else (BASIC, NAMED)
    )
    more = {"BOT_LOG_LEVEL": "DEBUG", "BOT_METRICS_PORT": str(port), **credentials}
    async with (
        serving() as kaggle,
        bot_process(place, migrated_url, tmp_path, BOT_KAGGLE_API_URL=f"{kaggle.url}/v1", **more) as run,
    ):
        kaggle.items, kaggle.accepts = [item("otters", deadline="2099-01-01T00:00:00Z")], {header}
        async with read(run):
            await server.until(lambda: bool(texts(place.channel)), "the prompt", within=40)
            await server.until(lambda: "Otters" in "".join(texts(lobby)), "the list", within=40)
            await server.until(server.gateway.connected, "the gateway", within=25)
            reference = await a_members_day(place)
            assert await page(port, "/healthz") == (200, '{"healthy": true}')
            for _try in range(100):  # a busy machine is late with a heartbeat, and says so meanwhile
                if (ready := await page(port, "/readyz")) == (200, '{"ready": true}'):
                    break
                await asyncio.sleep(0.2)
            assert ready == (200, '{"ready": true}')
            status, metrics = await page(port, "/metrics")
        assert run.process.returncode == 0, run.log
    log = run.log

    assert server.token not in log
    assert server.token.split(".")[2] not in log
    for secret in (TOKEN, KEY, header, header.split()[1]):
        assert secret not in log, [line for line in log.splitlines() if secret in line]
    tokens = [token for token in server.interactions.by_token if token in log]
    assert not tokens, [line for line in log.splitlines() if any(token in line for token in tokens)]
    for words in (FIRST, CHANGED, FAILED, "zebra", "quokka", "wombat"):
        assert words not in log, [line for line in log.splitlines() if words in line]

    lines: list[dict[str, Any]] = [json.loads(line) for line in log.splitlines()]
    told = [line["event"] for line in lines]
    assert any(
        re.search(r"POST \S+/channels/\d+/messages with \[\d+ characters] has returned 200", each)
        for each in told
    )
    assert any("[INTERACTION_CREATE {'op': 0, 's':" in each for each in told)
    assert "Dispatching event interaction" in told
    assert {line["logger"].partition(".")[0] for line in lines} >= {"discord", "bot"}
    (failure,) = [line for line in lines if line["level"] == "error"]
    assert failure["reference"] == reference
    assert "50035" in failure["exception"]
    assert "Traceback" in failure["exception"]

    assert status == 200
    counted = 'compound_interaction_seconds_count{outcome="%s",route="%s"} %s'
    assert counted % ("ok", "standup", "4.0") in metrics
    assert 'compound_source_up{source="discord"} 1.0' in metrics
    assert 'compound_source_up{source="database"} 1.0' in metrics
    assert re.search(r'compound_discord_request_seconds_count\{method="POST",status="400"} 1.0', metrics)
    labels = "".join(re.findall(r"\{.*?}", metrics))
    assert not re.search(r"\d{15,}", labels), "no ids"
    assert not any(words in metrics for words in (server.token, "zebra", "quokka", "wombat", "ada"))
