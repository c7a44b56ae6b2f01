"""The loopback Discord: its parts put together, on 127.0.0.1, in this process or in one of its own.

`async with DiscordServer() as server:` for tests; `python -m tests.faults.discord_server --port 8900` for
load and crash checks: prints its addresses, token and ids as one line of JSON and serves until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import signal
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.faults.api import Payload
from tests.faults.clock import ServerClock
from tests.faults.commands import Commands
from tests.faults.control import Control
from tests.faults.faults import Faults, Limits
from tests.faults.gateway import Gateway, Session
from tests.faults.interact import Interact
from tests.faults.interactions import Interactions
from tests.faults.journal import Journal
from tests.faults.messages import Messages
from tests.faults.pipeline import PREFIX, Pipeline
from tests.faults.rest import Rest
from tests.faults.world import World

APPLICATION_ID = 1_200_000_000_000_000_000
HOST = "127.0.0.1"


def token_for(application_id: int) -> str:
    """Return a made-up token of the shape Discord's have, so that redacting filters can be tested with it."""
    owner = base64.urlsafe_b64encode(str(application_id).encode()).decode().rstrip("=")
    return f"{owner}.Loopbk.{'loopback' * 5}"[: len(owner) + 46]


class DiscordServer:
    """One bot application's Discord.

    world, messages, commands, interactions: what there is; interact: people at work; faults, limits: what
    goes wrong; gateway: connections and their disturbances; journal: every request; clock: the time.
    """

    def __init__(
        self,
        *,
        application_id: int = APPLICATION_ID,
        token: str | None = None,
        port: int = 0,
        speed: float = 1.0,
    ) -> None:
        self.token = token or token_for(application_id)
        self.clock = ServerClock(speed=speed)
        self.journal = Journal()
        self.faults = Faults()
        self.limits = Limits()
        self.gateway = Gateway(self.token, self._ready, self._guilds, self._members)
        self.world = World(self.clock, application_id, self.gateway.emit)
        self.messages = Messages(self.world)
        self.commands = Commands(self.world)
        self.interactions = Interactions(self.world, self.messages)
        self.interact = Interact(self.world, self.commands, self.interactions, self.gateway)
        rest = Rest(self.world, self.messages, self.interactions, lambda: self.gateway_url)
        routes = [*self.commands.routes(), *rest.routes()]
        self._pipeline = Pipeline(self.token, routes, self.world, self.journal, self.faults, self.limits)
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """Return the base of REST requests, for `discord.http.Route.BASE`."""
        return f"http://{HOST}:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Return the gateway's address, for `DiscordWebSocket.DEFAULT_GATEWAY`."""
        return f"ws://{HOST}:{self._port}/gateway"

    async def start(self) -> None:
        """Begin to listen; port 0 becomes a free one."""
        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.router.add_route("*", f"{PREFIX}/{{rest:.*}}", self._pipeline.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        Control(self).add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        # Thousands of people may answer in the same second, each over a new connection.
        await web.TCPSite(self._runner, HOST, self._port, backlog=4096).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def advance(self, **by: float) -> None:
        """Move the server's time forward, as `timedelta(**by)`; threads idle for too long become archived."""
        self.clock.advance(timedelta(**by))
        self.world.archive_idle_threads()

    async def until(self, condition: Callable[[], bool], what: str, within: float = 15.0) -> None:
        """Wait until `condition` holds; TimeoutError naming `what` after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                # Looked at again and again: the condition may be about anything, so nothing can signal it.
                while not condition():  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise TimeoutError(f"not within {within} s: {what}") from None

    def populate(self, guilds: int, channels: int, people: int) -> list[Payload]:
        """Make guilds with channels and people in them, for load checks. Returns their ids."""
        made: list[Payload] = []
        for number in range(guilds):
            guild = self.world.add_guild(f"Guild {number}")
            members = [self.world.add_user(f"person{number}x{one}", guild) for one in range(people)]
            places = [self.world.add_channel(guild, f"channel-{one}") for one in range(channels)]
            made.append(
                {
                    "id": str(guild.id),
                    "channels": [str(one.id) for one in places],
                    "people": [str(one.id) for one in members],
                }
            )
        return made

    def _ready(self, session: Session) -> Payload:
        guilds = [one for one in self.world.guilds if session.wants("GUILD_CREATE", one)]
        return {
            "v": 10,
            "user": self.world.bot.payload() | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(one), "unavailable": True} for one in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "shard": [session.shard, session.count],
            "application": {"id": str(self.world.application_id), "flags": 0},
            "private_channels": [],
            "session_type": "normal",
        }

    def _guilds(self) -> dict[int, Payload]:
        available = [guild for guild in self.world.guilds.values() if guild.available]
        return {guild.id: self.world.guild_create(guild) for guild in available}

    def _members(self, asked: Payload) -> Payload | None:
        """Answer op 8: members by ids, or by the beginning of their name."""
        guild = self.world.guilds.get(int(asked["guild_id"]))
        if guild is None:
            return None
        ids = asked.get("user_ids")
        wanted = {int(one) for one in (ids if isinstance(ids, list) else [ids] if ids else [])}
        prefix, limit = asked.get("query") or "", asked.get("limit") or len(guild.members)
        chosen = [
            member
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.username.startswith(prefix))
        ][:limit]
        data: Payload = {
            "guild_id": str(guild.id),
            "members": [member.payload() for member in chosen],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(one) for one in wanted - set(guild.members)],
        }
        return data | ({"nonce": asked["nonce"]} if asked.get("nonce") else {})


async def serve(arguments: argparse.Namespace) -> None:
    """Run a server until SIGINT or SIGTERM."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with DiscordServer(port=arguments.port, speed=arguments.speed) as server:
        server.limits.per_second = arguments.per_second or None
        line: dict[str, Any] = {
            "api_url": server.api_url,
            "gateway_url": server.gateway_url,
            "control_url": server.api_url.replace(PREFIX, "/control"),
            "token": server.token,
            "application_id": str(server.world.application_id),
            "guilds": server.populate(arguments.guilds, arguments.channels, arguments.people),
        }
        print(json.dumps(line), flush=True)
        await ended.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.discord_server", description="A loopback Discord."
    )
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--guilds", type=int, default=1)
    parser.add_argument("--channels", type=int, default=1, help="text channels in each guild")
    parser.add_argument("--people", type=int, default=3, help="people in each guild, besides its owner")
    parser.add_argument("--per-second", type=int, default=50, help="global request limit, 0 for none")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast its clock runs")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
