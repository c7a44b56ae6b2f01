"""Remote control for a server in a process of its own: what a test does by hand otherwise, over HTTP.

Below /control: GET summary, GET clock, GET requests, GET channels/{id}/messages, POST advance, limits, faults, gateway,
interact. Failures answer 400 with the reason.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.faults.api import ApiError, Payload
from tests.faults.interactions import Interaction
from tests.faults.options import NotOfferedError

if TYPE_CHECKING:
    from tests.faults.discord_server import DiscordServer

_FAULTS = {"fail", "refuse", "cut", "slow", "rate_limit", "ban", "forbid", "allow", "clear"}
_GATEWAY = {"drop", "ask_to_reconnect", "invalidate", "forget_sessions"}


class Control:
    """The control endpoints of one server."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server

    def add_to(self, app: web.Application) -> None:
        """Add the endpoints to the application."""
        app.router.add_get("/control/summary", _json(self._summary))
        app.router.add_get("/control/clock", _json(self._clock))
        app.router.add_get("/control/requests", _json(self._requests))
        app.router.add_get("/control/channels/{channel}/messages", _json(self._messages))
        app.router.add_post("/control/advance", _json(self._advance))
        app.router.add_post("/control/limits", _json(self._limits))
        app.router.add_post("/control/faults", _json(self._faults))
        app.router.add_post("/control/gateway", _json(self._gateway))
        app.router.add_post("/control/interact", _json(self._interact))

    async def _summary(self, request: web.Request) -> Payload:
        server = self.server
        return {
            "now": server.clock.now().isoformat(),
            "statuses": {str(status): count for status, count in server.journal.statuses.items()},
            "requests": len(server.journal.requests),
            "sends": len(server.journal.sends()),
            "messages": sum(len(channel.messages) for channel in server.world.channels.values()),
            "identifies": server.gateway.identifies,
            "resumes": server.gateway.resumes,
            "syncs": [[sync.guild_id, list(sync.names)] for sync in server.commands.syncs],
        }

    async def _clock(self, request: web.Request) -> Payload:
        return self.server.clock.payload()

    async def _requests(self, request: web.Request) -> list[Payload]:
        """Return the requests from number `since` on."""
        since = int(request.query.get("since", "0"))
        return [one.summary() for one in self.server.journal.requests[since:]]

    async def _messages(self, request: web.Request) -> list[Payload]:
        return list(self.server.world.channel(int(request.match_info["channel"])).messages.values())

    async def _advance(self, request: web.Request) -> Payload:
        """Move the clock by a timedelta's parts, such as {"minutes": 6}; with "speed" it goes on that fast."""
        asked = await request.json()
        if "speed" in asked:
            self.server.clock.run_at(asked.pop("speed"))
        self.server.advance(**asked)
        return {"now": self.server.clock.now().isoformat()}

    async def _limits(self, request: web.Request) -> Payload:
        """Set per_second, sends_only, bucket."""
        for name, value in (await request.json()).items():
            if name not in ("per_second", "sends_only", "bucket"):
                raise ValueError(f"no limit is called {name}")
            setattr(self.server.limits, name, tuple(value) if isinstance(value, list) else value)
        return {}

    async def _faults(self, request: web.Request) -> Payload:
        """Switch a fault: {"do": "fail", "times": 2, "effect": "after"}; times null means for ever."""
        asked = await request.json()
        name = _allowed(asked.pop("do"), _FAULTS)
        if "times" in asked and asked["times"] is None:
            asked["times"] = math.inf
        getattr(self.server.faults, name)(**asked)
        return {}

    async def _gateway(self, request: web.Request) -> Payload:
        """Disturb the gateway: {"do": "drop", "code": 4000}, or set {"accepting": false}."""
        asked = await request.json()
        for flag in ("accepting", "acknowledging"):
            if flag in asked:
                setattr(self.server.gateway, flag, bool(asked.pop(flag)))
        if "do" in asked:
            done = getattr(self.server.gateway, _allowed(asked.pop("do"), _GATEWAY))(**asked)
            if inspect.isawaitable(done):
                await done
        return {}

    async def _interact(self, request: web.Request) -> Payload:
        """Let a person act: {"do": "slash" | "press" | "submit", ...}, with ids for guild, channel and user.

        A form is submitted by the token of the interaction that was answered with it.
        """
        asked: Payload = await request.json()
        what = _allowed(asked.pop("do"), {"slash", "press", "submit"})
        world, interact = self.server.world, self.server.interact
        user = world.users[int(asked.pop("user"))] if "user" in asked else None
        if what == "slash" and user is not None:
            guild = world.guild(int(asked.pop("guild"))) if "guild" in asked else None
            channel = world.channel(int(asked.pop("channel")))
            return _shown(await interact.slash(guild, channel, user, **asked))
        if what == "press":
            return _shown(await interact.press(int(asked.pop("message")), user=user, **asked))
        opened = self.server.interactions.by_token[asked.pop("token")]
        return _shown(await interact.submit(opened, user=user, **asked))


def _shown(interaction: Interaction) -> Payload:
    return {
        "id": str(interaction.id),
        "token": interaction.token,
        "callback_type": interaction.callback_type,
        "callback": interaction.callback,
        "original": interaction.original,
    }


def _allowed(name: Any, names: set[str]) -> str:
    if name not in names:
        raise ValueError(f"there is no {name!r}, only {sorted(names)}")
    return str(name)


def _json(
    handler: Callable[[web.Request], Awaitable[Any]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handler(request))
        except (ApiError, NotOfferedError, LookupError, TypeError, ValueError, OSError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return answer
