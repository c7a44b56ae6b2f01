"""Reads what a person typed as an arXiv id: bare ids of both kinds, addresses, DOIs, mentions in a sentence (P7).

Ids: https://info.arxiv.org/help/arxiv_identifier.html. Since April 2007 they are year and month, a dot and a number of four
digits, five since January 2015; before that, from July 1991 on, an archive, a slash and seven digits. What only contains numbers
stays words; what is meant as an id and is none is refused with the reason, and with the id it resembles if there is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from bot.papers.model.refusals import BadArxivId

LONGEST = 2000  # characters that are looked at
SHORTEST = 5  # digits in a row that can be meant as an id without a dot
# (year, month) of arXiv's first ids, of those with a dot, of those with five digits.
BEGAN, NEW_STYLE, FIVE_DIGITS = (1991, 7), (2007, 4), (2015, 1)
_OLD_ARCHIVES = """
acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc
hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int
supr-con
"""
ARCHIVES = frozenset(_OLD_ARCHIVES.split())

_TRANSLATED = {
    ord("。"): ".",
    0x2212: "-",
    0x2044: "/",
}  # as keyboards and typesetters write dot, hyphen and slash
_ZEROS = str.maketrans("Oo", "00")
_ALIKE = str.maketrans("OoIilLSsBZz|", "001111558221")  # digits as they are misread
_ARCHIVE = "|".join(sorted(map(re.escape, ARCHIVES), key=len, reverse=True))
_CLASS = r"(?:\.[A-Za-z][A-Za-z-]{1,8})?"  # math.GT is a part of math: arXiv itself leaves it out of the id
_VERSION = r"(?:\s?[vV](?P<version>\d*))?"

_NEW = re.compile(rf"(?P<month>\d{{4}})\s?\.\s?(?P<number>\d+){_VERSION}", re.ASCII)
# A well-formed id anywhere: nothing that could be a part of it stands before or behind.
_ALONE = r"(?<![\w.,/-]){}(?![\w-]|[.,/]\w)"
_NEW_INSIDE = re.compile(_ALONE.format(r"\d{4}\.\d{4,5}(?:[vV]\d{1,3})?"), re.ASCII)
_OLD_INSIDE = re.compile(
    _ALONE.format(rf"(?:{_ARCHIVE}){_CLASS}/\d{{7}}(?:[vV]\d{{1,3}})?"), re.ASCII | re.IGNORECASE
)

# Where an id has to follow, and up to where it goes.
_HOSTS = (
    r"(?:[\w-]+\.)?arxiv\.org",
    r"(?:www\.)?alphaxiv\.org",
    r"(?:www\.)?(?:huggingface\.co|hf\.co)",
    r"(?:[\w-]+\.)?ar5iv\.(?:org|labs\.arxiv\.org)|ar5iv\.labs\.arxiv\.org",
    r"(?:www\.)?scirate\.com",
)
_PLACES = r"abs|pdf|html|format|src|e-print|ps|papers?|overview|resources|arxiv|d|dvi|tex|chat|audio"
_ADDRESS = re.compile(
    rf"(?:(?<=//)|(?<![\w.@/-]))(?:{'|'.join(_HOSTS)})/+(?:(?:{_PLACES})/+)*(?P<rest>[^\s<>\"'\])}}|]*)",
    re.ASCII | re.IGNORECASE,
)
_DOI = re.compile(r"10\.48550/arxiv\.(?P<rest>[^\s<>\"'\])}|]*)", re.ASCII | re.IGNORECASE)
_NAMED = re.compile(
    r"(?<![\w.])arxiv\s?:\s?(?P<rest>[^\s<>\"'\](){}|,;]*\d[^\s<>\"'\](){}|,;]*)", re.ASCII | re.IGNORECASE
)
_ANY_ADDRESS = re.compile(r"<?(?:(?:https?://|www\.)\S+|arxiv\.org)>?", re.IGNORECASE)
_STEP = re.compile(r"(?<=[/=:])\d{4}\.\d{4,5}(?:[vV]\d{1,3})?(?![\w-])", re.ASCII)  # of any address
_ENDING = re.compile(r"(?:\.pdf|\.html?|\.ps|\.gz|[.,:;!?/)\]}>*_~|\"'”’»」』]|\[.*)+$", re.IGNORECASE)
_TAIL = re.compile(r"[?#&].*$", re.DOTALL)

# What a text of its own is taken for.
_NEAR_NEW = re.compile(r"(?:\d{4}\s?\.\s?\d{3,7}|\d{3}\.\d{5}|\d{5,6}\.\d{4,5})" + _VERSION, re.ASCII)
_NEAR_LETTERS = re.compile(r"[\dOoIilLSsBZz|]{4}\.(?=[^v]*\d)[0-9A-Za-z|]{4,6}(?:[vV]\d*)?", re.ASCII)
_NEAR_DOT = re.compile(
    rf"(?P<month>\d{{4}})(?P<sign>[\s,:;_/-]?)\s?(?P<number>\d{{4,5}}){_VERSION}", re.ASCII
)
_NEAR_OLD = re.compile(
    rf"(?P<archive>[A-Za-z-]{{2,12}}){_CLASS}(?P<sign>\s?/?\s?|[\s:_.-])(?P<digits>\d{{5,9}}){_VERSION}",
    re.ASCII,
)
_NEAR_BARE = re.compile(r"\d{7}" + _VERSION, re.ASCII)


@dataclass(frozen=True)
class ArxivId:
    """A paper's id without its version, and the version if one was named."""

    base: str
    version: int | None = None

    def __str__(self) -> str:
        """As arXiv writes it."""
        return self.base if self.version is None else f"{self.base}v{self.version}"


