"""Use cases of rhythm: the word for the last weeks, looking back at this month, and who comes back after a while (S7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.attention.model.values import Away
from bot.attention.store import holds
from bot.communities import store as communities
from bot.core.db import Database, Tx, query
from bot.core.holidays import dates_of
from bot.people import store as people
from bot.people.model import Person
from bot.standups.model import Entry
from bot.standups.model.rhythm import REMEMBERED, Rhythm, rhythm, working_days
from bot.standups.store import holidays, schedule
from bot.standups.store import rhythm as store

PAGE = 15  # entries of a look back at once
A_WHILE = timedelta(days=14)  # after this long without a word somebody is welcomed back


@dataclass(frozen=True)
class LookBack:
    """Some of a month's own entries, oldest first, and whether there are more."""

    entries: tuple[Entry, ...]
    more: bool


class Rhythms:
    """Use cases behind /mine > Rhythm. `guild_id` None: of every server, in the bot's own DM."""

    db: Database

    @query
    def rhythm(self, tx: Tx, user_id: int, guild_id: int | None) -> Rhythm:
        """The word for how somebody is at it. Nothing about it is stored."""
        person, zone = _person(tx, user_id, guild_id)
        today = _day_of(tx.now, zone, person.day_start)
        since = tx.now - REMEMBERED - timedelta(days=2)
        written = {
            _day_of(at, zone, person.day_start) for at in store.written_at(tx, user_id, guild_id, since)
        }
        aways = holds.aways_of(tx, user_id)
        working, off = _calendar(tx, guild_id, today)
        return rhythm(
            written, today=today, working=working, neutral=lambda day: day in off or _is_away(aways, day)
        )

    @query
    def look_back(self, tx: Tx, user_id: int, guild_id: int | None, after: int) -> LookBack:
        """This month's own entries, kept ones too, oldest first; `after` is the id of the last one shown, 0 to begin."""
        person, zone = _person(tx, user_id, guild_id)
        today = _day_of(tx.now, zone, person.day_start)
        found = store.of_days(
            tx,
            user_id,
            guild_id,
            today.replace(day=1),
            today + timedelta(days=1),
            after=after,
            limit=PAGE + 1,
        )
        return LookBack(tuple(found[:PAGE]), len(found) > PAGE)


def comes_back(tx: Tx, entry: Entry) -> bool:
    """Whether this entry is its author's first after a while; a while away counts as well: they are welcome."""
    before = store.before_this_one(tx, entry)
    return before is not None and entry.written_at - before >= A_WHILE


def _person(tx: Tx, user_id: int, guild_id: int | None) -> tuple[Person, str]:
    """The person, and the zone that serves for them: their own, else the server's, else that of their home."""
    person = people.get(tx, user_id)
    home = guild_id or person.home_server
    return person, person.zone or communities.get(tx, home).zone


def _day_of(instant: datetime, zone: str, day_start: int) -> date:
    """The local date on which something was written, by a day that begins `day_start` hours after midnight (S4)."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.date() - timedelta(days=local.hour < day_start)


def _is_away(aways: list[Away], day: date) -> bool:
    return any(each.covers(day) for each in aways)


def _calendar(tx: Tx, guild_id: int | None, today: date) -> tuple[frozenset[int], set[date]]:
    """The weekdays of a server's standups, and the dates of the last year on which one of them had no prompt."""
    there = schedule.of_guild(tx, guild_id) if guild_id is not None else []
    off = {
        day
        for country, region in {(each.country, each.region) for each in there if each.country}
        for day in dates_of(country, region, range(today.year - 1, today.year + 1))
    }
    edits = holidays.edits_of(tx, [each.id for each in there if each.edited])
    off |= {day for each in edits.values() for day, edit in each.items() if edit.off}
    return working_days(each.schedule.days for each in there), off
