"""Owns public holidays by country and region, and finding the country that somebody types; data comes with `holidays`.

The library and babel are imported at first use: a start needs neither. What is asked here takes milliseconds, the very
first time a tenth of a second: ask in a use case or a thread, never on the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from bot.core.places import folded

MOST_MATCHES = 25  # as many as a select takes
_ALSO_IN = (
    "en",
    "de",
    "es",
    "fr",
    "it",
    "pt",
)  # people type the name they know, whatever language Discord speaks to them
_CALLED = {  # names that CLDR has not, or only for a part
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "usa": "US",
    "america": "US",
    "czech republic": "CZ",
    "turkey": "TR",
    "uae": "AE",
    "holland": "NL",
}


@dataclass(frozen=True)
class Area:
    """A country (`code` is ISO 3166) or a region of one (`code` as the library has it), with its name."""

    code: str
    name: str


@lru_cache(maxsize=1024)
def holidays_of(country: str, region: str, year: int, language: str = "") -> Mapping[date, str]:
    """The public holidays of a year by date, in order, named in `language` (as "de") where the library can.

    Else in English, else as they are called there. Nothing for a country or region that the library does not know.
    """
    from holidays import country_holidays

    if region not in ("", *(each.code for each in regions_of(country))) or not is_country(country):
        return MappingProxyType({})
    found = country_holidays(country, subdiv=region or None, years=year, language=_spoken(country, language))
    return MappingProxyType({day: found[day] for day in sorted(found) if day.year == year})


def dates_of(country: str, region: str, years: range) -> dict[date, str]:
    """The public holidays of several years."""
    return {day: name for year in years for day, name in holidays_of(country, region, year).items()}


@lru_cache(maxsize=512)
def _spoken(country: str, language: str) -> str | None:
    from holidays import country_holidays

    there: tuple[str, ...] = getattr(country_holidays(country), "supported_languages", None) or ()
    wanted = language.replace("-", "_")
    for code in (wanted, wanted.partition("_")[0], "en"):
        for each in there:
            if code and (each == code or each.startswith(f"{code}_")):
                return each
    return None


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


def is_country(code: str) -> bool:
    """Whether the library knows this country."""
    return code in _countries()


@lru_cache(maxsize=512)
def regions_of(country: str) -> tuple[Area, ...]:
    """A country's regions with holidays of their own, by name; none for most countries."""
    from holidays import country_holidays

    if not is_country(country):
        return ()
    there = country_holidays(country)
    names: dict[str, str] = {}
    for name, code in (getattr(there, "subdivisions_aliases", None) or {}).items():
        names.setdefault(code, name)
    areas = [Area(code, names.get(code, code)) for code in there.subdivisions]
    return tuple(sorted(areas, key=lambda each: folded(each.name)))


def country_name(code: str, language: str) -> str:
    """A country's name in a language ("de"), or its code."""
    return _names(language).get(code, code)


def region_name(country: str, code: str) -> str:
    """A region's name as it is called there, or its code."""
    return next((each.name for each in regions_of(country) if each.code == code), code)


def find_countries(typed: str, language: str) -> list[Area]:
    """The countries that somebody may mean, the best match first: by name in `language` or a larger one, or by ISO code."""
    wanted = folded(typed)
    code = typed.strip().upper()
    if not wanted:
        return []
    if is_country(_CALLED.get(wanted, code)):
        code = _CALLED.get(wanted, code)
        return [Area(code, country_name(code, language))]
    best: dict[str, int] = {}
    for names in map(_names, dict.fromkeys((language, *_ALSO_IN))):
        for each, name in names.items():
            if is_country(each) and (rank := _rank(folded(name), wanted)) is not None:
                best[each] = min(rank, best.get(each, rank))
    return _areas({code: country_name(code, language) for code in best}, best)


def find_regions(country: str, typed: str) -> list[Area]:
    """The regions of a country that somebody may mean; the best match first."""
    wanted = folded(typed)
    best: dict[str, int] = {}
    for each in regions_of(country):
        ranks = [_rank(folded(text), wanted) for text in (each.name, each.code)]
        if wanted and (found := [rank for rank in ranks if rank is not None]):
            best[each.code] = min(found)
    return _areas({code: region_name(country, code) for code in best}, best)


def _rank(name: str, wanted: str) -> int | None:
    """0 the same, 1 beginning so, 2 with a word beginning so; None no match."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else None


def _areas(names: Mapping[str, str], ranks: Mapping[str, int]) -> list[Area]:
    """The best of these; the one that is called exactly so alone."""
    codes = sorted(ranks, key=lambda code: (ranks[code], folded(names[code])))
    exact = [code for code in codes if ranks[code] == 0]
    return [Area(code, names[code]) for code in (exact or codes)[:MOST_MATCHES]]


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse(language.replace("-", "_") or "en").territories
    return {code: str(name) for code, name in territories.items() if len(code) == 2}
