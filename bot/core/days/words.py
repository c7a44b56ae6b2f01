"""Owns the words in which people type days: weekdays and months of any language by babel, the small words of three."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

_DASHES = re.compile(r"[‐‑‒–—―−~]")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Small(Enum):
    """What a small word says."""

    TO = auto()  # also "until": without a beginning it begins today
    AND = auto()
    FROM = auto()  # without an end: until they are back
    SINCE = auto()
    WAS = auto()  # backwards
    LAST = auto()
    THIS = auto()
    COMING = auto()  # the next one of weekdays, the one after this of weeks
    NEXT = auto()
    IN = auto()
    FOR = auto()
    AGO = auto()
    WEEK = auto()
    WEEKEND = auto()
    THE = auto()  # before a number: a day of the month
    BETWEEN = auto()
    FILLER = auto()


# A phrase of several words is written as it is typed; longer ones are looked for first.
_SMALL: Mapping[str, Mapping[Small, str]] = {
    "en": {
        Small.TO: "to, until, till, til, thru, through",
        Small.AND: "and",
        Small.FROM: "from, starting, beginning",
        Small.SINCE: "since",
        Small.WAS: "was, were, have been, had been, been",
        Small.LAST: "last, past",
        Small.THIS: "this",
        Small.COMING: "coming",
        Small.BETWEEN: "between",
        Small.NEXT: "next",
        Small.IN: "in",
        Small.FOR: "for",
        Small.AGO: "ago",
        Small.WEEK: "week",
        Small.WEEKEND: "weekend, week-end",
        Small.THE: "the",
        Small.FILLER: "on, of, i, am, i'm, im, will be, be, ill, sick, unwell, away, off, out, gone, busy, travelling, "
        "traveling, holiday, holidays, on holiday, vacation, inclusive, all, whole, day",
    },
    "de": {
        Small.TO: "bis, bis zum, bis zu",
        Small.AND: "und",
        Small.FROM: "von, vom, ab",
        Small.BETWEEN: "zwischen",
        Small.SINCE: "seit",
        Small.WAS: "war, waren, gewesen",
        Small.LAST: "letzten, letzte, letztes, letzter, vergangenen, vergangene, vergangenes, vorigen, vorige",
        Small.THIS: "diesen, diese, dieses, dieser",
        Small.COMING: "kommenden, kommende, kommendes",
        Small.NEXT: "nachsten, nachste, nachstes, nachster",
        Small.IN: "in",
        Small.FOR: "fur",
        Small.AGO: "vor",
        Small.WEEK: "woche",
        Small.WEEKEND: "wochenende",
        Small.THE: "am, den, dem, der, zum",
        Small.FILLER: "die, das, ich, bin, krank, weg, unterwegs, verreist, im, urlaub, frei, ferien, einschliesslich, "
        "inklusive, abwesend, nicht da, tag, ganze, ganzen",
    },
    "es": {
        Small.TO: "hasta, a, al",
        Small.AND: "y, e",
        Small.FROM: "desde, del, a partir de, a partir del",
        Small.WAS: "estuve, estaba, fue, he estado",
        Small.LAST: "pasado, pasada, ultimo, ultima",
        Small.THIS: "este, esta",
        Small.COMING: "proximo, proxima, que viene, siguiente",
        Small.BETWEEN: "entre",
        Small.IN: "en, dentro de",
        Small.FOR: "por, durante",
        Small.AGO: "hace",
        Small.WEEK: "semana",
        Small.WEEKEND: "fin de semana, finde",
        Small.THE: "el, dia",
        Small.FILLER: "la, los, de, yo, estoy, estare, enfermo, enferma, malo, mala, fuera, vacaciones, de vacaciones, viaje, "
        "de viaje, ausente, todo, incluido, inclusive",
    },
}
_RELATIVE: Mapping[str, Mapping[str, int]] = {
    "en": {
        "today": 0,
        "tonight": 0,
        "now": 0,
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
        "yesterday": -1,
        "day before yesterday": -2,
        "the day before yesterday": -2,
    },
    "de": {"heute": 0, "jetzt": 0, "morgen": 1, "ubermorgen": 2, "uebermorgen": 2, "gestern": -1, "vorgestern": -2},
    "es": {
        "hoy": 0,
        "ahora": 0,
        "manana": 1,
        "pasado manana": 2,
        "ayer": -1,
        "anteayer": -2,
        "antes de ayer": -2,
    },
}  # fmt: skip
_UNITS: Mapping[str, Mapping[str, int]] = {
    "en": {"day": 1, "days": 1, "weeks": 7, "week": 7},
    "de": {"tag": 1, "tage": 1, "tagen": 1, "woche": 7, "wochen": 7},
    "es": {"dia": 1, "dias": 1, "semana": 7, "semanas": 7},
}
_NUMBERS: Mapping[str, Mapping[str, int]] = {
    "en": {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5},
    "es": {"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5},
}  # fmt: skip
_OTHER_DAYS: Mapping[str, Mapping[str, int]] = {
    "en": {"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
    "de": {"sonnabend": 5},
    "es": {},
}
_OTHER_MONTHS: Mapping[str, Mapping[str, int]] = {
    "en": {"sept": 9},
    "de": {"janner": 1, "feber": 2},
    "es": {},
}


@dataclass
class Vocabulary:
    """The words of a person's languages; of a word that two of them have, the first language's meaning counts.

    `day_first` is how slashes are read: day before month, after it, or None where both are usual (English).
    """

    small: dict[str, Small] = field(default_factory=dict)
    relative: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    day_first: bool | None = None

    @property
    def phrases(self) -> list[str]:
        """What is written with a space or hyphen, longest first."""
        joined = [each for each in (*self.small, *self.relative) if not each.isalpha()]
        return sorted(joined, key=len, reverse=True)


def plain(text: str) -> str:
    """As it is compared: lower case, without accents, every dash a hyphen, every space one space."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(_DASHES.sub("-", bare).split())


