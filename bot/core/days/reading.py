"""Owns reading a day or a range as people type it: which dates the pieces of what they typed mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.days.pieces import Days, NotRead, Piece, Unclear, Why, pieces_of
from bot.core.days.words import Small, Vocabulary, vocabulary

FURTHEST = 366  # days ahead or back that a date may lie
# A date without a year is the next one, unless that is further away than so many days and the one before no longer ago.
_SOON, _LATELY = 300, 62


def read_days(typed: str, today: date, *languages: str, ahead: bool = False) -> Days | Unclear:
    """The days that `typed` says at the local date `today`: "Fri", "12–15 Oct", "tomorrow", "was ill Tue–Wed".

    `languages` are Discord's codes, the person's own first. A weekday is the next one, today included; backwards ("was",
    "last") the latest one. `ahead`: a date without a year is the next one even if the one before was lately.
    """
    words = vocabulary(languages)
    try:
        pieces = list(pieces_of(typed, words))
        found = _read(pieces, today, words, 0 if ahead else _LATELY)
        if found.last is not None and found.last < found.first:
            raise NotRead(Why.BACKWARDS)
        if any(abs(each - today) > timedelta(FURTHEST) for each in (found.first, found.last or today)):
            raise NotRead(Why.FAR)
    except NotRead as error:
        return error.unclear
    except (ValueError, OverflowError):  # the thirty-first of February, the year 0
        return Unclear(Why.UNREADABLE)
    return found


def _read(pieces: Sequence[Piece], today: date, words: Vocabulary, lately: int) -> Days:
    smalls = {piece.small for piece in pieces}
    back = bool(smalls & {Small.WAS, Small.SINCE, Small.AGO})
    dropped = (Small.FILLER, Small.WAS, Small.FROM, Small.SINCE, Small.THE, Small.BETWEEN)
    sides: list[list[Piece]] = [[]]
    joins: list[Small] = []
    for piece in pieces:
        if piece.small in (Small.TO, Small.AND):
            sides.append([])
            joins.append(piece.small)
        elif piece.small not in dropped:
            sides[-1].append(piece)
    if len(sides) > 2:
        raise NotRead
    if len(sides) == 1:
        found = _Side(sides[0], today, words, back, lately).read()
        if found.first == found.last and smalls & {Small.FROM, Small.SINCE}:
            return Days(found.first, None)
        return found
    between = _between(sides[0], sides[1], today, words, back, lately)
    neighbours = between.last == between.first + timedelta(1)
    if joins == [Small.AND] and not neighbours and Small.BETWEEN not in smalls:
        raise NotRead  # Monday and Thursday are two days
    return between


def _between(
    left: Sequence[Piece], right: Sequence[Piece], today: date, words: Vocabulary, back: bool, lately: int
) -> Days:
    """From one day to another; a piece that only one side has, a month or a year, holds for both."""
    if not left:  # until Friday
        return Days(today, _Side(right, today, words, False, lately).read().last)
    left, right = _completed(left, right), _followed(left, right)
    if back or any(piece.small is Small.LAST for piece in left):
        end = _Side(right, today, words, True, lately).read()
        assert end.last is not None
        return Days(_Side(left, end.last, words, True, lately).read().first, end.last)
    begin = _Side(left, today, words, False, lately).read()
    return Days(begin.first, _Side(right, begin.first, words, False, lately).read().last)


def _completed(left: Sequence[Piece], right: Sequence[Piece]) -> list[Piece]:
    """ "12" of "12 to 15 October" with the month, and the year if there is one, of the other side."""
    numbers = [piece for piece in left if piece.kind == "number"]
    if len(numbers) != 1 or any(piece.kind in ("month", "unit") for piece in left):
        return list(left)
    (day,) = numbers
    rest = [piece for piece in left if piece is not day]
    for piece in right:
        if piece.kind == "numeric":
            both = replace(piece, values=(day.values[0], *piece.values[1:]))
            return [*rest, both]
    later = [
        piece for piece in right if piece.kind == "month" or (piece.kind == "number" and piece.values[0] > 31)
    ]
    if later:
        return [*rest, day, *later]
    return list(left)


def _followed(left: Sequence[Piece], right: Sequence[Piece]) -> list[Piece]:
    """ "15" of "October 12 to 15" with the month, and the year if there is one, of the other side."""
    if len(right) != 1 or right[0].kind != "number" or right[0].values[1]:
        return list(right)
    months = [piece for piece in left if piece.kind == "month"]
    years = [piece for piece in left if piece.kind == "number" and piece.values[0] > 31]
    return [right[0], *months, *(years if months else [])]


class _Side:
    """One end of a range, or all that was typed. `back`: the latest such day rather than the next."""

    def __init__(
        self, pieces: Sequence[Piece], today: date, words: Vocabulary, back: bool, lately: int
    ) -> None:
        self._today = today
        self._lately = timedelta(lately)
        self._words = words
        self._smalls = {piece.small for piece in pieces if piece.small}
        self._pieces = [piece for piece in pieces if piece.small is None]
        self._back = back or Small.LAST in self._smalls

    def read(self) -> Days:
        """The days, NotRead for none."""
        kinds = tuple(piece.kind for piece in self._pieces)
        weekday = None
        if "weekday" in kinds and len(kinds) > 1:  # Friday 12 October
            weekday = next(piece.values[0] for piece in self._pieces if piece.kind == "weekday")
            self._pieces = [piece for piece in self._pieces if piece.kind != "weekday"]
            kinds = tuple(piece.kind for piece in self._pieces)
        if self._smalls & {Small.WEEK, Small.WEEKEND} and not kinds:
            return self._week()
        if kinds in (("number", "unit"),):
            return self._counted()
        day = self._day(kinds)
        if weekday is not None and day.weekday() != weekday:
            raise NotRead
        return Days(day, day)

    def _day(self, kinds: tuple[str, ...]) -> date:
        values = [piece.values for piece in self._pieces]
        match kinds:
            case ("relative",):
                return self._today + timedelta(values[0][0])
            case ("weekday",):
                return self._weekday(values[0][0])
            case ("date",):
                return date(*values[0])
            case ("numeric",):
                return self._numeric(*values[0])
            case ("number", "month") | ("number", "month", "number"):
                return self._of_year(values[0][0], values[1][0], values[2][0] if len(values) > 2 else 0)
            case ("month", "number") | ("month", "number", "number"):
                return self._of_year(values[1][0], values[0][0], values[2][0] if len(values) > 2 else 0)
            case ("number",) if values[0][1]:
                return self._of_month(values[0][0])
        raise NotRead

    def _weekday(self, weekday: int) -> date:
        if self._back:
            ago = (self._today.weekday() - weekday) % 7
            return self._today - timedelta(ago or 7 * (Small.LAST in self._smalls))
        ahead = (weekday - self._today.weekday()) % 7
        coming = self._today + timedelta(ahead or 7 * (Small.NEXT in self._smalls))
        if Small.NEXT in self._smalls and self._today.weekday() < weekday:  # of this week, or of the next?
            raise NotRead(Why.AMBIGUOUS, coming, coming + timedelta(7))
        return coming

    def _week(self) -> Days:
        """Monday to Sunday, or its weekend; this week begins today."""
        monday = self._today - timedelta(self._today.weekday())
        following = bool(self._smalls & {Small.NEXT, Small.COMING})
        monday += timedelta(7 * (following - self._back))
        first = monday + timedelta(5 * (Small.WEEKEND in self._smalls))
        last = monday + timedelta(6)
        return Days(first if following or self._back else max(first, self._today), last)

    def _counted(self) -> Days:
        number, unit = self._pieces[0].values[0], self._pieces[1].values[0]
        span = timedelta(number * unit)
        if Small.AGO in self._smalls:
            return Days(self._today - span, self._today - span)
        if Small.IN in self._smalls:
            return Days(self._today + span, self._today + span)
        if not number:
            raise NotRead
        if self._back:
            return Days(self._today - span, self._today - timedelta(1))
        return Days(self._today, self._today + span - timedelta(1))

    def _numeric(self, one: int, two: int, year: int, dotted: int) -> date:
        day_first = True if dotted else self._words.day_first
        if one > 12 or two > 12:
            day_first = one > 12
        if day_first is None and one != two:
            raise NotRead(Why.AMBIGUOUS, self._of_year(one, two, year), self._of_year(two, one, year))
        day, month = (one, two) if day_first else (two, one)
        return self._of_year(day, month, year)

    def _of_year(self, day: int, month: int, year: int) -> date:
        """The date; without a year (0) the one that is nearest, rather ahead than back."""
        if year:
            return date(year, month, day)
        there = []
        for each in range(self._today.year - 4, self._today.year + 9):  # the 29th of February is far at times
            try:
                there.append(date(each, month, day))
            except ValueError:
                continue
        ahead = [each for each in there if each >= self._today]
        before = [each for each in there if each <= self._today]
        if not there:
            raise NotRead
        if self._back:
            return before[-1]
        lately = before and self._today - before[-1] <= self._lately
        return before[-1] if lately and ahead[0] - self._today > timedelta(_SOON) else ahead[0]

    def _of_month(self, day: int) -> date:
        """The next, or latest, day of a month with this number."""
        step = -1 if self._back else 1
        month = self._today.year * 12 + self._today.month - 1
        for _ in range(3):
            try:
                found = date(month // 12, month % 12 + 1, day)
            except ValueError:
                found = None
            if found is not None and (found - self._today).days * step >= 0:
                return found
            month += step
        raise NotRead
