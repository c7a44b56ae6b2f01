"""Owns an arXiv on this machine: a real socket that answers as it is told, keeps what it was asked, and when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

from aiohttp import web

from bot.core.http import Http
from bot.papers.feed import Source
from bot.papers.model.values import Announce, Paper
from tests.papers.arxiv import feed as api_page

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]
XML = "application/atom+xml"


def answer(
    text: str | bytes, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = XML
) -> Answering:
    """An answer that is always the same."""
    body = text.encode() if isinstance(text, str) else text

    async def respond(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status, headers={"Content-Type": kind, **(headers or {})})

    return respond


def dripping(piece: bytes, pause: float) -> Answering:
    """An answer that comes piece by piece and never ends."""

    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": XML})
        await response.prepare(request)
        while True:
            await response.write(piece)
            await asyncio.sleep(pause)

    return respond


def flooding(piece: bytes, times: int, headers: Mapping[str, str] | None = None) -> Answering:
    """An answer of that many pieces, without saying how many."""

    async def respond(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": XML, **(headers or {})})
        await response.prepare(request)
        for _ in range(times):
            await response.write(piece)
        return response

    return respond


async def breaking(request: web.Request) -> web.StreamResponse:
    """The connection is cut in the middle of an answer."""
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": XML})
    await response.prepare(request)
    await response.write(b"<feed>")
    assert request.transport is not None
    request.transport.abort()
    return response


@dataclass
class Served:
    """What it answers: the next of `script`, then always `feed` or `api`. `asked` is what came, and `at` when (monotonic)."""

    url: str = ""
    feed: Answering = field(default_factory=lambda: answer(daily([], date(2026, 1, 6))))
    api: Answering = field(default_factory=lambda: answer(api_page([], 0)))
    script: list[Answering] = field(default_factory=list)
    asked: list[web.Request] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """The bot's settings that lead here."""
        return {"arxiv_feed_url": f"{self.url}/atom", "arxiv_api_url": f"{self.url}/api/query"}

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]

    def source(self, http: Http, **options: float) -> Source:
        """The source that asks here."""
        made = Source(http, self.settings["arxiv_feed_url"], self.settings["arxiv_api_url"])
        made.deadline = options.get("deadline", made.deadline)
        made.most = int(options.get("most", made.most))
        return made

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """As it was told."""
        self.asked.append(request)
        self.at.append(time.monotonic())
        usual = self.feed if request.path.startswith("/atom") else self.api
        try:
            return await (self.script.pop(0) if self.script else usual)(request)
        except ConnectionError:  # it hung up: what it did not want to hear is no error
            return web.Response()


@asynccontextmanager
async def serving() -> AsyncIterator[Served]:
    """An arXiv on a free port of this machine."""
    made = Served()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.respond)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


_ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/cs.LG</id>
  <title>cs.LG updates on arXiv.org</title>
  <updated>{day}T05:00:08.812391+00:00</updated>
  <link href="http://rss.arxiv.org/atom/cs.LG" rel="self" type="application/atom+xml"/>
  <subtitle>cs.LG updates on the arXiv.org e-print archive.</subtitle>
{entries}</feed>
"""
_ATOM_ENTRY = """  <entry>
    <id>oai:arXiv.org:{id}v{version}</id>
    <title>{title}</title>
    <updated>{day}T05:00:08.827318+00:00</updated>
    <link href="https://arxiv.org/abs/{id}" rel="alternate" type="text/html"/>
    <summary>arXiv:{id}v{version} Announce Type: {kind}
Abstract: {summary}</summary>
    {categories}
    <published>{published}</published>
    <arxiv:announce_type>{kind}</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <dc:creator>{authors}</dc:creator>
  </entry>
"""
_RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title>cs.LG updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.LG</link>
    <description>cs.LG updates on the arXiv.org e-print archive.</description>
    <atom:link href="http://rss.arxiv.org/rss/cs.LG" rel="self" type="application/rss+xml"/>
    <language>en-us</language>
    <lastBuildDate>{built} +0000</lastBuildDate>
    <managingEditor>rss-help@arxiv.org</managingEditor>
    <pubDate>{midnight} -0500</pubDate>
    <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
{entries}  </channel>
</rss>
"""
_RSS_ITEM = """    <item>
      <title>{title}</title>
      <link>https://arxiv.org/abs/{id}</link>
      <description>arXiv:{id}v{version} Announce Type: {kind}
Abstract: {summary}</description>
      <guid isPermaLink="false">oai:arXiv.org:{id}v{version}</guid>
      {categories}
      <pubDate>{published}</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <dc:creator>{authors}</dc:creator>
    </item>
"""


def daily(
    listed: Sequence[Paper | tuple[Paper, Announce]],
    day: date,
    *,
    rss: bool = False,
    published: Mapping[str, str] | None = None,
) -> str:
    """A daily list as arXiv writes it; `published` instead of the day, by id."""
    midnight = f"{day:%a, %d %b %Y} 00:00:00"
    usual = f"{midnight} -0500" if rss else f"{day}T00:00:00-05:00"
    entries = []
    for each in listed:
        paper, kind = each if isinstance(each, tuple) else (each, Announce.NEW)
        place = "<category>{}</category>" if rss else '<category term="{}"/>'
        entries.append(
            (_RSS_ITEM if rss else _ATOM_ENTRY).format(
                id=paper.arxiv_id,
                version=paper.version,
                title=escape(paper.title),
                summary=escape(paper.summary),
                kind=kind.value,
                day=day,
                published=(published or {}).get(paper.arxiv_id, usual),
                categories="".join(place.format(name) for name in paper.categories),
                authors=escape(", ".join(paper.authors)),
            )
        )
    body = "".join(entries)
    if not rss:
        return _ATOM.format(day=day, entries=body)
    return _RSS.format(built=f"{day:%a, %d %b %Y} 05:00:08", midnight=midnight, entries=body)
