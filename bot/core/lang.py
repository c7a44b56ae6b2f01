"""Owns the language of what people read: messages, dates, weekdays and lists, in one `Lang` value.

English is written in the code. Other languages are catalogues `bot/locale/<code>/LC_MESSAGES/compound.po`, read at
first use as they are, so that no compiled copy can fall behind. babel is imported at first use as well: a start
needs none of it.
"""

from __future__ import annotations

import datetime as dt
import gettext
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

CATALOGUES = Path(__file__).parents[1] / "locale"
_PLACE = "*/LC_MESSAGES/compound.po"

_SAME_LANGUAGE = {"nb": "no"}  # Discord says "no"


@dataclass(frozen=True)
class Lang:
    """One language, given by `get_lang`; a message without a translation is English.

    `code` is that of its catalogue, or "en".
    """

    code: str = "en"
    catalogues: Path = field(default=CATALOGUES, repr=False)

    def gettext(self, message: str) -> str:
        """`message` in this language; to be formatted afterwards, never before."""
        return _messages(self.code, self.catalogues).gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form of a message that this language uses with `count` things."""
        return _messages(self.code, self.catalogues).ngettext(singular, plural, count)

    @property
    def own_name(self) -> str:
        """What this language calls itself: "Deutsch"."""
        name = str(_locale(self.code).get_language_name() or self.code)
        return name[:1].upper() + name[1:]

    @property
    def direction(self) -> str:
        """Where its lines begin, as HTML says it: "ltr" or "rtl"."""
        return _locale(self.code).text_direction

    def date(self, date: dt.date) -> str:
        """The date without its year: "Monday 12 January"."""
        from babel.dates import format_date

        return format_date(date, _long_pattern(self.code), locale=_locale(self.code))

    def short_date(self, date: dt.date) -> str:
        """The date without its year, for labels: "Mon 12 Jan"."""
        from babel.dates import format_skeleton

        return format_skeleton("MMMEd", dt.datetime.combine(date, dt.time()), locale=_locale(self.code))

    def full_date(self, date: dt.date) -> str:
        """The date with its year: "12 January 2026"."""
        from babel.dates import format_date

        return format_date(date, "long", locale=_locale(self.code))

    def month(self, date: dt.date) -> str:
        """The date's month and year, as a heading: "January 2026"."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", dt.datetime.combine(date, dt.time()), locale=_locale(self.code))

    def weekday(self, day: dt.date | int) -> str:
        """The name of a date's weekday, or of a weekday counted from Monday 0: "Monday"."""
        index = day.weekday() if isinstance(day, dt.date) else day
        return str(_locale(self.code).days["stand-alone"]["wide"][index])

    def weekdays(self, days: frozenset[int]) -> str:
        """Weekdays (Monday 0) in few words: "Mon–Fri", "Mon, Wed and Fri", "Sun–Thu", "every day", ""."""
        if len(days) == 7:
            return self.gettext("every day")
        names = _locale(self.code).days["stand-alone"]["abbreviated"]
        first = [day for day in sorted(days) if (day - 1) % 7 not in days]
        if len(first) == 1 and len(days) > 2:
            return f"{names[first[0]]}–{names[(first[0] + len(days) - 1) % 7]}"
        return self.join(str(names[day]) for day in sorted(days))

    def time(self, time: dt.time) -> str:
        """The time of day as "09:00", in each language.

        The 24-hour clock also in English: a server's people live in many countries, "12:00 am" is misread
        wherever it is not used daily, and what is shown can be typed back as it is.
        """
        return f"{time:%H:%M}"

    def join(self, items: Iterable[str]) -> str:
        """A list in words: "a, b and c"."""
        from babel.lists import format_list

        listed = list(items)
        return format_list(listed, locale=_locale(self.code)) if listed else ""


def get_lang(*codes: str | None, catalogues: Path = CATALOGUES) -> Lang:
    """The first of `codes` (Discord's locales such as "en-US", "de", "pt-BR") that there is; else English.

    A language stands in for its regional forms and they for each other, except in Chinese, whose regions are
    written differently.
    """
    there = _available(catalogues)
    for code in codes:
        wanted = (code or "").replace("_", "-").lower()
        language = _language(wanted)
        if language == "en":
            break
        related = [other for other in there if _language(other) == language != "zh"]
        for candidate in (wanted, language if wanted != "zh-tw" else wanted, *related):
            if candidate in there:
                return Lang(there[candidate], catalogues)
    return Lang("en", catalogues)


def speaks(code: str, catalogues: Path = CATALOGUES) -> bool:
    """Whether there is a language for this one of Discord's locales."""
    return code.lower().startswith("en") or get_lang(code, catalogues=catalogues).code != "en"


def languages(catalogues: Path = CATALOGUES) -> list[Lang]:
    """Every language there is, English first."""
    return [Lang(code, catalogues) for code in ("en", *sorted(_available(catalogues).values()))]


def load(catalogues: Path = CATALOGUES) -> None:
    """Read every catalogue, and what a language needs to write a date: later that would hold the event loop up."""
    for code in {"en", *_available(catalogues).values()}:
        lang = Lang(code, catalogues)
        lang.gettext("every day")
        lang.date(dt.date(2026, 1, 1))
        lang.short_date(dt.date(2026, 1, 1))
        lang.join([lang.time(dt.time()), lang.weekdays(frozenset(range(5)))])


def stored() -> list[bytes]:
    """Each catalogue as it is stored: what changes when a translation does."""
    return [path.read_bytes() for path in sorted(CATALOGUES.glob(_PLACE))]


def _language(code: str) -> str:
    language = code.partition("-")[0]
    return _SAME_LANGUAGE.get(language, language)


@lru_cache(maxsize=8)
def _available(catalogues: Path) -> dict[str, str]:
    """Lower-case code -> code, of each language that has a catalogue."""
    codes = sorted(path.parts[-3] for path in catalogues.glob(_PLACE))
    return {code.replace("_", "-").lower(): code for code in codes}


@lru_cache(maxsize=64)
def _messages(code: str, catalogues: Path) -> gettext.NullTranslations:
    path = catalogues / code / "LC_MESSAGES" / "compound.po"
    if code == "en" or not path.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=_locale(code)))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    from babel import Locale

    # Day before month and no comma before "and": the English of most of the world.
    return Locale.parse("en_GB" if code == "en" else code.replace("-", "_"))


@lru_cache(maxsize=64)
def _long_pattern(code: str) -> str:
    """How this language writes weekday, day and month in full, made from its nearest pattern (UTS #35, 2.6.2.1)."""
    from babel.dates import match_skeleton

    skeletons = _locale(code).datetime_skeletons
    nearest = match_skeleton("MMMMEEEEd", skeletons) or "MMMEd"
    # Names in full; what is quoted is text, and months in digits stay.
    return re.sub(
        r"('[^']*')|E+|ccc+|MMM+|LLL+", lambda m: m[1] or m[0][0] * 4, str(skeletons[nearest].pattern)
    )
