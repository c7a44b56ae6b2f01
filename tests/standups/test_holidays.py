"""Owns days off: a country's holidays, an organiser's own, a prompt all the same, and no date twice or lost whatever changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import next_occurrence
from bot.core.holidays import find_countries, find_regions, holidays_of, regions_of
from bot.standups.model import (
    OPEN_FOR,
    DayOff,
    NotUnderstood,
    Schedule,
    TooMany,
    closing,
    dates_off,
    days_off,
    plan,
    week_closing,
)
from bot.standups.service.holidays import DaysOff
from bot.standups.store.holidays import edits_of
from tests.standups.service import ANA, CHANNEL, GUILD, ORGANISER, House

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
EPIPHANY = date(2026, 1, 6)  # a Tuesday, and a holiday in Bavaria, not in Berlin
BERLIN = Schedule(time(9), "Europe/Berlin")


async def bavaria(home: House, standup_id: int) -> DaysOff:
    """The standup follows Bavaria's holidays."""
    return await home.standups.choose_country(GUILD, ORGANISER, standup_id, "DE", "BY", language="en")


async def opened(home: House, until: date) -> list[date]:
    """The dates of all prompts to the end of a date."""
    end = datetime.combine(until, time(23), UTC)
    return [post.day.date for post in await home.prompts(end)]


def test_a_day_off_has_no_prompt_and_closes_by_its_first_answer() -> None:
    off = frozenset({EPIPHANY})
    after_monday = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert plan(BERLIN, now=after_monday, last_date=None, off=off).date == date(2026, 1, 7)
    early = datetime(2026, 1, 6, 5, tzinfo=UTC)
    assert closing(BERLIN, EPIPHANY, early, off) == early + OPEN_FOR
    assert closing(BERLIN, EPIPHANY, early) > early + OPEN_FOR


def test_a_week_is_over_with_its_last_prompts_day() -> None:
    monday = date(2026, 1, 5)
    assert week_closing(BERLIN, monday) == datetime(2026, 1, 10, 8, tzinfo=UTC)
    friday_off = frozenset({date(2026, 1, 9)})
    assert week_closing(BERLIN, monday, friday_off) == datetime(2026, 1, 9, 8, tzinfo=UTC)
    assert week_closing(BERLIN, monday, frozenset(monday + timedelta(days=n) for n in range(7))) is None


def test_what_organisers_changed_wins_over_the_country() -> None:
    holidays = {EPIPHANY: "Epiphany", date(2026, 4, 3): "Good Friday"}
    edits = {
        EPIPHANY: DayOff(EPIPHANY, "", off=False),
        date(2026, 3, 2): DayOff(date(2026, 3, 2), "Retreat"),
        date(2026, 3, 3): DayOff(date(2026, 3, 3), "", off=False),
    }
    found = days_off(holidays, edits)
    assert [(each.date.isoformat(), each.name, each.off) for each in found] == [
        ("2026-01-06", "Epiphany", False),
        ("2026-03-02", "Retreat", True),
        ("2026-04-03", "Good Friday", True),
    ]
    assert dates_off(found) == {date(2026, 3, 2), date(2026, 4, 3)}


@given(
    off=st.frozensets(st.dates(date(2026, 3, 1), date(2026, 5, 1)), max_size=30),
    hours=st.lists(st.integers(1, 40), min_size=1, max_size=40),
)
def test_whatever_days_are_off_every_other_one_comes_once(off: frozenset[date], hours: list[int]) -> None:
    every_day = Schedule(time(9), "Europe/Berlin", frozenset(range(7)))
    now = datetime(2026, 3, 20, tzinfo=UTC)
    begin, planned, seen = now, plan(every_day, now=now, last_date=None, off=off), list[date]()
    for step in hours:
        now += timedelta(hours=step)
        while planned.at <= now:
            seen.append(planned.date)
            planned = plan(every_day, now=planned.at, last_date=planned.date, off=off)
        planned = plan(every_day, now=now, last_date=max(seen, default=None), before=planned, off=off)
    expected, instant = [], begin
    while (instant := next_occurrence(time(9), "Europe/Berlin", every_day.days, instant)) <= now:
        expected.append(instant.date())
    assert seen == [day for day in expected if day not in off]


