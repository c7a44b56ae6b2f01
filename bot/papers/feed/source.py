"""The source: one request to arXiv and what came of it, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.http import Http
from bot.papers.model.values import Announce, Paper


class Trouble(StrEnum):
    """Why arXiv gave no answer that counts (P5)."""

    UNREACHABLE = "unreachable"  # no connection, or it broke
    SLOW = "slow"  # not done within the deadline
    BUSY = "busy"  # 429 or 503
    REFUSED = "refused"  # any other status
    PAGE = "page"  # a web page where a feed belongs
    BROKEN = "broken"  # no whole XML, or one that may not be read
    LARGE = "large"
    ERROR = "error"  # an Atom entry that says so
    EMPTY = "empty"  # nothing, where its own total says otherwise or a list was due


@dataclass(frozen=True)
class Troubled:
    """arXiv gave no answer that counts. `wait`: how long it asked us to be quiet; `words`: its own, for the log."""

    trouble: Trouble
    words: str = ""
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Listed:
    """A paper in a list, as it is called there."""

    paper: Paper
    announce: Announce


@dataclass(frozen=True)
class Answer:
    """A list or a page of results: `total` is arXiv's own count (API), `listed_on` the list's date (feed).

    `skipped` entries could not be read; each is in the log.
    """

    listed: tuple[Listed, ...]
    total: int = 0
    listed_on: date | None = None
    skipped: int = 0

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers alone."""
        return tuple(each.paper for each in self.listed)


class Source:
    """arXiv at its two addresses. Every method is one request; whoever calls it has taken a turn at the gate."""

    def __init__(self, http: Http, feed_url: str, api_url: str) -> None:
        self._http = http
        self._feed_url = feed_url
        self._api_url = api_url

    async def daily(self, categories: Sequence[str]) -> Answer | Troubled:
        """The newest daily list of these categories, asked for together."""
        raise NotImplementedError

    async def by_ids(self, arxiv_ids: Sequence[str]) -> Answer | Troubled:
        """These papers, without those that arXiv does not know."""
        raise NotImplementedError

    async def by_words(self, words: str, most: int) -> Answer | Troubled:
        """The papers that match these words best."""
        raise NotImplementedError

    async def submitted(
        self, categories: Sequence[str], since: datetime, until: datetime, start: int, most: int
    ) -> Answer | Troubled:
        """A page of what was submitted in these categories between two instants (aware UTC), oldest first."""
        raise NotImplementedError