class Bad(NamedTuple):
    """Why something is no id (`BadArxivId.why`), and the id it resembles."""

    why: str
    meant: str = ""


def read(typed: str, now: datetime | None = None) -> ArxivId | None:
    """The paper that was named, None for plain words; BadArxivId for what is meant as an id and is none.

    `now` (aware UTC) tells an id of a month that has not begun; without it there is none such.
    """
    text = _plain(typed)
    worst: Bad | None = None
    for candidate in _named(text):
        found = _exact(candidate, now)
        if isinstance(found, ArxivId):
            return found
        worst = worst or found
    if worst is not None:
        raise BadArxivId(typed, *worst)
    if (inside := _inside(text, now)) is not None:
        return inside
    if _ANY_ADDRESS.fullmatch(text):
        raise BadArxivId(typed, "address")
    alone = _alone(text, now)
    if isinstance(alone, Bad):
        raise BadArxivId(typed, *alone)
    return alone


def _plain(typed: str) -> str:
    """What was typed with every digit, dot, dash and slash as ASCII has it, and without what nobody sees."""
    signs = []
    for sign in unicodedata.normalize("NFKC", typed[:LONGEST])[:LONGEST].translate(_TRANSLATED):
        kind = unicodedata.category(sign)
        if kind == "Nd":
            signs.append(str(unicodedata.decimal(sign)))
        elif kind == "Pd":
            signs.append("-")
        elif sign.isspace():
            signs.append(" ")
        elif kind not in ("Cc", "Cf", "Cs"):
            signs.append(sign)
    return " ".join("".join(signs).split())


def _named(text: str) -> Iterator[str]:
    """What stands where an id belongs: in addresses, DOIs, behind "arXiv:"."""
    for known in (text, unquote(unquote(text))) if "%" in text else (text,):
        for pattern in (_DOI, _ADDRESS, _NAMED):
            for match in pattern.finditer(known):
                rest = _ENDING.sub("", _TAIL.sub("", unquote(match["rest"])))
                if pattern is _NAMED and rest.isdecimal() and len(rest) < SHORTEST:
                    continue  # "what is arxiv: 2024 survey"
                yield _slashed(rest) if pattern is _ADDRESS else rest


def _slashed(rest: str) -> str:
    """The steps of an address that can be an id: one, or two where the first is an old archive."""
    first, *more = rest.split("/")
    return f"{first}/{more[0]}" if more and not any(sign.isdecimal() for sign in first) else first


def _exact(candidate: str, now: datetime | None) -> ArxivId | Bad:
    """The id that stands here, where one has to be."""
    if (found := _alone(candidate, now)) is not None:
        return found
    if sum(sign.isdecimal() for sign in candidate) < 4:
        return Bad("address")
    if "/" in candidate:
        return Bad("archive")
    return Bad("letter" if any(sign.isalpha() for sign in candidate.lower().partition("v")[0]) else "digits")


def _inside(text: str, now: datetime | None) -> ArxivId | None:
    """The first well-formed id between other words."""
    for pattern, judge in ((_NEW_INSIDE, _new), (_OLD_INSIDE, _old), (_STEP, _new)):
        for match in pattern.finditer(text):
            found = judge(match[0], now)
            if isinstance(found, ArxivId):
                return found
    return None


def _alone(text: str, now: datetime | None) -> ArxivId | Bad | None:
    """What this is when it is meant as an id; None when it is none."""
    text = _ENDING.sub("", text.strip("<>()[]{}\"'“”‘’*_~`| "))
    for pattern, judge in (
        (_NEAR_NEW, _new),
        (_NEAR_LETTERS, _letters),
        (_NEAR_DOT, _without_dot),
        (_NEAR_OLD, _old),
        (_NEAR_BARE, _without_archive),
    ):
        if pattern.fullmatch(text) and (found := judge(text, now)) is not None:
            return found
    return None


