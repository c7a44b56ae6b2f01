"""Proves on which dates arXiv has lists, when they are out and what was submitted for them: weekends, holidays, clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.papers.model.calendar import announced_at, announcements, due, holiday, out_at, previous, window

DAY = timedelta(days=1)


def at(*figures: int) -> datetime:
    """An instant in UTC."""
    return datetime(*figures, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_a_week_has_lists_from_monday_to_friday() -> None:
    assert announcements(date(2026, 6, 6), date(2026, 6, 14)) == [date(2026, 6, day) for day in range(8, 13)]
    assert announcements(date(2026, 6, 13), date(2026, 6, 14)) == []
    assert announcements(date(2026, 6, 12), date(2026, 6, 11)) == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 2), "new_year"),  # no announcement on Thursday evening, the 1st
        (date(2026, 1, 20), "king"),
        (date(2025, 6, 20), "juneteenth"),
        (date(2025, 7, 7), "independence"),  # arXiv itself wrote "Sun 6 July" for the Friday before
        (date(2026, 7, 6), "independence"),  # and "Friday 2026-07-03" a year later
        (date(2026, 6, 22), "juneteenth"),
        (date(2026, 11, 27), "thanksgiving"),
        (date(2026, 12, 28), "christmas"),
        (date(2027, 1, 1), "year_end"),
        (date(2026, 1, 19), ""),  # the list of Sunday evening
        (date(2026, 6, 20), ""),  # a Saturday
        (date(2030, 12, 26), ""),  # nobody knows yet
    ],
)
def test_the_list_after_a_holiday_is_missing(day: date, name: str) -> None:
    assert holiday(day) == name
    assert (day in announcements(day, day)) == (not name and day.weekday() < 5)


def test_a_list_is_announced_the_evening_before_and_out_in_the_night() -> None:
    assert announced_at(date(2026, 6, 8)) == at(2026, 6, 8)  # Sunday, 20:00 in summer
    assert announced_at(date(2026, 1, 6)) == at(2026, 1, 6, 1)
    assert out_at(date(2026, 6, 8)) == at(2026, 6, 8, 4, 30)
    assert out_at(date(2026, 1, 6)) == at(2026, 1, 6, 5, 30)


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        (at(2026, 6, 9, 4, 29), date(2026, 6, 8)),
        (at(2026, 6, 9, 4, 30), date(2026, 6, 9)),
        (at(2026, 6, 10, 2), date(2026, 6, 9)),  # still the 9th in New York
        (at(2026, 6, 14, 12), date(2026, 6, 12)),  # Sunday: Friday's
        (at(2026, 1, 20, 12), date(2026, 1, 19)),  # the day after a holiday: the list before it
        (at(2026, 1, 21, 12), date(2026, 1, 21)),
    ],
)
def test_the_newest_list_that_must_be_out(now: datetime, newest: date) -> None:
    assert due(now) == newest


@pytest.mark.parametrize(
    ("day", "since", "until"),
    [
        (date(2026, 6, 10), at(2026, 6, 8, 18), at(2026, 6, 9, 18)),  # Monday 14:00 to Tuesday 14:00
        (date(2026, 6, 8), at(2026, 6, 4, 18), at(2026, 6, 5, 18)),  # Sunday evening: Thursday to Friday
        (date(2026, 6, 9), at(2026, 6, 5, 18), at(2026, 6, 8, 18)),  # Monday evening: Friday to Monday
        (date(2026, 1, 21), at(2026, 1, 16, 19), at(2026, 1, 20, 19)),  # as arXiv's blog said of King's day
        (date(2026, 11, 30), at(2026, 11, 25, 19), at(2026, 11, 27, 19)),  # Thanksgiving
        (date(2026, 3, 10), at(2026, 3, 6, 19), at(2026, 3, 9, 18)),  # clocks went forward on the 8th
        (date(2026, 11, 3), at(2026, 10, 30, 18), at(2026, 11, 2, 19)),  # and back on the 1st
    ],
)
def test_what_was_submitted_for_a_list(day: date, since: datetime, until: datetime) -> None:
    assert window(day) == (since, until)


def test_windows_leave_no_gap() -> None:
    days = announcements(date(2025, 1, 1), date(2028, 12, 31))
    for before, day in pairwise(days):
        assert previous(day) == before
        assert window(before)[1] == window(day)[0] < window(day)[1] < announced_at(day) < out_at(day)
        assert due(out_at(day)) == day
        assert due(out_at(day) - timedelta(seconds=1)) == before
