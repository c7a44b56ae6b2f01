"""Proves the rules of when something may reach a person, by examples and around every change of the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.attention.model.planning import (
    LEAST_WINDOW,
    LONGEST_WINDOW,
    Person,
    decide,
    first_time,
    free_until,
    held_until,
    is_quiet,
    may_reach,
    next_slot,
    slots,
)
from bot.attention.model.values import CATCH_UP, MOST_LINES, Away, Hold, Intent, Mailbox, State
from tests.attention.weeks import ZONES

EVERY_DAY = Mailbox(1, bundles=1, days_off=frozenset())
BERLIN = "Europe/Berlin"
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    """An instant written as `2026-01-12 11:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def person(
    box: Mailbox = EVERY_DAY,
    zone: str = BERLIN,
    aways: Sequence[Away] = (),
    holds: Sequence[Hold] = (),
    **choices: object,
) -> Person:
    """Somebody in Berlin who gets one bundle a day at noon, and is quiet from 21 to 8, if nothing else is said."""
    return Person(replace(box, **choices), zone, aways, holds)  # type: ignore[arg-type]


def intent(number: int, made: str = "2026-01-12 08:00", **fields: object) -> Intent:
    """Something that waits from its making on, for a week."""
    at = utc(made)
    value = Intent(number, 1, 5, "x.y", number, f"k{number}", 5, {}, at, at, at + timedelta(days=7))
    return replace(value, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begin", "end", "wall", "quiet"),
    [
        (time(21), time(8), time(20, 59), False),
        (time(21), time(8), time(21), True),
        (time(21), time(8), time(7, 59), True),
        (time(21), time(8), time(8), False),
        (time(9), time(17), time(9), True),
        (time(9), time(17), time(17), False),
        (time(9), time(17), time(3), False),
        (time(0), time(0), time(0), False),
        (time(13), time(13), time(13), False),
    ],
)
def test_quiet_hours_may_go_over_midnight_and_may_be_none(
    begin: time, end: time, wall: time, *, quiet: bool
) -> None:
    assert is_quiet(Mailbox(1, quiet_from=begin, quiet_to=end), wall) is quiet


@pytest.mark.parametrize(
    ("who", "at", "until"),
    [
        (person(), "2026-01-12 11:00", "2026-01-12 11:00"),
        (person(), "2026-01-12 20:30", "2026-01-13 07:00"),  # quiet
        (person(days_off=frozenset({0})), "2026-01-12 11:00", "2026-01-13 07:00"),  # a Monday off, then quiet
        (person(days_off=frozenset({5, 6})), "2026-01-16 22:00", "2026-01-19 07:00"),
        (person(aways=[Away(date(2026, 1, 12), date(2026, 1, 13))]), "2026-01-12 11:00", "2026-01-14 07:00"),
        (person(aways=[Away(date(2026, 1, 12))]), "2026-01-12 11:00", None),
        (person(aways=[Away(date(2026, 1, 13))]), "2026-01-12 11:00", "2026-01-12 11:00"),
        (person(days_off=frozenset(range(7))), "2026-01-12 11:00", None),
        (
            person(holds=[Hold(utc("2026-01-12 10:30"), utc("2026-01-12 12:00"))]),
            "2026-01-12 11:00",
            "2026-01-12 12:00",
        ),
        (
            person(holds=[Hold(utc("2026-01-12 10:30"), utc("2026-01-12 20:30"))]),
            "2026-01-12 11:00",
            "2026-01-13 07:00",  # focus until the quiet hours
        ),
    ],
)
def test_what_holds_a_person_and_until_when(who: Person, at: str, until: str | None) -> None:
    assert held_until(who, utc(at)) == (utc(until) if until else None)
    assert may_reach(who, utc(at)) is (until == at)


def test_a_bundle_time_in_quiet_hours_means_their_end() -> None:
    assert first_time(Mailbox(1, bundle_at=time(22))) == time(8)
    assert first_time(Mailbox(1, bundle_at=time(12))) == time(12)
    late = person(bundle_at=time(23), bundles=3)
    assert [slot.at for slot in slots(late, date(2026, 1, 12))] == [
        utc("2026-01-12 07:00"),
        utc("2026-01-12 10:00"),
        utc("2026-01-12 13:00"),
    ]


def test_further_bundles_come_three_hours_apart_and_not_past_midnight() -> None:
    assert [slot.number for slot in slots(person(bundles=3), date(2026, 1, 12))] == [0, 1, 2]
    evening = person(bundles=3, bundle_at=time(19), quiet_from=time(0), quiet_to=time(0))
    assert [slot.at for slot in slots(evening, date(2026, 1, 12))] == [
        utc("2026-01-12 18:00"),
        utc("2026-01-12 21:00"),
    ]
    assert slots(person(bundles=0), date(2026, 1, 12)) == []


def test_what_is_held_comes_when_the_hold_ends_if_that_is_the_same_date() -> None:
    focus = Hold(utc("2026-01-12 10:30"), utc("2026-01-12 16:00"))
    (slot,) = slots(person(holds=[focus]), date(2026, 1, 12))
    assert slot.at == focus.ends_at
    long = Hold(utc("2026-01-12 10:30"), utc("2026-01-13 09:00"))
    assert slots(person(holds=[long]), date(2026, 1, 12)) == []


@pytest.mark.parametrize(
    ("zone", "at", "after", "slot"),
    [
        (BERLIN, time(12), "2026-01-12 11:00", "2026-01-13 11:00"),  # strictly after
        (BERLIN, time(12), "2026-01-12 10:59", "2026-01-12 11:00"),
        (BERLIN, time(2, 30), "2026-03-28 12:00", "2026-03-29 01:00"),  # skipped: the moment of the change
        (BERLIN, time(2, 30), "2026-10-24 12:00", "2026-10-25 00:30"),  # twice: the first
        (BERLIN, time(2, 30), "2026-10-25 00:30", "2026-10-26 01:30"),
        ("America/New_York", time(2), "2026-03-07 12:00", "2026-03-08 07:00"),
        ("Australia/Lord_Howe", time(2, 15), "2026-10-03 03:00", "2026-10-03 15:30"),
        ("Africa/Cairo", time(0), "2026-04-23 12:00", "2026-04-23 22:00"),  # no midnight that day
        ("Asia/Kathmandu", time(12), "2026-01-12 00:00", "2026-01-12 06:15"),
        ("Pacific/Apia", time(12), "2011-12-29 23:00", "2011-12-30 22:00"),  # the 30th was left out
    ],
)
def test_the_next_slot_knows_every_clock(zone: str, at: time, after: str, slot: str) -> None:
    who = person(zone=zone, bundle_at=at, quiet_from=time(0), quiet_to=time(0))
    found = next_slot(who, utc(after))
    assert found is not None
    assert found.at == utc(slot)


def test_there_is_no_next_slot_without_a_budget_an_open_door_or_an_end_of_the_hold() -> None:
    now = utc("2026-01-12 10:00")
    assert next_slot(person(bundles=0), now) is None
    assert next_slot(person(closed_at=now), now) is None
    assert next_slot(person(aways=[Away(date(2026, 1, 1))]), now) is None
    assert next_slot(person(quiet_from=time(12), quiet_to=time(11, 59)), now) is not None


def test_a_bundle_shows_what_is_ready_in_its_order() -> None:
    now = utc("2026-01-12 11:00")
    waiting = [
        intent(1),
        intent(2, priority=0),
        intent(3, not_before=now + MINUTE),
        intent(4, expires_at=now),
        intent(5, expires_at=now + LEAST_WINDOW - timedelta(seconds=1)),
        intent(6, state=State.MERGED),
        intent(7, bundle_id=9),
        intent(8, "2026-01-12 07:00"),
    ]
    found = decide(person(), waiting, [], now)
    assert [each.id for each in found.show] == [2, 8, 1]
    assert found.slot is not None
    assert (found.slot.date, found.slot.number) == (date(2026, 1, 12), 0)
    assert found.until == now + LONGEST_WINDOW
    assert found.next_at == utc("2026-01-13 11:00")


def test_a_long_list_goes_on_in_the_next_bundle() -> None:
    found = decide(person(), [intent(n) for n in range(1, 30)], [], utc("2026-01-12 11:00"))
    assert [each.id for each in found.show] == list(range(1, MOST_LINES + 1))


@pytest.mark.parametrize(
    ("who", "taken", "now", "next_at"),
    [
        (person(), [(date(2026, 1, 12), 0)], "2026-01-12 11:00", "2026-01-13 11:00"),  # used
        (person(), [], "2026-01-12 10:59", "2026-01-12 11:00"),  # not yet
        (person(), [], "2026-01-12 14:01", "2026-01-13 11:00"),  # down for longer than is caught up
        (person(bundles=2), [(date(2026, 1, 12), 0)], "2026-01-12 11:30", "2026-01-12 14:00"),
        (person(bundles=0), [], "2026-01-12 11:00", None),
        (person(closed_at=utc("2026-01-11 11:00")), [], "2026-01-12 11:00", None),
        (person(days_off=frozenset({0})), [], "2026-01-12 11:00", "2026-01-13 11:00"),
        (
            person(holds=[Hold(utc("2026-01-12 11:00"), utc("2026-01-12 12:30"))]),
            [],
            "2026-01-12 11:00",
            "2026-01-12 12:30",
        ),
        (
            person(holds=[Hold(utc("2026-01-12 11:30"), utc("2026-01-12 12:30"))]),
            [],
            "2026-01-12 11:30",  # down at noon, and in a focus session when it is noticed
            "2026-01-12 12:30",
        ),
    ],
)
def test_nothing_is_shown_beyond_what_may_be(
    who: Person, taken: list[tuple[date, int]], now: str, next_at: str | None
) -> None:
    found = decide(who, [intent(1)], taken, utc(now))
    assert (found.slot, found.show) == (None, ())
    assert found.next_at == (utc(next_at) if next_at else None)


def test_a_late_bundle_is_caught_up_within_three_hours_and_only_one_of_several() -> None:
    at = utc("2026-01-12 11:00") + CATCH_UP
    assert decide(person(), [intent(1)], [], at).slot is not None
    three = person(bundles=3)
    found = decide(three, [intent(1)], [], utc("2026-01-12 17:30"))
    assert found.slot is not None
    assert found.slot.number == 2


def test_a_hold_that_begins_soon_ends_the_window_and_one_that_begins_now_moves_the_bundle() -> None:
    noon = utc("2026-01-12 11:00")
    soon = person(holds=[Hold(noon + 10 * MINUTE, noon + 40 * MINUTE)])
    assert decide(soon, [intent(1)], [], noon).until == noon + 10 * MINUTE
    at_once = person(holds=[Hold(noon + timedelta(seconds=5), noon + 40 * MINUTE)])
    found = decide(at_once, [intent(1)], [], noon)
    assert (found.slot, found.next_at) == (None, noon + 40 * MINUTE)
    expiring = decide(person(), [intent(1, expires_at=noon + 4 * MINUTE), intent(2)], [], noon)
    assert expiring.until == noon + 4 * MINUTE


boxes = st.builds(
    Mailbox,
    st.just(1),
    bundles=st.integers(0, 3),
    bundle_at=st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    quiet_from=st.times().map(lambda each: each.replace(microsecond=0)),
    quiet_to=st.times().map(lambda each: each.replace(microsecond=0)),
    days_off=st.frozensets(st.integers(0, 6)),
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
NUUK = Mailbox(
    1, bundles=1, bundle_at=time(22, 59), quiet_from=time(0), quiet_to=time(0), days_off=frozenset()
)


@given(
    box=boxes, zone=st.sampled_from(ZONES), now=instants, lengths=st.lists(st.integers(1, 300), max_size=2)
)
@example(NUUK, "America/Nuuk", utc("2026-03-29 00:59"), [])  # an hour of the date is left out
@example(replace(NUUK, quiet_from=time(2, 30)), BERLIN, utc("2026-10-25 01:10"), [])  # again ten past two
@example(replace(NUUK, quiet_from=time(2, 30)), BERLIN, utc("2026-10-25 00:10"), [])
def test_the_free_time_is_free_and_a_look_leads_on(
    box: Mailbox, zone: str, now: datetime, lengths: list[int]
) -> None:
    holds = [Hold(now + n * MINUTE, now + (n + 7) * MINUTE) for n in lengths]
    who = Person(box, zone, (), holds)
    until = free_until(who, now)
    assert now <= until <= now + LONGEST_WINDOW
    free = now
    while free < until:
        assert may_reach(who, free), free
        assert free.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
        free += timedelta(seconds=17)
    if until < now + LONGEST_WINDOW - MINUTE:
        after = until + timedelta(seconds=1)
        other_date = after.astimezone(ZoneInfo(zone)).date() != now.astimezone(ZoneInfo(zone)).date()
        assert other_date or not may_reach(who, after), "it ends for a reason"
    following = decide(who, [], [], now).next_at
    assert following is None or following > now, "or the bot would look for ever"


@given(box=boxes, zone=st.sampled_from(ZONES), now=instants)
def test_the_end_of_a_hold_is_the_first_free_moment(box: Mailbox, zone: str, now: datetime) -> None:
    who = Person(box, zone)
    until = held_until(who, now)
    if until is None:
        assert len(box.days_off) == 7
        return
    assert may_reach(who, until)
    moment = now
    while moment < until:
        assert not may_reach(who, moment), moment
        moment += timedelta(minutes=11)


@given(box=boxes, zone=st.sampled_from(ZONES), now=instants)
def test_a_slot_is_on_its_date_and_its_bundle_comes(box: Mailbox, zone: str, now: datetime) -> None:
    who = Person(replace(box, days_off=frozenset({2})), zone)
    slot = next_slot(who, now)
    if slot is None:
        assert not box.bundles or is_quiet(box, first_time(box))
        return
    assert slot.at > now
    assert may_reach(who, slot.at)
    assert slot.at.astimezone(ZoneInfo(zone)).date() == slot.date
    one = intent(1, made_at=now, not_before=now, expires_at=slot.at + timedelta(days=1))
    if free_until(who, slot.at) - slot.at >= LEAST_WINDOW:
        assert decide(who, [one], [], slot.at).show == (one,)
