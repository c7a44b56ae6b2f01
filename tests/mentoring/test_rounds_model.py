"""Proves when rounds of peers go out: a weekday and time of the server's clock, summer time included, never two at once (M2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.model.rhythm import SPACING, begins_at, changed_at, follows_at, moved_at, seed_of
from bot.mentoring.model.values import Rhythm, Settings

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday
MONDAYS = Settings(100, 200, is_on=True, weekday=0, at=time(10))
WEEKLY = replace(MONDAYS, rhythm=Rhythm.WEEKLY)
ZONES = (
    BERLIN,
    "UTC",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
)


def at(*when: int, zone: str = BERLIN) -> datetime:
    """Returns the instant at which the clocks of a zone show this."""
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]


def test_the_first_round_leaves_people_two_days_to_join() -> None:
    assert begins_at(MONDAYS, BERLIN, NOW, None) == at(2026, 1, 12, 10)
    assert begins_at(replace(MONDAYS, weekday=2), BERLIN, NOW, None) == at(2026, 1, 14, 10)
    assert begins_at(replace(MONDAYS, weekday=3), BERLIN, NOW, None) == at(2026, 1, 8, 10)
    assert begins_at(replace(MONDAYS, rhythm=Rhythm.OFF), BERLIN, NOW, None) is None


@pytest.mark.parametrize(("rhythm", "days"), [(Rhythm.WEEKLY, 7), (Rhythm.FORTNIGHTLY, 14)])
def test_rounds_stay_at_their_time_through_summer_time(rhythm: Rhythm, days: int) -> None:
    chosen, before = replace(MONDAYS, rhythm=rhythm), at(2026, 3, 16, 10)
    for _ in range(20):
        after = follows_at(chosen, BERLIN, before, before)
        assert after is not None
        local = after.astimezone(ZoneInfo(BERLIN))
        assert (local.weekday(), local.time()) == (0, time(10))
        assert (local.date() - before.astimezone(ZoneInfo(BERLIN)).date()).days == days
        before = after


def test_every_other_week_stays_that_after_an_outage() -> None:
    last = at(2026, 1, 5, 10)
    assert follows_at(MONDAYS, BERLIN, last, at(2026, 1, 20, 10)) == at(2026, 2, 2, 10)
    assert follows_at(WEEKLY, BERLIN, last, at(2026, 1, 20, 10)) == at(2026, 1, 26, 10)
    assert follows_at(MONDAYS, BERLIN, last, last + timedelta(days=3000)) is not None


def test_a_change_of_day_or_time_keeps_the_week_that_was_planned() -> None:
    before = replace(MONDAYS, next_at=at(2026, 1, 19, 10))
    later = replace(before, weekday=4, at=time(18))
    assert changed_at(before, later, BERLIN, NOW, NOW) == at(2026, 1, 23, 18)
    tuesday = replace(MONDAYS, weekday=1, next_at=at(2026, 1, 6, 10))
    assert changed_at(tuesday, replace(tuesday, weekday=0), BERLIN, NOW, None) == at(2026, 1, 12, 10)
    assert changed_at(before, replace(before, rhythm=Rhythm.WEEKLY), BERLIN, NOW, NOW) == at(2026, 1, 12, 10)
    assert changed_at(before, replace(before, rhythm=Rhythm.OFF), BERLIN, NOW, NOW) is None
    assert changed_at(replace(before, next_at=None), before, BERLIN, NOW, NOW) == at(2026, 1, 12, 10)


def test_a_round_that_is_over_keeps_the_next_one_two_days_away() -> None:
    done = at(2026, 1, 12, 10)
    before = replace(WEEKLY, next_at=at(2026, 1, 19, 10))
    for weekday in range(7):
        after = changed_at(
            replace(before, rhythm=Rhythm.FORTNIGHTLY), replace(before, weekday=weekday), BERLIN, done, done
        )
        assert after is not None
        assert after - done > SPACING


def test_another_zone_moves_a_round_onto_its_clock() -> None:
    planned = replace(MONDAYS, next_at=at(2026, 1, 12, 10, zone="UTC"))
    assert moved_at(planned, "UTC") == planned.next_at
    assert moved_at(planned, "Pacific/Auckland") == at(2026, 1, 12, 10, zone="Pacific/Auckland")
    assert moved_at(planned, "America/Los_Angeles") == at(2026, 1, 12, 10, zone="America/Los_Angeles")
    assert moved_at(MONDAYS, BERLIN) is None


@given(
    st.sampled_from(ZONES),
    st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]),
    st.integers(0, 6),
    st.times(),
    st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_rounds_follow_each_other_by_whole_weeks_anywhere(
    zone: str, rhythm: Rhythm, weekday: int, clock: time, now: datetime
) -> None:
    chosen = replace(MONDAYS, rhythm=rhythm, weekday=weekday, at=clock)
    first = begins_at(chosen, zone, now, now)
    assert first is not None
    assert SPACING < first - now <= timedelta(days=10)
    after = follows_at(chosen, zone, first, first)
    assert after is not None
    weeks = 1 if rhythm is Rhythm.WEEKLY else 2
    assert abs(after - first - timedelta(weeks=weeks)) <= timedelta(days=1, hours=1)
    assert moved_at(replace(chosen, next_at=first), zone) == first


def test_a_round_decides_by_itself_what_nothing_else_does() -> None:
    assert seed_of(100, NOW) == seed_of(100, NOW)
    assert len({seed_of(100, NOW), seed_of(101, NOW), seed_of(100, NOW + SPACING)}) == len("abc")