@lru_cache(maxsize=64)
def vocabulary(codes: tuple[str, ...]) -> Vocabulary:
    """The words of these languages (Discord's codes such as "es-419"), the first one first; one that is unknown is left out."""
    found = Vocabulary()
    for number, code in enumerate(dict.fromkeys(codes)):
        language = code.replace("_", "-").partition("-")[0].lower()
        if not _names(found, code, language):
            continue
        if number == 0:
            found.day_first = None if language == "en" else _day_first(code)
        for small, listed in _SMALL.get(language, {}).items():
            _add(found.small, dict.fromkeys(listed.split(", "), small))
        for known, table in (
            (found.relative, _RELATIVE),
            (found.units, _UNITS),
            (found.numbers, _NUMBERS),
            (found.weekdays, _OTHER_DAYS),
            (found.months, _OTHER_MONTHS),
        ):
            _add(known, table.get(language, {}))
    return found


def _add(known: dict[str, object] | dict[str, int] | dict[str, Small], more: Mapping[str, object]) -> None:
    for word, meaning in more.items():
        known.setdefault(word, meaning)  # type: ignore[arg-type]


def _names(found: Vocabulary, code: str, language: str) -> bool:
    """Add the names of weekdays and months; False for a language that babel does not know."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse("no" if language == "nb" else code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated", "short"):
            days: Iterable[tuple[int, str]] = locale.days[context].get(width, {}).items()
            _add(found.weekdays, {word: day for day, name in days if (word := _word(name))})
        for width in ("wide", "abbreviated"):
            months: Iterable[tuple[int, str]] = locale.months[context].get(width, {}).items()
            _add(found.months, {word: month for month, name in months if (word := _word(name))})
    return True


def _word(name: str) -> str:
    """A name as it is compared; empty for one that is no single word, such as a month that is only a number."""
    match = _WORD.fullmatch(plain(name).rstrip("."))
    return match[0] if match else ""


def _day_first(code: str) -> bool:
    from babel import Locale

    pattern = str(Locale.parse(code.replace("-", "_")).date_formats["short"].pattern)
    return pattern.index("d") < pattern.index("M")
