"""The demo's own web page: who to be, which room to open, the clock. The Preview beside it is SimCord's."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.demo.errors import DemoError
from bot.demo.page import Moment, Scene, moment, render_notice, render_page, render_rooms
from bot.demo.rooms import Lobby
from bot.demo.seed import Person
from bot.demo.world import World, port_in_use

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
STATIC = Path(__file__).with_name("static")
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SERVED = {f"/static/{file.name}": file for file in STATIC.iterdir() if file.suffix in KINDS}

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it a browser sends "Origin: null" on its forms, and they would be refused.
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self' http://127.0.0.1:*; base-uri 'none'; frame-ancestors 'none'"
    ),
}


class Hub:
    """The page's routes. It holds only the last sentence it said; the lobby and the world hold the rest."""

    def __init__(self, world: World, lobby: Lobby) -> None:
        self.world = world
        self.lobby = lobby
        self.said = ""

    def application(self) -> web.Application:
        """The web application, to be served on this machine only."""
        app = web.Application(middlewares=[guard])
        app.router.add_get("/", self.page)
        app.router.add_get("/state", self.state)
        app.router.add_post("/open", self.open)
        app.router.add_post("/skip", self.skip)
        app.router.add_post("/restart", self.restart)
        for path in SERVED:
            app.router.add_get(path, static)
        return app

    async def page(self, request: web.Request) -> web.Response:
        """The page as the person in `?be=` sees it, else as the one chosen last."""
        person = self._person(request.query.get("be"))
        community = self.world.community
        scene = Scene(community, person, self.lobby.rooms(person), self._moment(), self.said)
        return web.Response(text=render_page(scene), content_type="text/html")

    async def state(self, request: web.Request) -> web.Response:
        """What changes by itself, for the script: the clock, the rooms, and the names of those with news."""
        person = self._person(request.query.get("be"))
        rooms = self.lobby.rooms(person)
        now = self._moment()
        return web.json_response(
            {
                "time": now.time,
                "day": now.day,
                "next": now.next,
                "rooms": render_rooms(rooms),
                "new": [room.name for room in rooms if room.new],
            }
        )

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Open a room as a person in the Preview and send this tab there."""
        form = await request.post()
        person = self._person(str(form.get("be", "")))
        room = str(form.get("room", ""))
        try:
            address = await self.lobby.open(int(room), person) if room.isdecimal() else None
        except DemoError as error:
            return notice(str(error), 503)
        if address is None:
            return notice(f"{person.name} has no such room.", 404)
        raise web.HTTPSeeOther(address)

    async def skip(self, request: web.Request) -> web.StreamResponse:
        """Move the clock to what comes next: a standup, a bundle."""
        return await self._act(request, self._skip)

    async def restart(self, request: web.Request) -> web.StreamResponse:
        """Stop the bot and start it again."""
        return await self._act(request, self._restart)

    async def _skip(self) -> str:
        planned = self.world.next_post is not None
        posted = await self.world.skip()
        if not planned and not posted:
            return "No standup is planned: be Robin, open a channel and type /setup."
        now = self._moment()
        news = f"New in {', '.join(posted)}." if posted else "Nothing was due."
        return f"It is now {now.time[:5]}, {now.day}. {news}"

    async def _restart(self) -> str:
        await self.world.restart()
        return "The bot stopped and started again on the same data; open forms and old buttons still work."

    async def _act(self, request: web.Request, act: Callable[[], Awaitable[str]]) -> web.StreamResponse:
        try:
            self.said = await act()
        except Exception:
            log.exception("the demo could not do what was asked")
            self.said = "That did not work; the reason is in the terminal."
        if request.headers.get("Accept") == "application/json":
            return web.json_response({"said": self.said})
        raise web.HTTPSeeOther("/")

    def _moment(self) -> Moment:
        community = self.world.community
        return moment(self.world.now(), self.world.next_standup, community.zone, community.city)

    def _person(self, key: str | None) -> Person:
        return self.world.community.person(key or "") or self.lobby.person


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer this machine's own browser only: no other host name, no form sent by another page."""
    own = request.url.host in {HOST, "localhost"}
    if request.method == "POST":
        own = own and request.headers.get("Origin") == f"http://{request.host}"
    if not own:
        return with_headers(notice("Open the demo by its own address to do that.", 403))
    try:
        return with_headers(await handler(request))
    except web.HTTPException as answer:
        answer.headers.update(HEADERS)
        raise


def with_headers(response: web.StreamResponse) -> web.StreamResponse:
    """The response, kept by no cache and framed, scripted and sent nowhere else."""
    response.headers.update(HEADERS)
    return response


async def static(request: web.Request) -> web.Response:
    """A style sheet, a script or a picture from beside this module."""
    file = SERVED[request.path]
    return web.Response(text=file.read_text(encoding="utf-8"), content_type=KINDS[file.suffix])


def notice(sentence: str, status: int) -> web.Response:
    """One sentence as a page."""
    return web.Response(text=render_notice(sentence), content_type="text/html", status=status)


def reserve(port: int) -> socket.socket:
    """A socket bound to this port of the machine itself; DemoError when another program holds it."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((HOST, port))
    except OSError as error:
        held.close()
        raise DemoError(port_in_use(port)) from error
    return held


@asynccontextmanager
async def serve(world: World, lobby: Lobby, held: socket.socket) -> AsyncIterator[None]:
    """Serve the hub on a reserved socket and let the world's clock run, until the context ends."""
    runner = web.AppRunner(Hub(world, lobby).application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    clock = None
    try:
        await web.SockSite(runner, held).start()
        clock = asyncio.create_task(world.follow())
        yield
    finally:
        if clock is not None:
            clock.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await clock
        await runner.cleanup()
