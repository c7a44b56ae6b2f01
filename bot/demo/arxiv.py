"""A small arXiv on this machine, for the demo: daily lists and the API, of real papers whose metadata ships in papers.json.

What the file says of a paper are facts, but for the summaries, which are ours. What is announced when is made up: the demo's
clock decides, so that each day has a list, and well-known papers are news once more.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from bot.demo.driven import Clock
from bot.demo.history import LISTS
from bot.demo.loopback import served
from bot.papers.model.calendar import due

FILE = Path(__file__).with_name("papers.json")
REVISED = ("2106.09685", "2010.11929")
"""On a day without anything new, new versions of these are listed: hardly ever does arXiv list nothing."""

QUIET_WORDS = {"and", "or", "andnot", "all", "ti", "au", "abs", "cat", "to", "submitteddate"}
_QUERY = re.compile(
    r"cat:(?P<category>[\w.-]+)|submittedDate:\[(?P<since>\d+) TO (?P<until>\d+)\]|(?P<word>[^\W_]+)"
)


@dataclass(frozen=True)
class Known:
    """A paper of the file."""

    id: str
    title: str
    authors: Sequence[str]
    categories: Sequence[str]
    submitted: date
    summary: str

    @property
    def words(self) -> str:
        """What is looked through."""
        return " ".join([self.title, *self.authors, self.summary]).casefold()


def known() -> dict[str, Known]:
    """The papers of the file, by id."""
    listed: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        each["id"]: Known(**(each | {"submitted": date.fromisoformat(each["submitted"])})) for each in listed
    }


@asynccontextmanager
async def serving(clock: Clock) -> AsyncIterator[Mapping[str, str]]:
    """Serve it for the time of the `async with`; gives the settings that lead to it."""
    here = Arxiv(clock)
    routes = (web.get("/atom/{categories}", here.daily), web.get("/api/query", here.search))
    async with served(*routes) as address:
        yield {"arxiv_feed_url": f"{address}/atom", "arxiv_api_url": f"{address}/api/query"}


class Arxiv:
    """Answers as arXiv does, by the demo's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known = known()

    async def daily(self, request: web.Request) -> web.Response:
        """The newest list of the categories in the address."""
        asked = set(request.match_info["categories"].split("+"))
        day = due(self._clock())
        listed = [(self._known[each], "new") for each in LISTS.get(day, ())]
        listed += [(self._known[each], "replace") for each in REVISED if day not in LISTS]
        entries = [_listed(each, kind) for each, kind in listed if asked & set(each.categories)]
        return _xml(_feed("arXiv.org", f"{day}T05:00:00+00:00", entries))

    async def search(self, request: web.Request) -> web.Response:
        """Papers by their ids, or by words, categories and dates."""
        ids = [re.sub(r"v\d+$", "", each) for each in request.query.get("id_list", "").split(",") if each]
        if ids:
            found = [self._known[each] for each in ids if each in self._known]
        else:
            found = [
                each for each in self._known.values() if _matches(request.query.get("search_query", ""), each)
            ]
        start, most = int(request.query.get("start", 0)), int(request.query.get("max_results", 10))
        page = found[start : start + most]
        counts = "".join(
            f"<opensearch:{name}>{number}</opensearch:{name}>"
            for name, number in (
                ("itemsPerPage", len(page)),
                ("totalResults", len(found)),
                ("startIndex", start),
            )
        )
        now = f"{self._clock():%Y-%m-%dT%H:%M:%SZ}"
        return _xml(_feed("arXiv Query", now, [counts, *map(_found, page)]))


def _matches(query: str, paper: Known) -> bool:
    """Whether a paper has every word of a query, one of its categories, and was submitted between its dates."""
    parts = list(_QUERY.finditer(query))
    categories = {each["category"] for each in parts if each["category"]}
    days = [(each["since"], each["until"]) for each in parts if each["since"]]
    words = [each["word"].casefold() for each in parts if each["word"]]
    day = f"{paper.submitted:%Y%m%d}1200"
    return (
        all(word in paper.words for word in words if word not in QUIET_WORDS)
        and (not categories or not categories.isdisjoint(paper.categories))
        and all(since <= day <= until for since, until in days)
    )


def _feed(title: str, updated: str, entries: Sequence[str]) -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<id>http://arxiv.org/</id><title>{title}</title><updated>{updated}</updated>{''.join(entries)}</feed>"
    )


def _listed(paper: Known, kind: str) -> str:
    version = 1 if kind == "new" else 2
    summary = f"arXiv:{paper.id}v{version} Announce Type: {kind}\nAbstract: {paper.summary}"
    return (
        f"<entry><id>oai:arXiv.org:{paper.id}v{version}</id>{_shared(paper, summary)}"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type><dc:creator>{escape(', '.join(paper.authors))}</dc:creator></entry>"
    )


def _found(paper: Known) -> str:
    authors = "".join(f"<author><name>{escape(each)}</name></author>" for each in paper.authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.id}v1</id>{_shared(paper, paper.summary)}{authors}"
        f"<arxiv:primary_category term={quoteattr(paper.categories[0])}/></entry>"
    )


def _shared(paper: Known, summary: str) -> str:
    at = f"{paper.submitted}T12:00:00Z"
    categories = "".join(f"<category term={quoteattr(each)}/>" for each in paper.categories)
    return (
        f"<title>{escape(paper.title)}</title><summary>{escape(summary)}</summary>"
        f"<updated>{at}</updated><published>{at}</published>{categories}"
        f'<link href="https://arxiv.org/abs/{paper.id}" rel="alternate" type="text/html"/>'
    )


def _xml(text: str) -> web.Response:
    return web.Response(text=text, content_type="application/atom+xml")
