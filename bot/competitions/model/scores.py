"""A score as people type it in any language, read as the exact number it stands for (K5).

What is read how:
- One point or comma is the decimal mark: "1,234" and "1.234" are a little more than one. Only who reads English means a thousand
  by "1,234", though never by "0,234" or "1.234": their comma is left out before the score is kept (`settled`).
- The card shows every score as it was read.
- Of several marks the last is the decimal one where it is of another kind ("1,234.5", "1.234,5"); all of one kind part thousands.
- Spaces and apostrophes part thousands ("1 234,5", "1'234.5").
- A percent sign means a hundredth, so that "81 %" and "0.81" are the same score.
- Digits of every script count; a minus may be a hyphen, a dash or the sign of mathematics.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from bot.competitions.model.refusals import BadScore
from bot.competitions.model.values import SCORE

DIGITS, EXPONENT = 30, 300  # the most of a number that counts as a score
_PLAIN = 12  # places before the first digit or behind the last one up to which a number is written out
_SIGNS = {
    **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-"),
    **dict.fromkeys("\uff0b\ufe62", "+"),
    **dict.fromkeys("\u066b\uff0e\ufe52", "."),  # Arabic's decimal mark, full-width ones
    **dict.fromkeys("\uff0c\ufe50", ","),
    **dict.fromkeys("'\u2019\u02bc\uff07\u066c_", " "),  # what parts thousands and nothing else
    **dict.fromkeys("\uff05\ufe6a\u066a", "%"),
    **dict.fromkeys("\uff25\uff45", "e"),
}
_NUMBER = re.compile(r"([+-]?) ?([0-9., ]+?) ?(?:[eE] ?([+-]?) ?([0-9]{1,4}))? ?(%?)")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
# Groups of three; of two before them where people count in lakhs.
_GROUPED = {
    mark: re.compile(rf"[0-9]{{1,3}}(?:{mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}") for mark in (" ", r"\.", ",")
}


def read(typed: str, field: str) -> Decimal | None:
    """The exact number that was typed into `field` (local or public), None where nothing was; BadScore."""
    if not _tidy(typed):
        return None
    found = _read(typed) if len(typed) <= SCORE else None
    if found is None:
        raise BadScore(typed, field)
    return found


def settled(typed: str, *, thousands: bool) -> str:
    """What is kept of a score: as it was typed, but without a comma that parts `thousands` for who typed it."""
    found = _NUMBER.fullmatch(_tidy(typed)) if thousands else None
    if found is None or not _THOUSANDS.fullmatch(found[2].strip()):
        return typed
    return found[0].replace(",", "")


def value_of(kept: str) -> Decimal | None:
    """The number of a score that was kept; None where there is none."""
    return _read(kept) if kept else None


def shown(kept: str) -> str:
    """A score as it was read, in plain digits and at most forty of them; empty where there is none."""
    number = value_of(kept)
    if number is None:
        return ""
    digits, exponent = number.as_tuple().digits, number.adjusted()
    if -_PLAIN <= exponent <= max(_PLAIN, len(digits) - 1):
        return f"{number:f}"
    return str(number).lower()


def _read(text: str) -> Decimal | None:
    found = _NUMBER.fullmatch(_tidy(text))
    if found is None:
        return None
    sign, mantissa, turned, exponent, percent = found.groups()
    parts = _parts(mantissa.strip())
    if parts is None:
        return None
    whole, fraction = parts
    digits = (whole + fraction).lstrip("0") or "0"
    power = int(f"{turned}{exponent}") if exponent else 0
    power -= len(fraction) + (2 if percent else 0)
    if len(whole + fraction) > DIGITS or abs(power) > EXPONENT:
        return None
    # From its digits: arithmetic would round to the precision of the context.
    return Decimal((int(sign == "-" and digits != "0"), tuple(map(int, digits)), power))


def _tidy(text: str) -> str:
    return " ".join("".join(map(_plain, text)).split())


def _plain(sign: str) -> str:
    if (
        unicodedata.category(sign) == "Cf"
    ):  # marks of direction, which keyboards put around signs, and what is invisible
        return ""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return " " if sign.isspace() else _SIGNS.get(sign, sign)


def _parts(mantissa: str) -> tuple[str, str] | None:
    """The digits before and behind the decimal mark; None for what is no number."""
    marks = [each for each in mantissa if each in ".,"]
    if len(marks) > 1 and len(set(marks)) == 1 and " " not in mantissa:
        return _ungrouped(mantissa, marks[0])
    at = max(mantissa.rfind("."), mantissa.rfind(","))
    whole, fraction = (mantissa, "") if at < 0 else (mantissa[:at], mantissa[at + 1 :])
    if not re.fullmatch("[0-9]*", fraction) or not (whole or fraction):
        return None
    if re.fullmatch("[0-9]*", whole):
        return whole, fraction
    mark = next(each for each in whole if each in " .,")
    if at >= 0 and mantissa[at] == mark:
        return None
    return _ungrouped(whole, mark, fraction)


def _ungrouped(whole: str, mark: str, fraction: str = "") -> tuple[str, str] | None:
    pattern = _GROUPED[re.escape(mark) if mark == "." else mark]
    return (whole.replace(mark, ""), fraction) if pattern.fullmatch(whole) else None
