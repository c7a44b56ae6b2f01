"""Proves the faults of the loopback Discord: limits, lost answers, closed channels, an own process."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from pathlib import Path
from typing import Literal

import aiohttp
import discord
import pytest

from tests.faults.bots import BareBot
from tests.faults.faults import MESSAGES, Effect
from tests.faults.scene import Place

ROOT = Path(__file__).resolve().parents[2]


async def test_more_than_the_global_limit_is_refused_and_retried(place: Place, bot: BareBot) -> None:
    channels = [place.server.world.add_channel(place.guild, f"c{number}") for number in range(8)]
    place.server.limits.per_second = 5
    began = time.monotonic()
    await asyncio.gather(*(bot.get_partial_messageable(one.id).send("hello") for one in channels))
    assert time.monotonic() - began > 0.9
    assert place.server.journal.statuses[429] >= 3
    assert [len(one.messages) for one in channels] == [1] * 8
    refused = next(one for one in place.server.journal.sends() if one.status == 429)
    assert refused.answer["global"] is True
    assert 0 < refused.answer["retry_after"] <= 1
    assert not refused.took_effect
    sends = [one for one in place.server.journal.sends() if one.status == 200]
    assert sends[5].arrived - sends[0].arrived > 0.9


async def test_a_channels_own_limit_is_announced_and_kept(place: Place, bot: BareBot) -> None:
    place.server.limits.bucket = (2, 0.4)
    channel = place.text_channel(bot)
    began = time.monotonic()
    for number in range(5):
        await channel.send(f"{number}")
    # discord.py reads the headers and waits by itself: nothing was refused.
    assert time.monotonic() - began > 0.7
    assert place.server.journal.statuses[429] == 0


@pytest.mark.parametrize(("effect", "messages"), [("before", 0), ("after", 1)])
async def test_unknown_outcome_of_a_server_error(
    place: Place, bot: BareBot, effect: Effect, messages: int
) -> None:
    channel = place.text_channel(bot)
    place.server.faults.fail(effect=effect, method="POST", path=MESSAGES)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("once", nonce=1)
    assert len(place.channel.messages) == messages
    assert place.server.journal.sends()[-1].took_effect is bool(messages)
    assert (await channel.send("once", nonce=1)).id == next(iter(place.channel.messages))
    assert len(place.channel.messages) == 1


@pytest.mark.parametrize("how", ["reset", "close"])
async def test_cut_connection_before_and_after_the_effect(
    place: Place, bot: BareBot, how: Literal["reset", "close"]
) -> None:
    channel = place.text_channel(bot)
    place.server.faults.cut(effect="before", method="POST", how=how)
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)) as caught:
        await channel.send("lost")
    assert isinstance(caught.value, ConnectionResetError | aiohttp.ClientOSError) is (how == "reset")
    assert not place.channel.messages
    place.server.faults.cut(effect="after", method="POST", how=how)
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await channel.send("sent all the same")
    assert [message["content"] for message in place.channel.messages.values()] == ["sent all the same"]
    assert place.server.journal.statuses[0] == 2


async def test_slow_answers(place: Place, bot: BareBot) -> None:
    place.server.faults.slow(0.3, effect="after", path=MESSAGES)
    sending = asyncio.create_task(place.text_channel(bot).send("slow"))
    await place.server.until(lambda: bool(place.channel.messages), "the message is there already")
    assert not sending.done()
    assert (await sending).content == "slow"
    await place.text_channel(bot).send("quick")


async def test_closed_channels(place: Place, bot: BareBot) -> None:
    channel = place.text_channel(bot)
    thread = await (await channel.send("Day 1")).create_thread(name="Day 1")
    place.server.faults.forbid(place.channel.id, 50013)
    for target in (channel, thread):
        with pytest.raises(discord.Forbidden) as read_only:
            await target.send("no")
        assert read_only.value.code == 50013
    assert [message.content async for message in channel.history()] == ["Day 1"]
    place.server.faults.forbid(place.channel.id, 50001)
    with pytest.raises(discord.Forbidden) as invisible:
        await channel.fetch_message(thread.id)
    assert invisible.value.code == 50001
    place.server.faults.forbid(place.channel.id, 10003)
    with pytest.raises(discord.NotFound) as gone:
        await channel.send("no")
    assert gone.value.code == 10003
    place.server.faults.allow(place.channel.id)
    await channel.send("yes")
    assert place.server.journal.invalid() == 3


async def test_refusals_limits_and_bans_on_request(place: Place, bot: BareBot) -> None:
    channel = place.text_channel(bot)
    place.server.faults.refuse(
        400, 40003, "You are opening direct messages too fast", path="/users/@me/channels"
    )
    with pytest.raises(discord.HTTPException) as too_fast:
        await bot.http.start_private_message(place.ada.id)
    assert too_fast.value.code == 40003
    place.server.faults.rate_limit(0.2, times=2, path=MESSAGES)
    began = time.monotonic()
    await channel.send("after two refusals")
    assert time.monotonic() - began > 0.4
    place.server.faults.ban(times=1)
    with pytest.raises(discord.HTTPException) as banned:
        await channel.send("banned")
    assert banned.value.status == 429
    place.server.faults.fail(times=5)
    place.server.faults.clear()
    await channel.send("fine")


async def test_the_journal_keeps_requests_without_the_token(place: Place, bot: BareBot) -> None:
    await place.text_channel(bot).send("hello", nonce=5)
    request = place.server.journal.sends()[-1]
    assert (request.method, request.path) == ("POST", f"/channels/{place.channel.id}/messages")
    assert (request.body["content"], request.body["enforce_nonce"], request.status) == ("hello", True, 200)
    assert "DiscordBot" in request.headers["user-agent"]
    assert place.server.token not in repr(place.server.journal.requests)


async def test_a_server_in_its_own_process_is_controlled_over_http() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.discord_server", "--guilds", "2", "--channels", "1"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        started = json.loads(await asyncio.wait_for(process.stdout.readline(), 10))
        channel = started["guilds"][1]["channels"][0]
        sends, control = f"{started['api_url']}/channels/{channel}/messages", started["control_url"]
        body = {"content": "hello", "nonce": "1", "enforce_nonce": True}
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {started['token']}"}) as session:

            async def post(url: str, data: object) -> tuple[int, dict[str, object]]:
                async with session.post(url, json=data) as answer:
                    return answer.status, json.loads(await answer.text())

            first = await post(sends, body)
            assert first == await post(sends, body)
            assert (await post(f"{control}/advance", {"minutes": 6}))[0] == 200
            assert (await post(sends, body))[1]["id"] != first[1]["id"]
            assert (await post(f"{control}/faults", {"do": "refuse", "status": 403, "code": 50013}))[0] == 200
            assert (await post(sends, body))[0] == 403
            assert (await post(f"{control}/faults", {"do": "__init__"}))[0] == 400
            async with session.get(f"{control}/summary") as answer:
                summary = await answer.json()
            async with session.get(f"{control}/channels/{channel}/messages") as answer:
                messages = await answer.json()
    finally:
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    assert (summary["sends"], summary["messages"], summary["statuses"]) == (4, 2, {"200": 3, "403": 1})
    assert [message["content"] for message in messages] == ["hello", "hello"]