def test_holidays_are_named_in_the_readers_language_where_it_is_known() -> None:
    assert holidays_of("DE", "BY", 2026, "de")[EPIPHANY] == "Heilige Drei Könige"
    assert holidays_of("DE", "BY", 2026, "en")[EPIPHANY] == "Epiphany"
    assert holidays_of("DE", "BY", 2026, "es")[EPIPHANY] == "Epiphany"
    assert EPIPHANY not in holidays_of("DE", "", 2026)
    assert holidays_of("DE", "Atlantis", 2026) == holidays_of("", "", 2026) == {}


@pytest.mark.parametrize(
    ("typed", "language", "codes"),
    [
        ("germany", "en", ["DE"]),
        ("Deutschland", "en", ["DE"]),
        ("Spanien", "de", ["ES"]),
        ("österreich", "de", ["AT"]),
        ("br", "en", ["BR"]),
        ("UK", "en", ["GB"]),
        ("korea", "en", ["KP", "KR"]),
        ("Atlantis", "en", []),
        ("", "en", []),
    ],
)
def test_a_country_is_found_by_the_name_people_know(typed: str, language: str, codes: list[str]) -> None:
    assert [each.code for each in find_countries(typed, language)] == codes


def test_regions_are_called_as_people_there_call_them() -> None:
    assert [each.name for each in regions_of("GB")] == ["England", "Northern Ireland", "Scotland", "Wales"]
    assert regions_of("IS") == ()
    assert [each.name for each in find_regions("US", "new y")] == ["New York"]


async def test_a_countrys_holidays_have_no_prompt_and_the_others_do(home: House) -> None:
    standup = await home.add()
    found = await bavaria(home, standup.id)
    assert found.coming[1] == DayOff(EPIPHANY, "Epiphany")
    assert await opened(home, date(2026, 1, 9)) == [date(2026, 1, n) for n in (2, 5, 7, 8, 9)]


async def test_standup_works_on_a_holiday_and_its_prompt_does_not_come_again(home: House) -> None:
    standup = await home.add()
    await bavaria(home, standup.id)
    await opened(home, date(2026, 1, 5))
    home.clock.now = datetime(2026, 1, 6, 12, tzinfo=UTC)
    saved = await home.write(ANA, standup, "a quiet day")
    assert saved.entry.date == EPIPHANY
    assert await opened(home, date(2026, 1, 8)) == [date(2026, 1, 7), date(2026, 1, 8)]


async def test_the_prompt_comes_on_a_holiday_all_the_same_and_back_again(home: House) -> None:
    standup = await home.add()
    await bavaria(home, standup.id)
    switch = home.standups.switch_day
    on = await switch(GUILD, ORGANISER, standup.id, EPIPHANY, language="en")
    assert on.coming[1] == DayOff(EPIPHANY, "Epiphany", off=False)
    off = await switch(GUILD, ORGANISER, standup.id, EPIPHANY, language="en")
    assert off.coming[1].off
    assert not off.standup.edited
    await switch(GUILD, ORGANISER, standup.id, EPIPHANY, language="en")
    assert await opened(home, date(2026, 1, 7)) == [date(2026, 1, n) for n in (2, 5, 6, 7)]


async def test_days_of_ones_own_are_added_and_taken_back(home: House) -> None:
    standup = await home.add()
    add, switch = home.standups.add_days_off, home.standups.switch_day
    one = date(2026, 1, 5)
    found = await add(GUILD, ORGANISER, standup.id, one, one, "Re\u200btreat ", language="en")
    assert found.coming == (DayOff(one, "Retreat"),)
    found = await add(GUILD, ORGANISER, standup.id, one, one, " ", language="en")
    assert found.coming == (DayOff(one, "Retreat"),), "without another name it keeps its own"
    found = await add(GUILD, ORGANISER, standup.id, date(2026, 1, 7), date(2026, 1, 11), "", language="en")
    assert [each.date.day for each in found.coming] == [5, 7, 8, 9], "the weekend is off anyway"
    found = await switch(GUILD, ORGANISER, standup.id, date(2026, 1, 8), language="en")
    assert [each.date.day for each in found.coming] == [5, 7, 9]
    assert await opened(home, date(2026, 1, 12)) == [date(2026, 1, n) for n in (2, 6, 8, 12)]


