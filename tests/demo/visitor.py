"""A visitor without a screen: the hub's forms over a real socket, and the Preview's own interface behind a tab."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.demo.history import TODAY
from bot.demo.seed import STANDUP_AT, instant
from bot.demo.world import World
from tests.demo.toy import TOY_SCRIPT, toy_opener

OPENING = instant(TODAY, STANDUP_AT)


class Visitor:
    """A browser without a screen: the hub's forms, and the Preview's own interface behind a tab's address."""

    def __init__(self, session: aiohttp.ClientSession, port: int, world: World) -> None:
        self.session = session
        self.port = port
        self.world = world
        self.hub = f"http://127.0.0.1:{port}"

    async def state(self, be: str = "ana") -> dict[str, Any]:
        async with self.session.get(f"{self.hub}/state", params={"be": be}) as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def press(self, path: str) -> str:
        """Press one of the hub's two buttons; the sentence that it says."""
        headers = {"Origin": self.hub, "Accept": "application/json"}
        async with self.session.post(self.hub + path, headers=headers) as answer:
            assert answer.status == 200
            return str((await answer.json())["said"])

    async def open(self, room: int, be: str) -> tuple[int, str]:
        """Open a room; the status, and the address of the tab or the text of the page."""
        async with self.session.post(
            f"{self.hub}/open",
            data={"room": str(room), "be": be},
            headers={"Origin": self.hub},
            allow_redirects=False,
        ) as answer:
            return answer.status, answer.headers.get("Location") or await answer.text()

    async def tab(self, address: str) -> Tab:
        """Load the tab at this address."""
        place = urlsplit(address)
        tab = Tab(self.session, f"http://{place.netloc}", {"X-Simcord-Capability": place.fragment})
        tab.shown = await tab.send("POST", "/api/pages", {})
        tab.headers["X-Simcord-Context"] = tab.shown["context"]["id"]
        return tab


class Tab:
    """One loaded Preview page."""

    def __init__(self, session: aiohttp.ClientSession, site: str, headers: dict[str, str]) -> None:
        self.session = session
        self.site = site
        self.headers = headers
        self.shown: dict[str, Any] = {}
        self.sequence = 0

    async def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        async with self.session.request(method, self.site + path, json=body, headers=self.headers) as answer:
            answer.raise_for_status()
            return dict(await answer.json())

    async def look(self) -> dict[str, Any]:
        """What the page polls."""
        self.shown = await self.send("GET", "/api/state")
        return self.shown

    async def act(self, kind: str, **body: Any) -> dict[str, Any]:
        """One action of the page; its receipt."""
        self.sequence += 1
        shown = self.shown
        envelope = {
            "protocol_version": 3,
            "sequence": self.sequence,
            "request_id": f"test-{self.sequence}",
            "generation": shown["context"]["generation"],
            "bot_generation": shown["botGeneration"],
            "published_revision": shown["publishedRevision"],
            "kind": kind,
        }
        return await self.send("POST", "/api/action", envelope | body)


@asynccontextmanager
async def toy_world(folder: Path, port: int) -> AsyncIterator[World]:
    """A community with the standup set up, its clock a quarter of an hour before today's prompt."""
    world = World(toy_opener(folder / "toy.json"), port + 1)
    try:
        await world.start()
        await world.move_to(OPENING - timedelta(minutes=15))
        await TOY_SCRIPT.set_up(world)
        await world.tick()
        yield world
    finally:
        await world.close()
