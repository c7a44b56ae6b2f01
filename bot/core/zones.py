"""Owns time zones as people know them: by city or country; IANA names are for the database only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.core.places import Places, city_of, folded, load, zone_names

__all__ = ["ZoneMatch", "city_of", "find_zones", "load", "meant_zones", "valid_zone"]

_OFFSET = re.compile(r"(?:utc|gmt|z)? ?([+-]) ?(\d{1,2})(?::?([0-5]\d))?")
_ABBREVIATION = re.compile(r"[a-z]{3,5}")
_HALF_A_YEAR = timedelta(days=182)
_UTC = frozenset({"utc", "uct", "z", "zulu", "universal", "etc utc"})


@dataclass(frozen=True)
class ZoneMatch:
    """A zone that somebody may mean: its IANA name, the city and country that they know (English, may be "")."""

    zone: str
    city: str
    country: str


def valid_zone(name: str) -> bool:
    """Whether `name` is a zone of the tz database, spelt as there, that this machine can load."""
    return name in zone_names()


def meant_zones(query: str, now: datetime, limit: int = 25) -> list[ZoneMatch]:
    """The zones to choose from after somebody typed `query` to the end: places of exactly that name if there are any."""
    found = find_zones(query, now, limit)
    exact = [match for match in found if folded(match.city) == folded(query)]
    return exact or found


def find_zones(query: str, now: datetime, limit: int = 25) -> list[ZoneMatch]:
    """The zones that a person may mean, at most `limit`, the likeliest first; none for what is not understood.

    `query` is a city, "city, country", a country, an IANA name, an abbreviation ("CET") or an offset ("GMT+2"),
    in any case, with or without accents, complete or begun. Exact matches come first, then larger cities; a zone
    comes once a country. `now` (aware) decides which offsets and abbreviations are in use.
    """
    places = load()
    found: dict[tuple[str, str], ZoneMatch] = {}
    for match in _matches(places, query, now):
        found.setdefault((match.zone, match.country), match)
        if len(found) >= limit:
            break
    return list(found.values())[: max(limit, 0)]


def _matches(places: Places, query: str, now: datetime) -> Iterator[ZoneMatch]:
    name = folded(query)
    if not name:
        return
    exact = list(_exact(places, query, name, now))
    yield from exact
    if len(name) > 2:
        for code in sorted({code for called, code in places.called.items() if called.startswith(name)}):
            yield from list(_of_country(places, code))[:1]
    begun = places.beginning(name)
    yield from _cities(places, begun.own)
    if not exact:
        yield from _cities(places, places.named(name).last_words)
        yield from _cities(places, begun.other)
        yield from _cities(places, begun.last_words)


def _exact(places: Places, query: str, name: str, now: datetime) -> Iterator[ZoneMatch]:
    """What is called just so, the most usual way of speaking first."""
    named = places.named(name)
    if name in _UTC:
        yield ZoneMatch("UTC", "UTC", "")
        return
    yield from _by_offset(places, query, now)
    yield from _by_zone(places, query)
    yield from _of_country(places, places.called.get(name))
    yield from _cities(places, named.own)
    if _ABBREVIATION.fullmatch(name):
        yield from _cities(places, _abbreviations(now.year).get(name, ()))
    yield from _cities(places, named.other)
    yield from _of_country(places, places.codes.get(name))
    if name in places.states:
        yield from _cities(places, places.in_state(places.states[name]))
    yield from _qualified(places, query)
    yield from _by_link(places, query)


def _cities(places: Places, ranks: Iterable[int]) -> Iterator[ZoneMatch]:
    for rank in ranks:
        place = places[rank]
        yield ZoneMatch(place.zone, place.city, places.countries.get(place.country, ""))


def _of_country(places: Places, code: str | None) -> Iterator[ZoneMatch]:
    if code is None:
        return iter(())
    return _cities(places, (rank for rank in places.largest if places[rank].country == code))


def _qualified(places: Places, query: str) -> Iterator[ZoneMatch]:
    """The cities of "Paris, Texas", "berlin germany" and "Portland, OR, USA"."""
    city, comma, where = query.partition(",")
    if comma:
        readings = [
            (folded(city), [folded(where)]),
            (folded(city), [folded(part) for part in where.split(",")]),
        ]
    else:
        words = folded(query).split()
        readings = [(" ".join(words[:cut]), [" ".join(words[cut:])]) for cut in range(1, len(words))]
    for name, parts in readings:
        for found in (places.named(name), places.beginning(name)) if name else ():
            ranks = [*found.own, *found.other]
            yield from _cities(places, (r for r in ranks if all(_is_in(places, r, part) for part in parts)))


def _is_in(places: Places, rank: int, part: str) -> bool:
    """Whether a place is in the country or US state that `part` names, abbreviates or begins."""
    place = places[rank]
    if place.country in (places.called.get(part), places.codes.get(part)) or part.upper() == place.state:
        return True
    names = [folded(places.countries.get(place.country, ""))]
    names += [state for state, code in places.states.items() if place.state and code == place.state]
    return any(name.startswith(part) for name in names)


def _by_zone(places: Places, query: str) -> Iterator[ZoneMatch]:
    """The zone of this name, then those of which it is the beginning: "Europe/Berlin", "america/arg"."""
    name = _as_zone(query)
    if "/" in name:
        yield from _by_link(places, query)
        for rank in places.largest:
            if places[rank].zone.lower().startswith(name):
                yield from _zone(places, places[rank].zone)


def _by_link(places: Places, query: str) -> Iterator[ZoneMatch]:
    """The zone of this name, old ones included, under its name of today: "US/Eastern", "Asia/Calcutta"."""
    zone = _lower_names().get(_as_zone(query))
    if zone is not None:
        yield from _zone(places, zone if zone in places.of_zone else places.links.get(zone, zone))


def _zone(places: Places, zone: str) -> Iterator[ZoneMatch]:
    rank = places.of_zone.get(zone)
    if valid_zone(zone):
        country = places.countries.get(places[rank].country, "") if rank is not None else ""
        yield ZoneMatch(zone, city_of(zone), country)


def _by_offset(places: Places, query: str, now: datetime) -> Iterator[ZoneMatch]:
    """A fixed offset, then the cities that have it at some time of the year: in July, too, it is "GMT+1" to Berlin."""
    match = _OFFSET.fullmatch(query.strip().casefold().replace("\u2212", "-"))
    if match is None:
        return
    ahead, hours, minutes = match[1] == "+", int(match[2]), int(match[3] or 0)
    if not minutes:
        # POSIX counts west of Greenwich: two hours ahead is Etc/GMT-2.
        yield from _zone(places, f"Etc/GMT{'-' if ahead else '+'}{hours}" if hours else "UTC")
    offset = timedelta(hours=hours, minutes=minutes) * (1 if ahead else -1)
    hour = now.replace(minute=0, second=0, microsecond=0)
    ranks = {rank for moment in (hour, hour + _HALF_A_YEAR) for rank in _offsets(moment).get(offset, ())}
    yield from _cities(places, sorted(ranks))


@lru_cache(maxsize=4)
def _offsets(hour: datetime) -> dict[timedelta, list[int]]:
    """Offset from UTC -> ranks of the places that have it."""
    places = load()
    found: dict[timedelta, list[int]] = {}
    for rank in places.largest:
        offset = hour.astimezone(ZoneInfo(places[rank].zone)).utcoffset()
        if offset is not None:
            found.setdefault(offset, []).append(rank)
    return found


@lru_cache(maxsize=4)
def _abbreviations(year: int) -> dict[str, list[int]]:
    """Abbreviation in use that year, in lower case -> ranks of places: "cest" in summer, "cet" in winter."""
    places = load()
    found: dict[str, list[int]] = {}
    for rank in places.largest:
        zone = ZoneInfo(places[rank].zone)
        names = {datetime(year, month, 15, tzinfo=zone).tzname() or "" for month in (1, 7)}
        for name in names:
            found.setdefault(name.lower(), []).append(rank)
    return found


@cache
def _lower_names() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


def _as_zone(query: str) -> str:
    return "_".join(query.lower().split())