def _new(text: str, now: datetime | None) -> ArxivId | Bad | None:
    """An id with a dot."""
    match = _NEW.fullmatch(text)
    if match is None:  # too few or too many digits before the dot
        digits = re.sub(r"\D", "", text.lower().partition("v")[0])
        if len(text.partition(".")[0]) == 3 and not "01" <= digits[1:3] <= "12":
            return None  # a number: what lacks its first digit still ends with a month
        moved = _new(f"{digits[:4]}.{digits[4:]}", now) if len(digits) in (8, 9) else None
        return Bad("dot", moved.base) if isinstance(moved, ArxivId) else Bad("digits")
    month, number = match["month"], match["number"]
    year = _year(month)
    if not "01" <= month[2:] <= "12":
        return Bad("month")
    when = (year, int(month[2:]))
    if when < NEW_STYLE:
        return Bad("year")
    if now is not None and when > _newest(now):
        return Bad("future")
    wanted = 5 if when >= FIVE_DIGITS else 4
    if len(number) != wanted:
        return _lengthened(month, number, wanted)
    if not int(number):
        return Bad("zero")
    return ArxivId(f"{month}.{number}", _version(match["version"]))


def _lengthened(month: str, number: str, wanted: int) -> Bad:
    """Too few digits, or too many: the same number with or without a zero in front may be meant."""
    usual = len(number) in (4, 5)
    fits = str(int(number)).zfill(wanted)
    meant = f"{month}.{fits}" if usual and len(fits) == wanted and int(number) else ""
    return Bad(("five" if wanted == 5 else "four") if usual else "digits", meant)


def _letters(text: str, now: datetime | None) -> ArxivId | Bad | None:
    """An id with a letter in it: an O is read as the zero it looks like, others are asked about."""
    match = re.fullmatch(r"([^vV]+)((?:[vV]\d*)?)", text)
    if match is None or sum(sign.isdecimal() for sign in match[1]) < 6:
        return None
    zeros, alike = match[1].translate(_ZEROS), match[1].translate(_ALIKE)
    if _is_number(zeros):
        return _new(zeros + match[2], now)
    meant = _new(alike, now) if _is_number(alike) else None
    return Bad("letter", meant.base if isinstance(meant, ArxivId) else "")


def _is_number(text: str) -> bool:
    return text.replace(".", "").isdecimal()


def _without_dot(text: str, now: datetime | None) -> Bad | None:
    """Year, month and number without a dot between: only what is an id with it, for there are many numbers."""
    match = _NEAR_DOT.fullmatch(text)
    assert match is not None
    if match["sign"].isspace() and match["month"][:2] in ("19", "20"):
        return None  # 2012 is a year rather than a month of 2020
    found = _new(f"{match['month']}.{match['number']}", now)
    return Bad("dot", found.base) if isinstance(found, ArxivId) and len(match["number"]) == 5 else None


def _old(text: str, now: datetime | None) -> ArxivId | Bad | None:
    """An id of the old kind; None for a word and a number that have nothing to do with arXiv."""
    match = _NEAR_OLD.fullmatch(text)
    assert match is not None
    archive, digits = match["archive"].lower(), match["digits"]
    has_slash = "/" in match["sign"]
    meant = (
        archive
        if archive in ARCHIVES
        else next(iter(get_close_matches(archive.strip("-"), ARCHIVES, 1, 0.75)), "")
    )
    bad = _bad_digits(digits)
    if not meant and (bad or not has_slash):
        return None
    if not has_slash and len(digits) != 7:
        return None
    if meant != archive:
        return Bad("archive", f"{meant}/{digits}" if meant and not bad else "")
    if bad is not None:
        return bad
    if not has_slash:
        return Bad("slash", f"{archive}/{digits}")
    return ArxivId(f"{archive}/{digits}", _version(match["version"]))


def _bad_digits(digits: str) -> Bad | None:
    """What is wrong with year, month and number of an old id."""
    if len(digits) != 7:
        return Bad("digits")
    if not "01" <= digits[2:4] <= "12":
        return Bad("month")
    when = (_year(digits), int(digits[2:4]))
    if not BEGAN <= when < NEW_STYLE:
        return Bad("ended")
    return None if int(digits[4:]) else Bad("zero")


def _without_archive(text: str, now: datetime | None) -> Bad | None:
    """Seven digits alone: an old id without the half that says where."""
    return None if _bad_digits(text[:7]) else Bad("bare")


def _year(digits: str) -> int:
    """The year of the two digits that an id begins with: arXiv began in 1991."""
    year = int(digits[:2])
    return 1900 + year if year >= 91 else 2000 + year


def _newest(now: datetime) -> tuple[int, int]:
    """The month of the newest ids there can be: a day is left for where it begins earlier."""
    soon = now + timedelta(days=1)
    return soon.year, soon.month


def _version(typed: str | None) -> int | None:
    return int(typed or 0) or None
