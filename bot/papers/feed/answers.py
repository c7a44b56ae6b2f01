"""What comes of a request to arXiv, as values: the papers it answered with, or why its answer does not count (P5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.papers.model.values import Announce, Paper


class Trouble(StrEnum):
    """Why arXiv gave no answer that counts (P5)."""

    UNREACHABLE = "unreachable"  # no connection, or it broke
    SLOW = "slow"  # not done within the deadline
    BUSY = "busy"  # 429 or 503
    REFUSED = "refused"  # any other status
    UNKNOWN = "unknown"  # 400 for a list: a category that arXiv does not have
    PAGE = "page"  # a web page where a feed belongs
    BROKEN = "broken"  # no whole XML, or one that may not be read
    LARGE = "large"
    ERROR = "error"  # an Atom entry that says so
    EMPTY = "empty"  # nothing, where its own total says otherwise or a list was due


@dataclass(frozen=True)
class Troubled:
    """arXiv gave no answer that counts. `wait`: how long it asked us to be quiet; `words`: which error it was, for the log."""

    trouble: Trouble
    words: str = ""
    wait: timedelta = timedelta()


NO_TURN = Troubled(
    Trouble.BUSY, "no turn"
)  # arXiv was not asked: others are before us, or it wants us to be quiet


@dataclass(frozen=True)
class Listed:
    """A paper in a list, as it is called there."""

    paper: Paper
    announce: Announce


@dataclass(frozen=True)
class Answer:
    """A list or a page of results: `total` is arXiv's own count (API), `listed_on` the list's date (feed).

    `entries` is how many there were, doubles and those that could not be read (`skipped`, each in the log) included.
    """

    listed: tuple[Listed, ...]
    total: int = 0
    listed_on: date | None = None
    skipped: int = 0
    entries: int = 0

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers alone."""
        return tuple(each.paper for each in self.listed)
