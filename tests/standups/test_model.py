"""Owns the calendar rules of standups: next openings across schedule and zone changes, how long a day is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import local_date
from bot.standups.model import (
    GRACE,
    OPEN_FOR,
    Day,
    Kind,
    NotUnderstood,
    Planned,
    Question,
    Schedule,
    check_question,
    closing,
    plan,
)

NEW_YORK = Schedule(time(16), "America/New_York")


def test_changing_the_zone_at_three_in_the_afternoon_loses_no_day_and_prompts_none_twice() -> None:
    now = datetime(2026, 1, 5, 20, tzinfo=UTC)  # Monday, 15:00 in New York, 5:00 on Tuesday in Tokyo
    before = plan(NEW_YORK, now=now, last_date=date(2026, 1, 2))
    assert before.date == date(2026, 1, 5)
    after = plan(replace(NEW_YORK, zone="Asia/Tokyo"), now=now, last_date=date(2026, 1, 2), before=before)
    assert after == before, "Monday keeps the instant it had"
    tuesday = plan(replace(NEW_YORK, zone="Asia/Tokyo"), now=before.at, last_date=before.date)
    assert tuesday.date == date(2026, 1, 6)
    assert tuesday.at > before.at


def test_going_west_does_not_prompt_for_the_same_date_again() -> None:
    tokyo = Schedule(time(9), "Asia/Tokyo")
    opened = plan(tokyo, now=datetime(2026, 1, 5, 12, tzinfo=UTC), last_date=None)
    assert opened.date == date(2026, 1, 6)
    now = opened.at + timedelta(hours=6)
    after = plan(replace(tokyo, zone="America/New_York"), now=now, last_date=opened.date)
    assert after.date == date(2026, 1, 7)


def test_a_removed_weekday_is_not_kept() -> None:
    now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    before = plan(NEW_YORK, now=now, last_date=None)
    after = plan(replace(NEW_YORK, days=frozenset({2})), now=now, last_date=None, before=before)
    assert after.date == date(2026, 1, 7)


@given(
    zones=st.lists(
        st.sampled_from(
            ["Asia/Tokyo", "America/New_York", "Pacific/Apia", "Europe/Berlin", "Pacific/Honolulu"]
        ),
        min_size=1,
        max_size=6,
    ),
    hours=st.lists(st.integers(1, 60), min_size=1, max_size=40),
    at=st.times(),
)
def test_whatever_changes_no_date_is_opened_twice_and_dates_only_grow(
    zones: list[str], hours: list[int], at: time
) -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC)
    timetable = Schedule(at.replace(second=0, microsecond=0), zones[0], frozenset(range(7)))
    planned = plan(timetable, now=now, last_date=None)
    opened: list[date] = []
    for number, step in enumerate(hours):
        now += timedelta(hours=step)
        if planned.at <= now:
            opened.append(planned.date)
            planned = plan(timetable, now=now, last_date=planned.date)
        timetable = replace(timetable, zone=zones[number % len(zones)])
        planned = plan(timetable, now=now, last_date=opened[-1] if opened else None, before=planned)
        assert planned.at > now
    assert opened == sorted(set(opened))


def test_daily_in_one_zone_every_local_date_comes_once_across_both_clock_changes() -> None:
    timetable = Schedule(time(2, 30), "Europe/Berlin", frozenset(range(7)))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    last: date | None = None
    seen = []
    for _ in range(250):
        planned = plan(timetable, now=now, last_date=last)
        seen.append(planned.date)
        now, last = planned.at, planned.date
    assert seen == [date(2026, 3, 1) + timedelta(days=n) for n in range(250)]


def test_a_day_is_open_a_day_and_its_button_half_a_day_longer() -> None:
    opened = datetime(2026, 1, 5, 8, tzinfo=UTC)
    timetable = Schedule(time(9), "Europe/Berlin")
    day = Day(
        1, 1, 1, 1, date(2026, 1, 5), opened, closing(timetable, date(2026, 1, 5), opened), False, False, None
    )
    assert day.is_open(opened + OPEN_FOR - timedelta(seconds=1))
    assert not day.is_open(opened + OPEN_FOR)
    assert day.takes_answers(opened + OPEN_FOR + GRACE - timedelta(seconds=1))
    assert not day.takes_answers(opened + OPEN_FOR + GRACE)


def test_a_day_opened_quietly_before_its_hour_closes_as_if_opened_at_its_hour() -> None:
    timetable = Schedule(time(9), "Europe/Berlin")
    early = datetime(2026, 1, 5, 5, tzinfo=UTC)
    assert closing(timetable, date(2026, 1, 5), early) == datetime(2026, 1, 6, 8, tzinfo=UTC)
    sunday = datetime(2026, 1, 4, 5, tzinfo=UTC)
    assert closing(timetable, date(2026, 1, 4), sunday) == sunday + OPEN_FOR


def test_the_date_of_a_plan_is_the_groups_local_date() -> None:
    planned = plan(
        Schedule(time(9), "Pacific/Apia"), now=datetime(2026, 1, 4, 12, tzinfo=UTC), last_date=None
    )
    assert planned == Planned(planned.at, local_date(planned.at, "Pacific/Apia"))
    assert planned.at.astimezone(ZoneInfo("Pacific/Apia")).weekday() == 0


@pytest.mark.parametrize(
    "question",
    [
        Question(Kind.TEXT, ""),
        Question(Kind.TEXT, "x" * 46),
        Question(Kind.CHOICE, "Mood", ("one",)),
        Question(Kind.CHOICE, "Mood", tuple(str(n) for n in range(11))),
        Question(Kind.CHOICE, "Mood", ("same", "same")),
        Question(Kind.CHOICE, "Mood", ("ok", "x" * 101)),
    ],
)
def test_a_question_discord_cannot_show_is_refused(question: Question) -> None:
    with pytest.raises(NotUnderstood):
        check_question(question)
