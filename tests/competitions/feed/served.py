"""Owns a Kaggle on this machine: a real socket that lists competitions in pages, answers as it is told, and keeps what came."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zlib import crc32

from aiohttp import web

from bot.competitions.feed import Credentials, Kaggle
from bot.competitions.model.values import Competition
from bot.core.http import Http

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]
JSON = "application/json"
TOKEN = "KGAT_" + "5e1f" * 8  # made up: nobody's
BEARER = f"Bearer {TOKEN}"
SERVICE = "/v1/competitions.CompetitionApiService/ListCompetitions"
PAGE = 20  # competitions of a page, as Kaggle has them


def item(slug: str, **fields: Any) -> dict[str, Any]:
    """A competition as Kaggle's API writes it today; `fields` by their names there (deadline, maxTeamSize …), None: left out."""
    made = {
        "id": crc32(slug.encode()),
        "ref": f"https://www.kaggle.com/competitions/{slug}",
        "title": slug.replace("-", " ").title(),
        "url": f"https://www.kaggle.com/competitions/{slug}",
        "category": "Featured",
        "reward": "50,000 Usd",
        "organizationName": "An invented institute",
        "tags": [{"ref": "tabular", "name": "tabular", "fullPath": "data type > tabular"}],
        "deadline": "2026-03-31T23:59:00Z",
        "enabledDate": "2026-01-05T12:00:00.123Z",
        "newEntrantDeadline": "2026-03-24T23:59:00Z",
        "mergerDeadline": "2026-03-24T23:59:00Z",
        "evaluationMetric": "Log Loss",
        "maxDailySubmissions": 5,
        "maxTeamSize": 5,
        **fields,
    }
    return {name: value for name, value in made.items() if value is not None}


def some(count: int, first: int = 0) -> list[dict[str, Any]]:
    """That many competitions, numbered."""
    return [item(f"c-{number}") for number in range(first, first + count)]


def item_of(one: Competition) -> dict[str, Any]:
    """A competition of ours as Kaggle writes it: what it does not know is left out."""

    def at(moment: datetime | None) -> str | None:
        return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"

    return item(
        one.slug,
        id=one.kaggle_id,
        title=one.title,
        category=one.category or None,
        reward=one.reward or None,
        organizationName=one.organisation or None,
        tags=[{"name": each} for each in one.tags] or None,
        deadline=at(one.deadline),
        enabledDate=at(one.enabled_at),
        newEntrantDeadline=at(one.entry_deadline),
        mergerDeadline=at(one.merger_deadline),
        evaluationMetric=one.metric or None,
        maxDailySubmissions=one.daily_submissions,
        maxTeamSize=one.team_size,
        isKernelsSubmissionsOnly=one.notebooks_only or None,
        submissionsDisabled=one.submissions_closed or None,
    )


def answer(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = JSON
) -> Answering:
    """An answer that is always the same: bytes and text as they are, anything else as JSON."""
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    sent = text.encode() if isinstance(text, str) else text

    async def respond(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=sent, status=status, headers={"Content-Type": kind, **(headers or {})})

    return respond


def refused(status: int, headers: Mapping[str, str] | None = None) -> Answering:
    """An error as Kaggle words it."""
    return answer({"code": status, "message": "Unauthenticated"}, status, headers)


def dripping(piece: bytes, pause: float) -> Answering:
    """An answer that comes piece by piece and never ends."""

    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": JSON})
        await response.prepare(request)
        while True:
            await response.write(piece)
            await asyncio.sleep(pause)

    return respond


def flooding(piece: bytes, times: int) -> Answering:
    """An answer of that many pieces, without saying how many."""

    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": JSON})
        await response.prepare(request)
        for _ in range(times):
            await response.write(piece)
        return response

    return respond


@dataclass(frozen=True)
class Asked:
    """A request that came; names in `headers` are as the web has them, in any case. `body` is read, None where there is none."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any

    @property
    def page(self) -> int:
        """Which page it asks for."""
        return int((self.body or {}).get("page") or self.query.get("page") or 1)


@dataclass
class Served:
    """What it answers: the next of `script` (None: as usual), otherwise the page of `items` that is asked for.

    With no `items` at all the first page is empty, which the reader takes for a failure: Kaggle always lists something.
    `accepts` are the Authorization headers that it knows; empty: any. `tokens`: it gives and wants a nextPageToken.
    `asked` is what came. `slept` is how long our reader would have waited, in seconds.
    """

    url: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)
    page: int = PAGE
    tokens: bool = False
    accepts: set[str] = field(default_factory=set)
    script: list[Answering | None] = field(default_factory=list)
    always: Answering | None = None  # instead of pages, once the script is over
    asked: list[Asked] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """The bot's settings that lead here, with a token."""
        return {"kaggle_api_url": f"{self.url}/v1", "kaggle_api_token": TOKEN}

    @property
    def pages(self) -> list[int]:
        """Which pages were asked for, in order."""
        return [each.page for each in self.asked]

    def lists(self, *competitions: Competition) -> None:
        """From now on it lists these, in this order."""
        self.items = [item_of(each) for each in competitions]

    def kaggle(self, http: Http, credentials: Credentials | None = None, path: str = "/v1") -> Kaggle:
        """The reader that asks here, without waiting."""
        made = Kaggle(http, f"{self.url}{path}", credentials or Credentials(TOKEN))

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        made.sleep = sleep
        return made

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """As it was told."""
        text = await request.text()
        asked = Asked(
            request.method, request.path, request.query, request.headers, json.loads(text) if text else None
        )
        self.asked.append(asked)
        told = self.script.pop(0) if self.script else self.always
        try:
            return await (told or self._usual(asked))(request)
        except ConnectionError:  # it hung up: what it did not want to hear is no error
            return web.Response()

    def _usual(self, asked: Asked) -> Answering:
        if self.accepts and asked.headers.get("Authorization") not in self.accepts:
            return refused(401)
        first = (asked.page - 1) * self.page
        if self.tokens and first:
            first = int(str((asked.body or {}).get("pageToken", "0")).removeprefix("from-"))
        page = self.items[first : first + self.page]
        if asked.method == "GET":
            return answer(page)
        if not page:
            return answer({})
        more = self.tokens and len(self.items) > first + self.page
        return answer(
            {"competitions": page, **({"nextPageToken": f"from-{first + self.page}"} if more else {})}
        )


@asynccontextmanager
async def serving() -> AsyncIterator[Served]:
    """A Kaggle on a free port of this machine."""
    made = Served()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.respond)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
