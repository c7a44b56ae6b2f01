"""A small Kaggle on this machine, for the demo: the list of competitions, of real past ones whose facts ship in kaggle.json.

What the file says of a competition are facts, but for its dates, which are made up, as are the numbers: the demo's clock decides
what Kaggle lists, so that well-known ones are open once more, one is new, and one has its deadline moved.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from bot.demo.driven import Clock
from bot.demo.loopback import served

FILE = Path(__file__).with_name("kaggle.json")
TOKEN = "KGAT_demo0000000000000000000000000000"  # noqa: S105 - of the Kaggle below, which nobody else reaches
PAGE = 20
LISTED_FOR = timedelta(days=1)
"""How long one that has ended is still listed."""


@asynccontextmanager
async def serving(clock: Clock) -> AsyncIterator[Mapping[str, object]]:
    """Serve it for the time of the `async with`; gives the settings that lead to it, and to no other."""
    path = "/v1/competitions.CompetitionApiService/ListCompetitions"
    async with served(web.post(path, Kaggle(clock).list_competitions)) as address:
        yield {
            "kaggle_api_url": f"{address}/v1",
            "kaggle_api_token": SecretStr(TOKEN),
            "kaggle_username": "",
            "kaggle_key": SecretStr(""),
        }


async def at_once(_seconds: float) -> None:
    """How one who reads this Kaggle waits between its pages: not at all, for it is nobody else's."""


class Kaggle:
    """Answers as Kaggle does, by the demo's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))

    async def list_competitions(self, request: web.Request) -> web.Response:
        """A page of what is listed; an empty answer behind the last."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"code": 401, "message": "Unauthenticated"}, status=401)
        asked: dict[str, Any] = await request.json()
        page = int(asked.get("pageToken") or asked.get("page") or 1)
        now = self._clock()
        listed = [each for number, one in enumerate(self._known, 1) if (each := _listed(number, one, now))]
        shown = listed[PAGE * (page - 1) : PAGE * page]
        if not shown:
            return web.json_response({})
        more = {"nextPageToken": str(page + 1)} if len(listed) > PAGE * page else {}
        return web.json_response({"competitions": shown, **more})


def _listed(number: int, one: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """How Kaggle speaks of a competition by now: without what is none; None while it is not listed."""
    moved = one.get("moved")
    dates = one | moved if moved and _instant(moved["at"]) <= now else one
    if now < _instant(one["opens"]) or now >= _instant(dates["ends"]) + LISTED_FOR:
        return None
    address = f"https://www.kaggle.com/competitions/{one['slug']}"
    told = {
        "id": number,
        "ref": address,
        "title": one["title"],
        "url": address,
        "deadline": dates["ends"],
        "category": one["category"],
        "reward": one["reward"],
        "organizationName": one.get("organization"),
        "mergerDeadline": dates.get("enter"),
        "newEntrantDeadline": dates.get("enter"),
        "enabledDate": one["opens"],
        "maxDailySubmissions": one.get("submissions"),
        "maxTeamSize": one.get("team"),
        "evaluationMetric": one["metric"],
        "isKernelsSubmissionsOnly": one.get("notebooks"),
        "tags": [{"ref": tag, "name": tag} for tag in one.get("tags", ())],
    }
    return {name: value for name, value in told.items() if value}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
