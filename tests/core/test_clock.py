"""Proves the step from wall clock to instant: every kind of clock change, against a scan minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.clock import instant_of, local_date, next_occurrence, system_clock

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
FRIDAY = frozenset({4})
SATURDAY = frozenset({5})

ZONES = [
    "Africa/Cairo",  # gap at midnight
    "Africa/Casablanca",  # winter time is the exception, around Ramadan
    "America/Asuncion",
    "America/Havana",
    "America/Los_Angeles",
    "America/Nuuk",  # gap from 23:00 to midnight
    "America/Santiago",  # gap at midnight
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",  # two hours
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",  # half an hour
    "Europe/Berlin",
    "Europe/Dublin",  # negative DST
    "Pacific/Apia",
    "Pacific/Chatham",
    "UTC",
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# The oracle: look at the clock on the wall once a minute and write down when it first shows what is asked.

MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def walls(day: date, zone: str) -> dict[datetime, datetime]:
    """Naive wall clock -> the instant that first shows it, for each minute around `day`."""
    begin = datetime.combine(day - timedelta(days=1), time(), UTC) - timedelta(hours=14)
    first: dict[datetime, datetime] = {}
    for instant in (begin + count * MINUTE for count in range(4 * 24 * 60)):
        first.setdefault(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None), instant)
    return first


def watched(day: date, at: time, zone: str) -> datetime | None:
    first = walls(day, zone)
    asked = datetime.combine(day, at)
    if asked in first:
        return first[asked]
    if all(wall.date() != day for wall in first):
        return None
    return next(first[wall] for before, wall in pairwise(first) if before < asked < wall)


def change_days(zone: str, first: int = 2025, last: int = 2027) -> list[date]:
    """The days on which the offset of `zone` changes, and the days beside them."""
    days = [date(first, 1, 1) + timedelta(days=n) for n in range(366 * (last - first + 1))]
    noons = [datetime.combine(day, time(12), UTC).astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    changed = [day for day, before, after in zip(days[1:], noons, noons[1:], strict=False) if before != after]
    return sorted({day + timedelta(days=n) for day in changed for n in (-1, 0, 1)} | {days[40]})


@pytest.mark.row("clock jump")
@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_around_every_change_agrees_with_the_scan(zone: str) -> None:
    for day in change_days(zone):
        for minute in range(0, 24 * 60, 15):
            at = time(*divmod(minute, 60))
            assert instant_of(day, at, zone) == watched(day, at, zone), (day, at)


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2005, 1, 1), date(2032, 1, 1)),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
@example("Pacific/Apia", date(2011, 12, 30), time(9))
@example("Pacific/Apia", date(2011, 12, 31), time(0))
@example("America/St_Johns", date(2010, 11, 7), time(0))  # back at 00:01 to 23:01
@example("America/St_Johns", date(2010, 11, 6), time(23, 30))
@example("America/St_Johns", date(2010, 3, 14), time(0, 30))  # forward at 00:01
def test_any_day_agrees_with_the_scan(zone: str, day: date, at: time) -> None:
    assert instant_of(day, at, zone) == watched(day, at, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_three_years_hold_one_instant_a_local_day_in_order(zone: str) -> None:
    for at in (time(0), time(0, 30), time(2, 15), time(2, 45), time(9), time(23, 45)):
        after = utc("2025-01-01 12:00")
        instants = []
        while after < utc("2027-12-30"):
            after = next_occurrence(at, zone, EVERY_DAY, after)
            instants.append(after)
        # No further from the 24 h beat than a change of the clocks: no day comes twice, none is lost.
        steps = [then - before for before, then in pairwise(instants)]
        assert timedelta(hours=21) < min(steps) <= timedelta(hours=24) <= max(steps) < timedelta(hours=27)
        assert len(instants) == round((instants[-1] - instants[0]) / timedelta(days=1)) + 1


@settings(max_examples=40)
@given(
    zone=st.sampled_from(ZONES),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    after=st.datetimes(datetime(2011, 6, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
@example("Pacific/Apia", time(9), FRIDAY, utc("2011-12-29 12:00"))
@example("America/Nuuk", time(23, 30), SATURDAY, utc("2026-03-29 00:59"))
@example("America/Nuuk", time(23, 30), SATURDAY, utc("2026-03-29 01:00"))
def test_the_next_is_the_earliest_of_all_wanted_days(
    zone: str, at: time, days: frozenset[int], after: datetime
) -> None:
    around = [after.date() + timedelta(days=n) for n in range(-2, 16)]
    instants = [watched(day, at, zone) for day in around if day.weekday() in days]
    assert next_occurrence(at, zone, days, after) == min(i for i in instants if i is not None and i > after)


@pytest.mark.row("clock jump")
@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Berlin", "2026-01-12", "09:00", "2026-01-12 08:00"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:00"),  # skipped: the moment of the change
        ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),  # twice: the first
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),  # no 00:00 to 00:59 that day
        ("Africa/Cairo", "2026-04-24", "00:59", "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-04-24", "01:00", "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-10-29", "23:30", "2026-10-29 20:30"),
        ("America/Santiago", "2026-09-06", "00:30", "2026-09-06 04:00"),
        ("America/Santiago", "2026-04-04", "23:30", "2026-04-05 02:30"),
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 01:00"),
        ("America/St_Johns", "2026-03-08", "02:30", "2026-03-08 05:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
        ("Pacific/Apia", "2011-12-31", "00:00", "2011-12-30 10:00"),
        ("Pacific/Chatham", "2026-09-27", "02:50", "2026-09-26 14:00"),
        ("Asia/Kathmandu", "2026-07-01", "09:00", "2026-07-01 03:15"),
        ("America/Asuncion", "2026-07-01", "09:00", "2026-07-01 12:00"),
    ],
)
def test_known_instants(zone: str, day: str, at: str, instant: str) -> None:
    assert instant_of(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(instant)


@pytest.mark.row("clock jump")
def test_a_date_that_never_was_is_skipped() -> None:
    assert instant_of(date(2011, 12, 30), time(9), "Pacific/Apia") is None
    assert next_occurrence(time(9), "Pacific/Apia", FRIDAY, utc("2011-12-24")) == utc("2012-01-05 19:00")


def test_seconds_and_zone_objects_are_respected() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert instant_of(date(2026, 1, 12), time(9, 0, 30, 5), berlin) == utc("2026-01-12 08:00:30.000005")
    assert instant_of(date(2026, 3, 29), time(2, 59, 59, 999999), berlin) == utc("2026-03-29 01:00")
    assert instant_of(date(2026, 10, 25), time(2, 30, fold=1), berlin) == utc("2026-10-25 00:30")


def test_next_is_strictly_after_and_in_utc() -> None:
    nine = utc("2026-01-12 08:00")
    assert next_occurrence(time(9), "Europe/Berlin", WORKDAYS, nine - timedelta(microseconds=1)) == nine
    following = next_occurrence(time(9), "Europe/Berlin", WORKDAYS, nine)
    assert following == nine + timedelta(days=1)
    assert following.tzinfo is UTC
    elsewhere = nine.astimezone(timezone(timedelta(hours=-8)))
    assert next_occurrence(time(9), "Europe/Berlin", WORKDAYS, elsewhere) == following
    assert next_occurrence(time(9), "Europe/Berlin", WORKDAYS, utc("2026-01-16 08:00")) == utc(
        "2026-01-19 08:00"
    )


def test_what_cannot_be_meant_is_refused() -> None:
    after = utc("2026-01-12")
    with pytest.raises(ValueError, match="days"):
        next_occurrence(time(9), "UTC", frozenset(), after)
    with pytest.raises(ValueError, match="days"):
        next_occurrence(time(9), "UTC", frozenset({7}), after)
    with pytest.raises(ValueError, match="aware"):
        next_occurrence(time(9), "UTC", EVERY_DAY, after.replace(tzinfo=None))
    with pytest.raises(ValueError, match="naive"):
        next_occurrence(time(9, tzinfo=UTC), "UTC", EVERY_DAY, after)
    with pytest.raises(ValueError, match="aware"):
        local_date(after.replace(tzinfo=None), "UTC")
    with pytest.raises(ZoneInfoNotFoundError):
        next_occurrence(time(9), "Europe/Nowhere", EVERY_DAY, after)


def test_the_local_date_depends_on_the_zone() -> None:
    instant = utc("2026-01-12 11:30")
    assert local_date(instant, "Pacific/Kiritimati") == date(2026, 1, 13)
    assert local_date(instant, ZoneInfo("America/New_York")) == date(2026, 1, 12)
    assert local_date(instant, "Pacific/Pago_Pago") == date(2026, 1, 12)
    assert local_date(utc("2026-01-12 10:59"), "Pacific/Pago_Pago") == date(2026, 1, 11)


def test_the_system_clock_is_aware_utc() -> None:
    before = datetime.now(UTC)
    now = system_clock()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)