async def test_days_that_cannot_be_off_are_refused(home: House) -> None:
    standup = await home.add()
    add = home.standups.add_days_off
    for first, last, refusal in (
        ("2025-12-31", "2025-12-31", NotUnderstood),
        ("2026-03-01", "2026-05-01", TooMany),
        ("2026-03-02", "2026-03-01", NotUnderstood),
    ):
        with pytest.raises(refusal):
            await add(
                GUILD,
                ORGANISER,
                standup.id,
                date.fromisoformat(first),
                date.fromisoformat(last),
                "",
                language="en",
            )
    for country, region in (("XX", ""), ("DE", "XX")):
        with pytest.raises(NotUnderstood):
            await home.standups.choose_country(GUILD, ORGANISER, standup.id, country, region, language="en")
    for month in range(2, 7):
        begin = date(2026, month, 1)
        await add(GUILD, ORGANISER, standup.id, begin, begin + timedelta(days=27), "", language="en")
    july = date(2026, 7, 1)
    with pytest.raises(TooMany):
        await add(GUILD, ORGANISER, standup.id, july, july, "", language="en")
    assert await opened(home, date(2026, 1, 5)) == [date(2026, 1, 2), date(2026, 1, 5)]


async def test_past_days_off_count_no_more_and_are_forgotten_when_no_rhythm_looks_at_them(
    home: House,
) -> None:
    standup = await home.add()
    add = home.standups.add_days_off
    for month in range(2, 7):
        begin = date(2026, month, 1)
        await add(GUILD, ORGANISER, standup.id, begin, begin + timedelta(days=27), "", language="en")
    home.clock.now = datetime(2027, 3, 1, 12, tzinfo=UTC)
    april = date(2027, 4, 1)
    await add(GUILD, ORGANISER, standup.id, april, april, "", language="en")
    edits = await home.app.db.read(lambda tx: edits_of(tx, [standup.id]))
    assert min(edits[standup.id]) == date(2026, 2, 16)


@pytest.mark.parametrize("minutes", [-60, 0, 1, 60])
async def test_changing_the_country_around_the_hour_of_the_prompt_costs_no_day(
    home: House, minutes: int
) -> None:
    standup = await home.add()
    home.clock.now = FRIDAY_NINE + timedelta(minutes=minutes)
    for country in ("DE", "AT", ""):
        await home.standups.choose_country(GUILD, ORGANISER, standup.id, country, language="en")
    assert await opened(home, date(2026, 1, 5)) == [date(2026, 1, 2), date(2026, 1, 5)]


async def test_a_country_given_up_brings_the_prompt_back_and_no_date_twice(home: House) -> None:
    standup = await home.add()
    await bavaria(home, standup.id)
    home.clock.now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert await opened(home, date(2026, 1, 5)) == []
    await home.standups.choose_country(GUILD, ORGANISER, standup.id, "", language="en")
    assert await opened(home, date(2026, 1, 6)) == [EPIPHANY]
    await bavaria(home, standup.id)
    assert await opened(home, date(2026, 1, 7)) == [date(2026, 1, 7)]


async def test_new_years_day_is_off_when_the_old_year_plans_it(home: House) -> None:
    standup = await home.add()
    await home.standups.choose_country(GUILD, ORGANISER, standup.id, "DE", language="en")
    home.clock.now = datetime(2026, 12, 29, tzinfo=UTC)
    while (due := await home.standups.next_opening()) is not None and due <= home.clock.now:
        await home.open()
    assert await opened(home, date(2027, 1, 4)) == [
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 4),
    ]


async def test_days_off_of_one_standup_are_not_anothers_and_go_with_it(home: House) -> None:
    standup, other = await home.add(), await home.add(name="Other")
    await bavaria(home, standup.id)
    posts = await home.prompts(datetime(2026, 1, 6, 12, tzinfo=UTC))
    assert [post.day.date.day for post in posts if post.day.standup_id == other.id] == [2, 5, 6]
    assert [post.day.date.day for post in posts if post.day.standup_id == standup.id] == [2, 5]
    await home.standups.remove(GUILD, ORGANISER, standup.id)
    assert [each.channel_id for each in await home.standups.of_guild(GUILD)] == [CHANNEL]


async def test_every_change_of_days_off_leaves_a_line(home: House) -> None:
    standup = await home.add()
    await bavaria(home, standup.id)
    await home.standups.switch_day(GUILD, ORGANISER, standup.id, EPIPHANY, language="en")
    lines = await home.app.communities.audit(GUILD)
    assert [line.what for line in lines] == ["standups.holidays", "standups.holidays", "standups.add"]
