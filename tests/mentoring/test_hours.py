"""Proves when two people could meet: hours of a day, days of a week, zones, and two hours in a row."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mentoring.model.hours import ALL, QUARTERS, enough, starts, week_of
from bot.mentoring.model.values import Part

WINTER, SUMMER = datetime(2026, 1, 7, 12, tzinfo=UTC), datetime(2026, 7, 8, 12, tzinfo=UTC)
NEVER_QUIET = time(0), time(0)
WEEKS = st.one_of(
    st.integers(0, ALL),
    # Long runs with an edge anywhere.
    st.builds(
        lambda length, turn: (((1 << length) - 1) << turn | ((1 << length) - 1) >> (QUARTERS - turn)) & ALL,
        st.integers(0, 12),
        st.integers(0, QUARTERS - 1),
    ),
)


def quarters(week: int) -> set[int]:
    return {each for each in range(QUARTERS) if week >> each & 1}


def hours(week: int, weekday: int) -> set[float]:
    """When the quarters of a day of UTC begin."""
    return {each % 96 / 4 for each in quarters(week) if each // 96 == weekday}


@settings(max_examples=50)
@given(WEEKS, WEEKS)
def test_two_hours_in_a_row_are_enough_also_over_the_end_of_the_week(one: int, other: int) -> None:
    both = quarters(one & other)
    found = {each for each in both if all((each + step) % QUARTERS in both for step in range(8))}
    assert quarters(starts(one & other)) == found
    assert enough(one, other) == bool(found) == bool(starts(one) & starts(other))


@pytest.mark.parametrize(
    ("zone", "now", "first"),
    [
        ("Europe/Berlin", WINTER, 16.0),
        ("Europe/Berlin", SUMMER, 15.0),
        ("Asia/Kathmandu", WINTER, 11.25),
        ("Australia/Lord_Howe", SUMMER, 6.5),
        ("America/Los_Angeles", SUMMER, 0.0),
    ],
)
def test_an_evening_is_where_they_are(zone: str, now: datetime, first: float) -> None:
    week = week_of(zone, *NEVER_QUIET, {Part.EVENING}, now)
    assert hours(week, 2) == {first + step / 4 for step in range(20)}
    assert len(quarters(week)) == 7 * 20


def test_quiet_hours_are_never_theirs_also_past_midnight() -> None:
    week = week_of("UTC", time(21), time(8), (), WINTER)
    assert hours(week, 0) == {8 + step / 4 for step in range(52)}
    day = week_of("UTC", time(8), time(21), {Part.MORNING, Part.EVENING}, WINTER)
    assert hours(day, 0) == {6 + step / 4 for step in range(8)} | {21 + step / 4 for step in range(4)}


def test_a_weekend_is_all_day_and_other_parts_are_every_day() -> None:
    week = week_of("UTC", time(21), time(8), {Part.WEEKEND, Part.NOON}, WINTER)
    assert hours(week, 4) == {11 + step / 4 for step in range(16)}
    assert hours(week, 5) == hours(week, 6) == {8 + step / 4 for step in range(52)}
    assert week_of("UTC", time(21), time(8), frozenset(Part), WINTER) | week == week_of(
        "UTC", time(21), time(8), frozenset(Part), WINTER
    )


def test_people_on_both_sides_of_the_earth_may_have_no_common_hours() -> None:
    berlin = week_of("Europe/Berlin", time(21), time(8), {Part.MORNING}, WINTER)
    angeles = week_of("America/Los_Angeles", time(21), time(8), {Part.MORNING}, WINTER)
    assert not enough(berlin, angeles)
    assert enough(berlin, week_of("Africa/Lagos", time(21), time(8), {Part.MORNING}, WINTER))
