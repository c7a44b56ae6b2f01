"""Proves the loopback Discord's gateway with a bare discord.py bot over real sockets."""

from __future__ import annotations

import asyncio
import json
import math
import sys
from asyncio.subprocess import Process
from pathlib import Path

import aiohttp
import discord
import pytest

from tests.faults.bots import BareBot
from tests.faults.scene import Place, running
from tests.faults.transport import encoder

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import asyncio, sys
from tests.faults.bots import BareBot
from tests.faults.pointing import point_at
point_at(sys.argv[1], sys.argv[2])
asyncio.run(BareBot().start(sys.argv[3]))
"""


async def test_bot_becomes_ready_with_its_guild(place: Place, bot: BareBot) -> None:
    guild = bot.get_guild(place.guild.id)
    assert guild is not None
    assert (guild.name, guild.shard_id, guild.member_count) == ("Learners", 0, 3)
    assert [channel.name for channel in guild.text_channels] == ["standup"]
    assert guild.text_channels[0].permissions_for(guild.me).manage_threads
    assert bot.application_id == place.server.world.application_id
    assert (await bot.application_info()).name == "Compound"
    assert (await bot.fetch_guild(guild.id)).roles[0].is_default()
    assert (await guild.fetch_member(place.ada.id)).name == "ada"
    assert [member.name for member in await guild.query_members("ad", cache=False)] == ["ada"]
    assert place.server.gateway.identifies == [(0, 1)]
    await place.server.until(lambda: math.isfinite(bot.latency), "a heartbeat is acknowledged")
    assert place.server.journal.unrouted() == []


async def test_wrong_token_is_refused_by_rest(place: Place) -> None:
    with pytest.raises(discord.LoginFailure):
        async with running(BareBot(), "wrong"):
            pass
    assert place.server.journal.statuses == {401: 1}


async def test_wrong_token_is_refused_by_the_gateway(place: Place) -> None:
    # REST believes the bot, so it is the gateway that says no, as after a token was changed.
    place.server.gateway.token = "another"
    with pytest.raises(discord.ConnectionClosed) as refused:
        async with running(BareBot(), place.server.token):
            pass
    assert refused.value.code == 4004


async def test_privileged_intents_must_be_allowed(place: Place) -> None:
    intents = discord.Intents(guilds=True, message_content=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(BareBot(intents=intents), place.server.token):
            pass
    place.server.gateway.privileged_intents = intents.value
    async with running(BareBot(intents=intents), place.server.token):
        assert place.server.gateway.connected()


async def test_dropped_connection_resumes_and_missed_events_come_after(place: Place, bot: BareBot) -> None:
    server = place.server
    await server.gateway.drop()
    server.messages.say(place.channel, place.ada, f"<@{bot.application_id}> while you were away")
    await server.until(lambda: bool(bot.told("message")), "the missed message arrives")
    await server.until(lambda: bool(bot.told("resumed")), "the bot has resumed")
    assert [message.content for message in bot.told("message")] == [
        f"<@{bot.application_id}> while you were away"
    ]
    assert (server.gateway.identifies, server.gateway.resumes) == ([(0, 1)], [0])


async def test_reconnect_request_and_closing_resume(place: Place, bot: BareBot) -> None:
    server = place.server
    server.gateway.ask_to_reconnect()
    await server.until(lambda: server.gateway.resumes == [0], "op 7 is followed")
    await server.until(server.gateway.connected, "connected again")
    await server.gateway.drop(1001)
    await server.until(lambda: server.gateway.resumes == [0, 0], "a close is followed by a resume")
    assert server.gateway.identifies == [(0, 1)]


@pytest.mark.parametrize("silently", [False, True])
async def test_lost_session_identifies_anew(place: Place, bot: BareBot, silently: bool) -> None:
    server = place.server
    if silently:
        server.gateway.forget_sessions()
        await server.gateway.drop()
    else:
        server.gateway.invalidate()
    await server.until(
        lambda: server.gateway.identifies == [(0, 1)] * 2, "the bot identifies again", within=10
    )
    server.messages.say(place.channel, place.ada, f"<@{bot.application_id}> hello")
    await server.until(lambda: len(bot.told("message")) == 1, "events flow, once each")
    assert server.gateway.resumes == []


async def test_resumable_invalid_session_resumes(place: Place, bot: BareBot) -> None:
    place.server.gateway.invalidate(resumable=True)
    await place.server.until(lambda: place.server.gateway.resumes == [0], "the bot resumes")


async def test_killed_process_is_noticed_and_another_takes_its_place(place: Place) -> None:
    server = place.server

    async def start() -> Process:
        where = (server.api_url, server.gateway_url, server.token)
        return await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, *where, cwd=ROOT)

    first = await start()
    await server.until(server.gateway.connected, "the first process is connected", within=20)
    first.kill()
    await first.wait()
    await server.until(lambda: not server.gateway.connected(), "its connection is gone")
    second = await start()
    try:
        await server.until(server.gateway.connected, "the second process is connected", within=20)
        assert server.gateway.identifies == [(0, 1)] * 2
        assert len(server.gateway.sessions) == 1
    finally:
        second.kill()
        await second.wait()


async def test_each_shard_hears_of_its_guilds_only(place: Place) -> None:
    server = place.server
    guilds = [server.world.add_guild(f"Guild {number}") for number in range(4)]
    ids = {place.guild.id, *(guild.id for guild in guilds)}
    async with running(BareBot(1, 2), server.token) as odd:
        assert {guild.id for guild in odd.guilds} == {one for one in ids if (one >> 22) % 2 == 1}
        assert 2 <= len(odd.guilds) <= 3
        later = [server.world.add_guild(f"Later {number}") for number in range(2)]
        mine = next(guild for guild in later if (guild.id >> 22) % 2 == 1)
        await server.until(lambda: odd.get_guild(mine.id) is not None, "a new guild arrives")
        assert not any(odd.get_guild(guild.id) for guild in later if guild is not mine)
    assert server.gateway.identifies == [(1, 2)]


async def test_outage_and_removal_of_a_guild(place: Place, bot: BareBot) -> None:
    server = place.server
    server.world.remove_guild(place.guild, outage=True)
    await server.until(lambda: bool(bot.guilds[0].unavailable), "the outage is known")
    with pytest.raises(discord.NotFound):
        await bot.fetch_guild(place.guild.id)
    server.world.restore_guild(place.guild)
    await server.until(lambda: not bot.guilds[0].unavailable, "the guild is back")
    server.world.remove_guild(place.guild)
    await server.until(lambda: not bot.guilds, "the bot knows that it was removed")


async def test_gateway_speaks_plain_text_when_no_compression_is_asked(place: Place) -> None:
    server = place.server
    async with aiohttp.ClientSession() as session, session.ws_connect(server.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json())["op"] == 11
        await socket.send_json({"op": 3, "d": {}})
        assert (await socket.receive()).data == 4003
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{server.gateway_url}?compress=lzma")


async def test_unacknowledged_heartbeats_are_counted(place: Place) -> None:
    server = place.server
    server.gateway.acknowledging = False
    server.gateway.heartbeat_seconds = 0.05
    async with aiohttp.ClientSession() as session, session.ws_connect(server.gateway_url) as socket:
        assert (await socket.receive_json())["d"] == {"heartbeat_interval": 50}
        await socket.send_json({"op": 1, "d": None})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive(), 0.1)
    assert server.gateway.heartbeats == 1


def test_compressed_stream_is_read_by_discord_py() -> None:
    reader = discord.utils._ActiveDecompressionContext()
    encode = encoder(reader.COMPRESSION_TYPE)
    assert encode is not None
    for text in ("one", "two " * 5000, "three"):
        frame = encode(json.dumps(text))
        assert isinstance(frame, bytes)
        assert json.loads(reader.decompress(frame) or "") == text
