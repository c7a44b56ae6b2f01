"""The source: one request to arXiv and what came of it, as values."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.core.http import Http, Lost, NoReply, Reply, retry_after
from bot.papers.feed import api
from bot.papers.feed.answers import Answer, Trouble, Troubled
from bot.papers.feed.daily import read_daily
from bot.papers.feed.strict import QUIET

if TYPE_CHECKING:
    import arxiv

DEADLINE = 45.0  # seconds for one request, all of it
MOST = 32 << 20  # bytes of one answer: arXiv lists at most 2,000 papers, of some thousand bytes each
_BUSY = frozenset({429, 503})
_BAD = "HTTP 400"
_LOST = {
    Lost.UNREACHABLE: Trouble.UNREACHABLE,
    Lost.SLOW: Trouble.SLOW,
    Lost.LARGE: Trouble.LARGE,
    Lost.BROKEN: Trouble.BROKEN,
}


class Source:
    """arXiv at its two addresses. Every method is one request; whoever calls it has taken a turn at the gate.

    `deadline`: seconds for a request, all of it. `most`: bytes of an answer.
    """

    def __init__(
        self, http: Http, feed_url: str, api_url: str, *, deadline: float = DEADLINE, most: int = MOST
    ) -> None:
        self._http = http
        self._feed_url = feed_url
        self._api_url = api_url
        self.deadline = deadline
        self.most = most
        self._loaded = False

    @property
    def agent(self) -> str:
        """As whom we ask."""
        return self._http.agent

    async def prepare(self) -> None:
        """Load what a request needs, off the loop, so that it begins when its turn does."""
        await self._http.prepare()
        if not self._loaded:
            await asyncio.to_thread(_load)
            self._loaded = True

    async def daily(self, categories: Sequence[str]) -> Answer | Troubled:
        """The newest daily list of these categories, asked for together."""
        url = f"{self._feed_url}/{'+'.join(quote(each, safe='') for each in categories)}"
        answer = await self._ask(url, None, read_daily)
        if isinstance(answer, Troubled) and (answer.trouble, answer.words) == (Trouble.REFUSED, _BAD):
            return replace(answer, trouble=Trouble.UNKNOWN)
        return answer

    async def by_ids(self, arxiv_ids: Sequence[str]) -> Answer | Troubled:
        """These papers, without those that arXiv does not know."""
        await self.prepare()
        import arxiv  # where it is used: a start is measured

        return await self._search(arxiv.Search(id_list=list(arxiv_ids)), 0, max(api.PAGE, len(arxiv_ids)))

    async def by_words(self, words: str, most: int) -> Answer | Troubled:
        """The papers that match these words best."""
        await self.prepare()
        import arxiv

        query = api.words_query(words)
        return await self._search(arxiv.Search(query=query), 0, most) if query else Answer(())

    async def submitted(
        self, categories: Sequence[str], since: datetime, until: datetime, start: int, most: int
    ) -> Answer | Troubled:
        """A page of what was submitted in these categories between two instants (aware UTC), oldest first."""
        await self.prepare()
        import arxiv

        search = arxiv.Search(
            query=api.submitted_query(categories, since, until),
            sort_by=arxiv.SortCriterion.SubmittedDate,
            sort_order=arxiv.SortOrder.Ascending,
        )
        return await self._search(search, start, most)

    async def _search(self, search: arxiv.Search, start: int, most: int) -> Answer | Troubled:
        parameters = api.parameters(search, start, most)
        return await self._ask(
            self._api_url, parameters, lambda body, kind: api.read_page(body, start, most, kind)
        )

    async def _ask(
        self,
        url: str,
        parameters: dict[str, str] | None,
        read: Callable[[bytes, str], Answer | Troubled],
    ) -> Answer | Troubled:
        reply = await self._http.get(
            url,
            parameters,
            deadline=self.deadline,
            most=self.most,
            accept="application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8",
        )
        if isinstance(reply, NoReply):
            return Troubled(_LOST[reply.why], reply.words)
        if reply.status != 200:
            return _refused(reply)
        return await asyncio.to_thread(read, reply.body, reply.headers.get("content-type", ""))


def _load() -> None:
    for name in ("arxiv", "lxml.etree"):
        import_module(name)


def _refused(reply: Reply) -> Troubled:
    words = f"HTTP {reply.status}"
    if reply.status in _BUSY:
        return Troubled(Trouble.BUSY, words, retry_after(reply) or QUIET)
    return Troubled(Trouble.ERROR if api.is_error(reply.body) else Trouble.REFUSED, words, retry_after(reply))
