"""The rules of reading daily lists: when the next one is asked for, which one an answer is, and which were missed (P3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

from bot.core.clock import local_date
from bot.papers.model import calendar
from bot.papers.model.digesting import UNKNOWN
from bot.papers.model.values import Feed

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 60))
EMPTY_WAIT = timedelta(hours=1)  # until an empty list is asked for again where one was due: it may be late
TRIES = (
    3  # failures running until an empty list is believed for the day, and until organisers are told of others
)
SPREAD = 600  # seconds over which different bots ask for a list that is out
MOST_MISSED = 7  # lists, the newest of those missed, that are asked of the API
EMPTY = "empty"  # the trouble of a list that was due and had nothing: the only one in which arXiv answered
_DAY = timedelta(days=1)


def backoff(failures: int) -> timedelta:
    """How long to wait after that many failures running."""
    return BACKOFF[min(max(failures, 1), len(BACKOFF)) - 1]


def running(feed: Feed, trouble: str) -> int:
    """How many failures are running with this one: an empty list is an answer, and counts with other empty ones alone."""
    return feed.failures + 1 if (feed.trouble == EMPTY) == (trouble == EMPTY) else 1


def told(feed: Feed) -> bool:
    """Whether organisers were told of its trouble."""
    return feed.trouble not in ("", EMPTY) and (feed.trouble == UNKNOWN or feed.failures >= TRIES)


def latest(now: datetime) -> date:
    """The latest date that a list can bear: nothing is dated further ahead."""
    return local_date(now, calendar.ZONE) + _DAY


def dated(listed_on: date | None, now: datetime) -> date | None:
    """The date of a list that says it is of `listed_on`: one that cannot be is taken for the newest one there is."""
    return calendar.due(now) if listed_on is not None and listed_on > latest(now) else listed_on


def next_read(now: datetime, read: date | None, bot: str) -> datetime:
    """When (UTC) the next list is asked for, a bit after it must be out; `read` is the date of the one just read.

    Asked for every day, also when none is due: an announcement that our calendar does not know is not lost. `bot` tells one
    bot from others, so that not all of them ask in the same second.
    """
    late = timedelta(seconds=crc32(bot.encode()) % SPREAD)
    today = local_date(now, calendar.ZONE)
    at = calendar.out_at(today) + late
    return at if at > now and (read is None or read < today) else calendar.out_at(today + _DAY) + late


@dataclass(frozen=True)
class Judged:
    """What an answer means. `listed_on`: up to this date nothing is missing, but for `missed`: lists and their categories.

    `absent`: today's list must be out, and the answer was an empty one. An older one in its place is an answer: nothing is asked
    twice a day (P4), and tomorrow the API is asked for what came late.
    """

    listed_on: date
    missed: Mapping[date, tuple[str, ...]]
    absent: bool = False


def judge(feeds: Mapping[str, Feed], listed_on: date | None, now: datetime, *, empty: bool) -> Judged:
    """What it means that arXiv answered for these categories with a list of that date, or with an empty one."""
    due = calendar.due(now)
    today = due == local_date(now, calendar.ZONE)
    read = None if empty else (dated(listed_on, now) or due)
    late = today and (read is None or read < due)
    behind = [feed for feed in feeds.values() if feed.listed_on is None or feed.listed_on < due]
    late = late and bool(behind)
    upto = calendar.previous(due) if late else max(due, read or due)
    missed: dict[date, tuple[str, ...]] = {}
    for name, feed in sorted(feeds.items()):
        if feed.listed_on is None:
            continue
        days = calendar.announcements(feed.listed_on + _DAY, upto) if feed.listed_on < upto else []
        for day in [day for day in days if day != read][-MOST_MISSED:]:
            missed[day] = (*missed.get(day, ()), name)
    return Judged(upto, dict(sorted(missed.items())), absent=late and read is None)
