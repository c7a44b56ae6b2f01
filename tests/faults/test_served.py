"""Owns BOT_ALLOWED_SERVERS at the gateway: a server that invites the bot is left unless it is named, one it was in is kept."""

from __future__ import annotations

from pathlib import Path

from tests.faults.compound import bot_process
from tests.faults.entities import Guild
from tests.faults.scene import Place


def departures(place: Place, *guilds: Guild) -> list[str]:
    """The requests by which the bot left these servers."""
    ours = {f"/users/@me/guilds/{guild.id}" for guild in guilds}
    return [
        each.path for each in place.server.journal.requests if each.method == "DELETE" and each.path in ours
    ]


async def test_only_a_newly_joined_server_that_is_not_named_is_left(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    server = place.server
    named = 1_100_000_000_000_000_001
    async with bot_process(place, migrated_sqlite_url, tmp_path, BOT_ALLOWED_SERVERS=str(named)) as run:
        await server.until(lambda: bool(server.commands.syncs), "the commands are sent", within=25)
        await server.until(server.gateway.connected, "the gateway", within=25)
        await joinable(place)
        welcome = server.world.add_guild("Learners elsewhere", id=named)
        held = server.world.add_guild("Strangers")
        server.faults.refuse(403, 50001, "Missing Access", path=f"/users/@me/guilds/{held.id}")
        strangers = [held, server.world.add_guild("More strangers")]
        await server.until(lambda: len(departures(place, *strangers)) == 2, "both were to be left", within=15)
        await server.until(lambda: strangers[1].id not in server.world.guilds, "one is left", within=15)
        assert departures(place, welcome, place.guild) == []
        assert await run.end() == 0, run.log
    for stranger, words in (
        (held, "left a server"),
        (held, "could not leave a server"),
        (strangers[1], "left a server"),
    ):
        assert [line for line in run.log.splitlines() if words in line and str(stranger.id) in line], run.log


async def joinable(place: Place) -> None:
    """Until discord.py has taken in the servers it began with (it waits 2 s for more), a new one counts as one of them."""
    server, left = place.server, False
    while not left:
        probe = server.world.add_guild("Probe")
        left = await gone(place, probe)
        if not left:
            server.world.remove_guild(probe)


async def gone(place: Place, guild: Guild) -> bool:
    """Whether the bot leaves a server within two seconds."""
    try:
        await place.server.until(lambda: guild.id not in place.server.world.guilds, "left", within=2)
    except TimeoutError:
        return False
    return True
