"""When a server's digest is made, when it waits for arXiv, and what became of it: the four truths (P3), as plain rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.clock import instant_from, local_date, next_occurrence
from bot.papers.model import calendar
from bot.papers.model.choosing import Choice
from bot.papers.model.values import CATCH_UP, Feed, Listing, Settings, Truth

EVERY_DAY = frozenset(range(7))
AWAY = timedelta(hours=36)  # without a digest for longer we were away, and say since when
UNKNOWN = "unknown"  # the trouble of a category that arXiv does not have: nobody waits for it
SOON, LATER = (
    timedelta(minutes=1),
    timedelta(minutes=15),
)  # until a digest that waits for arXiv is looked at again


@dataclass(frozen=True)
class Reading:
    """How far arXiv's lists were read for a server.

    `unread`: one that is due is missing; `troubled`: it was asked for in vain.
    """

    unread: bool = False
    troubled: bool = False

    @property
    def silent(self) -> bool:
        """Whether arXiv did not say whether there is anything."""
        return self.unread and self.troubled


def following(settings: Settings, now: datetime) -> datetime:
    """When (UTC) the next digest is made."""
    return next_occurrence(settings.at, settings.zone, EVERY_DAY, now)


def planned_on(settings: Settings, now: datetime) -> date:
    """The local date of the digest that is due at `now`, however long it has waited since."""
    day = local_date(now, settings.zone)
    while instant_from(day, settings.at, settings.zone) > now:
        day -= timedelta(days=1)
    return day


def planned_at(settings: Settings, now: datetime) -> datetime:
    """When (UTC) it was planned."""
    return instant_from(planned_on(settings, now), settings.at, settings.zone)


def reading(feeds: Mapping[str, Feed], categories: Collection[str], planned: datetime) -> Reading:
    """How far the lists were read that had to be out when the digest was planned.

    One that is not there is not missing when arXiv was asked since, answered, and had nothing newer.
    """
    expected = calendar.due(planned)
    out = calendar.out_at(expected)
    unread = [feed for each in categories if not _is_read(feed := feeds.get(each, Feed(each)), expected, out)]
    return Reading(bool(unread), any(each.trouble for each in unread))


def _is_read(feed: Feed, expected: date, out: datetime) -> bool:
    if feed.trouble == UNKNOWN:
        return True
    if feed.listed_on is not None and feed.listed_on >= expected:
        return True
    return not feed.trouble and feed.answered_at is not None and feed.answered_at >= out


def late(feeds: Collection[Feed], at: datetime) -> bool:
    """Whether arXiv was asked for the list that was due at `at`, answered, and did not have it yet."""
    expected = calendar.due(at)
    return any(
        each.listed_on is not None
        and each.listed_on < expected
        and _is_read(each, expected, calendar.out_at(expected))
        for each in feeds
        if each.trouble != UNKNOWN
    )


def waits(settings: Settings, now: datetime, read: Reading) -> Settings | None:
    """The settings of a digest that waits for arXiv, or comes too late and goes into the next one; None when it is made now."""
    planned = planned_at(settings, now)
    said = replace(settings, truth=Truth.SILENT, truth_at=now) if read.silent else settings
    if now - planned > CATCH_UP:
        return replace(said, due_at=following(settings, now))
    again = now + min(max((now - planned) / 2, SOON), LATER)
    return replace(said, due_at=again) if read.unread and again - planned <= CATCH_UP else None


def made(
    settings: Settings, now: datetime, read: Reading, own: Collection[Listing], choice: Choice
) -> Settings:
    """The settings after a digest, but for the cursor. `own` is what was listed in the server's categories since the last one."""
    if choice.chosen:
        truth = Truth.BACK if since(settings, now, own, choice) else Truth.POSTED
    elif own:
        truth = Truth.UNMATCHED
    else:
        truth = Truth.SILENT if read.silent else Truth.QUIET
    return replace(settings, truth=truth, truth_at=now, due_at=following(settings, now))


def since(settings: Settings, now: datetime, own: Collection[Listing], choice: Choice) -> datetime | None:
    """From when a digest covers what came, if it covers more than a day of lists: we were away, or arXiv was silent.

    Lists of days that had a digest do not count, whatever comes of them later: another server may have begun to follow more.
    """
    if settings.truth_at is None:
        return None
    matched = {each.paper.arxiv_id for each in choice.chosen} | set(choice.more)
    done = date.min if settings.truth is Truth.SILENT else calendar.due(settings.truth_at)
    days = {each.listed_on for each in own if each.listed_on > done and each.paper.arxiv_id in matched}
    oldest = calendar.announced_at(min(days)) if len(days) > 1 else None
    if now - settings.truth_at > AWAY:
        return min(settings.truth_at, oldest) if oldest else settings.truth_at
    return oldest


def why_quiet(at: datetime) -> str:
    """Why there was no announcement for a digest made then: "weekend", the key of a holiday, or empty when nobody knows."""
    day = local_date(at, calendar.ZONE)
    if calendar.out_at(day) > at:
        day -= timedelta(days=1)
    return "weekend" if day.weekday() > 4 else calendar.holiday(day)
