"""Proves the calendar of a reading group: clock changes, odd zones, late deadlines, and which paper is chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers.model.groups import Group, Nomination, Phase, Round
from bot.papers.model.rounds import (
    LEAST,
    LEAST_TO_READ,
    Step,
    carried,
    choose,
    chooses_at,
    closes_at,
    due_of,
    is_planned,
    leads_at,
    meets_after,
    meets_at,
    opens_at,
    set_over,
    step_of,
    votes_at,
)

NINE = time(9)
BERLIN = "Europe/Berlin"
FIRST = datetime(2011, 11, 1, tzinfo=UTC)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)  # 9:00 in Berlin
THURSDAY, SATURDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=5)
GROUP = Group(100, 200, zone=BERLIN)
ZONES = (
    "UTC",
    BERLIN,
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Apia",
    "America/Nuuk",
)
zones = st.sampled_from(ZONES)
hours = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30)))
instants = st.integers(0, 5_900 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def local(instant: datetime, zone: str) -> tuple[int, time]:
    """Weekday and time of day there."""
    there = instant.astimezone(ZoneInfo(zone))
    return there.weekday(), there.time().replace(tzinfo=None)


def test_a_round_from_monday_to_the_next() -> None:
    assert opens_at(MONDAY - timedelta(days=4), NINE, BERLIN) == MONDAY
    assert opens_at(MONDAY, NINE, BERLIN) == MONDAY + timedelta(days=7)
    assert votes_at(MONDAY, NINE, BERLIN) == THURSDAY
    assert chooses_at(THURSDAY, THURSDAY, NINE, BERLIN) == SATURDAY
    meets = meets_at(THURSDAY, GROUP, NINE)
    assert meets == datetime(2026, 1, 15, 17, tzinfo=UTC)  # Thursday of the next week, 18:00
    assert leads_at(SATURDAY, meets, NINE, BERLIN) == datetime(2026, 1, 13, 8, tzinfo=UTC)  # Tuesday
    assert closes_at(meets + timedelta(hours=1), NINE, BERLIN) == datetime(2026, 1, 19, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "opens", "vote", "meets"),
    [
        # Summer time begins on Sunday 29 March, between the choice and the meeting.
        (BERLIN, NINE, "2026-03-23T08:00", "2026-03-26T08:00", "2026-04-02T16:00"),
        # It ends on Sunday 25 October.
        (BERLIN, NINE, "2026-10-19T07:00", "2026-10-22T07:00", "2026-10-29T17:00"),
        ("Asia/Kathmandu", NINE, "2026-01-05T03:15", "2026-01-08T03:15", "2026-01-15T12:15"),
        # Half an hour ahead from Sunday 4 October on.
        ("Australia/Lord_Howe", NINE, "2026-09-27T22:30", "2026-09-30T22:30", "2026-10-08T07:00"),
        # Midnight of Friday 24 April does not exist; that of Thursday does.
        ("Africa/Cairo", time(), "2026-04-19T22:00", "2026-04-22T22:00", "2026-04-30T15:00"),
        # Friday 30 December 2011 does not exist.
        ("Pacific/Apia", NINE, "2011-12-26T19:00", "2011-12-29T19:00", "2012-01-05T04:00"),
    ],
)
def test_it_follows_the_groups_clock(zone: str, hour: time, opens: str, vote: str, meets: str) -> None:
    begun = datetime.fromisoformat(opens).replace(tzinfo=UTC)
    assert opens_at(begun - timedelta(hours=30), hour, zone) == begun
    assert votes_at(begun, hour, zone) == datetime.fromisoformat(vote).replace(tzinfo=UTC)
    assert meets_at(votes_at(begun, hour, zone), replace(GROUP, zone=zone), hour) == datetime.fromisoformat(
        meets
    ).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "meets"),
    [
        (0, date(2026, 1, 19)),  # two days after the choice is too soon
        (1, date(2026, 1, 13)),
        (2, date(2026, 1, 14)),
        (3, date(2026, 1, 15)),
        (4, date(2026, 1, 16)),
        (5, date(2026, 1, 17)),
        (6, date(2026, 1, 18)),
    ],
)
def test_it_meets_on_any_day_of_the_week_after_with_three_days_to_read(weekday: int, meets: date) -> None:
    assert meets_at(THURSDAY, replace(GROUP, weekday=weekday), NINE).date() == meets


@pytest.mark.parametrize(
    ("began", "vote"),
    [
        (MONDAY, THURSDAY),
        (MONDAY + timedelta(days=2), THURSDAY),  # Wednesday: a day is enough
        (MONDAY + timedelta(days=2, seconds=1), THURSDAY + timedelta(days=7)),
        (MONDAY + timedelta(days=3), THURSDAY + timedelta(days=7)),
    ],
)
def test_whoever_begins_late_in_the_week_votes_a_week_later(began: datetime, vote: datetime) -> None:
    assert votes_at(began, NINE, BERLIN) == vote


@pytest.mark.parametrize(
    ("back", "ends"),
    [
        (THURSDAY, SATURDAY),
        (THURSDAY + timedelta(hours=20), SATURDAY),
        (SATURDAY - timedelta(days=1), SATURDAY),
        (SATURDAY - timedelta(hours=23), SATURDAY + timedelta(days=1)),
        (SATURDAY + timedelta(hours=3), SATURDAY + timedelta(days=2)),
        (SATURDAY + timedelta(days=9), SATURDAY + timedelta(days=10)),
    ],
)
def test_a_vote_that_begins_late_has_a_day_and_no_more_than_it_needs(back: datetime, ends: datetime) -> None:
    assert chooses_at(back, THURSDAY, NINE, BERLIN) == ends


@pytest.mark.parametrize(
    ("chosen", "meets"),
    [
        (datetime(2026, 1, 12, 17, tzinfo=UTC), datetime(2026, 1, 15, 17, tzinfo=UTC)),
        (datetime(2026, 1, 12, 19, tzinfo=UTC), datetime(2026, 1, 15, 17, tzinfo=UTC)),
        (datetime(2026, 1, 12, 19, 0, 1, tzinfo=UTC), datetime(2026, 1, 22, 17, tzinfo=UTC)),
        (datetime(2026, 2, 4, tzinfo=UTC), datetime(2026, 2, 12, 17, tzinfo=UTC)),
    ],
)
def test_a_late_choice_meets_a_week_later(chosen: datetime, meets: datetime) -> None:
    planned = datetime(2026, 1, 15, 17, tzinfo=UTC)
    assert meets_after(chosen, GROUP, planned) == meets


@pytest.mark.parametrize(
    ("hour", "zone", "now", "due"),
    [
        (NINE, BERLIN, MONDAY, THURSDAY),
        (NINE, "America/New_York", MONDAY, THURSDAY + timedelta(hours=6)),
        (time(20), BERLIN, MONDAY, THURSDAY + timedelta(hours=11)),
        (time(7), BERLIN, MONDAY, THURSDAY - timedelta(hours=2)),
        (time(7), BERLIN, THURSDAY - timedelta(hours=25), THURSDAY),  # less than a day would be left
        (time(20), BERLIN, THURSDAY - timedelta(hours=1), THURSDAY + timedelta(hours=11)),
        (NINE, "Pacific/Auckland", MONDAY, THURSDAY - timedelta(hours=12)),
    ],
)
def test_a_phase_begins_on_the_same_day_at_another_hour(
    hour: time, zone: str, now: datetime, due: datetime
) -> None:
    assert set_over(THURSDAY, BERLIN, hour, zone, now) == due


def test_the_week_in_which_summer_time_begins_is_long_enough_to_read() -> None:
    group = replace(GROUP, weekday=1, at=NINE)
    saturday = datetime(2026, 3, 28, 8, tzinfo=UTC)
    planned = meets_at(saturday - timedelta(days=2), group, NINE)
    assert planned == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert meets_after(saturday + timedelta(seconds=9), group, planned) == planned


def test_volunteers_have_until_tuesday_or_the_day_before_they_meet() -> None:
    wednesday = datetime(2026, 1, 14, 12, tzinfo=UTC)
    meets = datetime(2026, 1, 18, 17, tzinfo=UTC)
    assert leads_at(wednesday, meets, NINE, BERLIN) == meets - LEAST


@given(instants, zones, hours, hours, st.integers(0, 6))
def test_every_step_comes_later_than_the_one_before_and_leaves_a_day(
    now: datetime, zone: str, hour: time, at: time, weekday: int
) -> None:
    group = replace(GROUP, zone=zone, at=at, weekday=weekday)
    opens = opens_at(now, hour, zone)
    vote = votes_at(opens, hour, zone)
    ends = chooses_at(vote, vote, hour, zone)
    meets = meets_after(ends, group, meets_at(vote, group, hour))
    leads = leads_at(ends, meets, hour, zone)
    closes = closes_at(meets + timedelta(hours=1), hour, zone)
    assert now < opens
    assert opens + LEAST <= vote <= opens + timedelta(days=9)
    assert vote + LEAST <= ends <= vote + timedelta(days=9)
    assert ends + LEAST_TO_READ <= meets
    assert ends + LEAST <= leads < meets
    assert meets + LEAST <= closes <= meets + timedelta(days=9)


@given(instants, st.integers(0, 60), zones, hours)
def test_after_any_outage_a_vote_lasts_a_day_at_least(
    due: datetime, days: int, zone: str, hour: time
) -> None:
    now = due + timedelta(days=days, hours=days % 24)
    ends = chooses_at(now, due, hour, zone)
    assert now + LEAST <= ends
    assert ends <= max(due + timedelta(days=9), now + timedelta(days=3))
    assert local(ends, zone)[0] == 5 or ends <= now + timedelta(days=3)


@given(instants, zones, hours)
def test_local_times_hold_where_they_exist(now: datetime, zone: str, hour: time) -> None:
    weekday, at = local(opens_at(now, hour, zone), zone)
    # A skipped time becomes the first instant after the gap, which may be the next day's.
    assert (weekday, at) == (0, hour) or at > hour or weekday == 1


ROUND = Round(1, 100, 200, Phase.NOMINATING, MONDAY, MONDAY + timedelta(days=10), THURSDAY)


@pytest.mark.parametrize(
    ("changed", "nominated", "late", "step"),
    [
        ({"due_at": MONDAY}, 0, 0, Step.OPEN),
        ({"due_at": MONDAY}, 3, 0, Step.OPEN),
        ({}, 0, 0, Step.WAIT),
        ({}, 1, 0, Step.CHOOSE),
        ({}, 2, 0, Step.VOTE),
        ({"phase": Phase.VOTING}, 0, 0, Step.WAIT),
        ({"phase": Phase.VOTING}, 1, 0, Step.CHOOSE),
        ({"phase": Phase.VOTING}, 9, 400, Step.CHOOSE),
        ({"phase": Phase.LEADING}, 0, 0, Step.SETTLE),
        ({"phase": Phase.LEADING}, 0, 400, Step.MEET),
        ({"phase": Phase.READING}, 0, 0, Step.LATER),
        ({"phase": Phase.READING}, 0, 400, Step.MEET),
        ({"phase": Phase.NOTING}, 0, 0, Step.CLOSE),
        ({"phase": Phase.CANCELLED}, 0, 0, Step.CLOSE),
    ],
)
def test_what_follows_each_phase(changed: dict[str, object], nominated: int, late: int, step: Step) -> None:
    value = replace(ROUND, **changed)  # type: ignore[arg-type]
    assert value.due_at is not None
    assert step_of(value, nominated, value.due_at + timedelta(hours=late)) is step


def test_a_round_is_planned_until_it_opens() -> None:
    assert is_planned(replace(ROUND, due_at=MONDAY))
    assert is_planned(replace(ROUND, due_at=None))
    assert not is_planned(ROUND)
    assert not is_planned(replace(ROUND, phase=Phase.VOTING, due_at=None))


def test_a_moved_meeting_moves_what_is_due() -> None:
    leading = replace(ROUND, phase=Phase.LEADING, due_at=MONDAY + timedelta(days=8))
    assert due_of(leading) == MONDAY + timedelta(days=8)
    assert due_of(replace(leading, meets_at=MONDAY + timedelta(days=8))) == MONDAY + timedelta(days=7)
    assert due_of(replace(leading, due_at=None)) == leading.meets_at - LEAST
    assert due_of(replace(ROUND, phase=Phase.READING)) == ROUND.ends_at
    assert due_of(ROUND) == THURSDAY


def nomination(number: int, hours: int, *, again: bool = False) -> Nomination:
    """A nomination, made so many hours after Monday."""
    return Nomination(
        number, 100, 1, f"2601.0000{number}", 11, "", MONDAY + timedelta(hours=hours), carried=again
    )


A, B, C = nomination(1, 2), nomination(2, 1), nomination(3, 0, again=True)


@pytest.mark.parametrize(
    ("approvals", "chosen"),
    [
        ({}, C),  # nobody voted: the oldest
        ({1: 1}, A),
        ({1: 2, 2: 2}, B),  # a tie: the older one
        ({1: 2, 2: 2, 3: 1}, B),
        ({1: 1, 2: 1, 3: 1}, C),
        ({99: 5, 1: 1}, A),  # withdrawn meanwhile
    ],
)
def test_most_approvals_win_and_of_those_alike_the_oldest(
    approvals: dict[int, int], chosen: Nomination
) -> None:
    assert choose([A, B, C], approvals) == chosen
    assert choose([C, A, B], approvals) == chosen


def test_nothing_is_chosen_from_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        choose([], {})


@given(st.permutations([A, B, C]), st.dictionaries(st.integers(1, 3), st.integers(0, 3)))
def test_the_choice_knows_no_order(there: list[Nomination], approvals: dict[int, int]) -> None:
    chosen = choose(there, approvals)
    assert chosen == choose([A, B, C], approvals)
    assert approvals.get(chosen.id, 0) == max(approvals.get(each.id, 0) for each in there)


def test_what_was_not_chosen_comes_back_once() -> None:
    again, gone = carried([A, B, C], B)
    assert (again, gone) == ([A], [C])
    assert carried([A, B, C], C) == ([A, B], [])
