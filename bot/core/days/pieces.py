"""Owns what was typed about days in pieces: numbers, names and small words, each with what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.core.days.words import Small, Vocabulary, plain

_PIECE = re.compile(
    r"""
    (?P<iso>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})(?!\d)
    | (?P<one>\d{1,2})(?P<mark>[./-])\s?(?P<two>\d{1,2})(?P=mark)\s?(?P<year>\d{4}|\d{2})(?![\d.])\.?
    | (?P<a>\d{1,2})(?P<short>[./])\s?(?P<b>\d{1,2})(?!\d)\.?
    | (?P<number>\d{1,4})(?!\d)(?P<ordinal>(?:st|nd|rd|th|er|o|\.)(?!\w))?
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)\.?
    | (?P<dash>-)
    | (?P<space>[\s,;:!()]+)
    """,
    re.VERBOSE,
)


class Why(Enum):
    """Why no days could be read."""

    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"  # two dates are meant as likely
    BACKWARDS = "backwards"  # the end lies before the beginning
    FAR = "far"  # more than a year away


@dataclass(frozen=True)
class Days:
    """Local dates, both included; `last` is None for "from Friday", which names no end."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Unclear:
    """Nothing that can be used; `readings` are the two dates of what is ambiguous."""

    why: Why
    readings: tuple[date, ...] = ()


class NotRead(Exception):
    """Nothing can be read; `unclear` says why."""

    def __init__(self, why: Why = Why.UNREADABLE, *readings: date) -> None:
        self.unclear = Unclear(why, readings)


@dataclass(frozen=True)
class Piece:
    """One piece of what was typed; `values` are numbers, whose meaning `kind` says."""

    kind: str  # small, date, numeric, number, month, weekday, relative, unit
    values: tuple[int, ...] = ()
    small: Small | None = None


def pieces_of(typed: str, words: Vocabulary) -> Iterator[Piece]:
    """The pieces in their order; NotRead for one that says nothing of days."""
    text = plain(typed)
    if "_" in text:
        raise NotRead
    for number, phrase in enumerate(words.phrases):  # stands for itself as one word
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", f" {_stand_in(number)} ", text)
    stand_ins = {_stand_in(number): phrase for number, phrase in enumerate(words.phrases)}
    before: Piece | None = None
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() != at:
            raise NotRead
        at = match.end()
        if match["space"]:
            continue
        before = _piece(match, before, words, stand_ins, text[at:])
        yield before
    if at != len(text):
        raise NotRead


def _stand_in(number: int) -> str:
    """A word that nobody types."""
    return "qzx" + chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def _piece(
    match: re.Match[str], before: Piece | None, words: Vocabulary, stand_ins: dict[str, str], rest: str
) -> Piece:
    if match["iso"]:
        return Piece("date", (int(match["iso"]), int(match["iso_month"]), int(match["iso_day"])))
    if match["one"]:
        year = int(match["year"])
        dotted = int(match["mark"] == ".")
        return Piece("numeric", (int(match["one"]), int(match["two"]), year + 2000 * (year < 100), dotted))
    if match["a"]:
        return Piece("numeric", (int(match["a"]), int(match["b"]), 0, int(match["short"] == ".")))
    if match["number"]:
        said = int(bool(match["ordinal"]) or (before is not None and before.small is Small.THE))
        return Piece("number", (int(match["number"]), said))
    if match["dash"]:
        return Piece("small", small=Small.TO)
    return _word(stand_ins.get(match["word"], match["word"]), before, words, rest)


def _word(word: str, before: Piece | None, words: Vocabulary, rest: str) -> Piece:
    following = re.match(r"\s*([^\W\d_]+)", rest)
    if word in words.numbers and following and following[1] in words.units:
        return Piece("number", (words.numbers[word], 0))
    counted = before is not None and before.kind == "number" and not before.values[1]
    if word in words.units and counted:
        return Piece("unit", (words.units[word],))
    if word in words.relative:
        return Piece("relative", (words.relative[word],))
    if word in words.months and before is not None and before.kind == "number":
        return Piece("month", (words.months[word],))
    if word in words.weekdays:
        return Piece("weekday", (words.weekdays[word],))
    if word in words.months:
        return Piece("month", (words.months[word],))
    if word in words.small:
        return Piece("small", small=words.small[word])
    raise NotRead
