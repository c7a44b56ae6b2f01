"""Owns a small arXiv API on this machine, over a real socket: it knows some papers, keeps what it was asked, and can fail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from aiohttp import web

from bot.papers.model.values import Paper

FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
      xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id><title>arXiv Query</title><updated>2026-01-05T00:00:00Z</updated>
  <opensearch:itemsPerPage>{count}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  {entries}
</feed>"""
ENTRY = """<entry>
  <id>http://arxiv.org/abs/{id}v{version}</id><title>{title}</title><updated>{at}</updated><published>{at}</published>
  <link href="https://arxiv.org/abs/{id}v{version}" rel="alternate" type="text/html"/>
  <summary>{summary}</summary><arxiv:comment>{comment}</arxiv:comment>
  {categories}<arxiv:primary_category term="{primary}"/>{authors}
</entry>"""


@dataclass
class Arxiv:
    """What it knows: `papers` by id, `found` for whatever words; `total` of those, `status` of every answer."""

    papers: list[Paper] = field(default_factory=list)
    found: list[Paper] = field(default_factory=list)
    total: int = 0
    status: int = 200
    asked: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """The bot's settings that lead here."""
        return {"arxiv_feed_url": f"{self.url}/atom", "arxiv_api_url": f"{self.url}/api"}

    async def answer(self, request: web.Request) -> web.Response:
        """As the API answers."""
        ids = [each for each in request.query.get("id_list", "").split(",") if each]
        self.asked.append(",".join(ids) or request.query.get("search_query", ""))
        if self.status != 200:
            return web.Response(status=self.status, text="Rate exceeded.")
        known = {each.arxiv_id: each for each in self.papers}
        found = [known[each] for each in ids if each in known] if ids else self.found
        return web.Response(text=feed(found, self.total or len(found)), content_type="application/atom+xml")


def feed(papers: Sequence[Paper], total: int) -> str:
    """These papers as the API writes them."""
    return FEED.format(count=len(papers), total=total, entries="".join(map(_entry, papers)))


def _entry(paper: Paper) -> str:
    at = paper.published_at or datetime(2026, 1, 1, tzinfo=UTC)
    return ENTRY.format(
        id=paper.arxiv_id,
        version=paper.version,
        title=escape(paper.title),
        summary=escape(paper.summary),
        comment=escape(paper.comment),
        at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
        categories="".join(f'<category term="{each}"/>' for each in paper.categories),
        primary=paper.primary_category,
        authors="".join(f"<author><name>{escape(each)}</name></author>" for each in paper.authors),
    )


@asynccontextmanager
async def serving(*papers: Paper) -> AsyncIterator[Arxiv]:
    """An arXiv that knows these papers, on a free port of this machine."""
    made = Arxiv(list(papers))
    app = web.Application()
    app.router.add_get("/api", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
