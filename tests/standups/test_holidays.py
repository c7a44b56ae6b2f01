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
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import fill, manage, options_of, press
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


async def test_an_organiser_types_a_country_picks_a_region_and_switches_a_day(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Holidays", "Choose a country")
    refused = await fill(world, form, country="Atlantis")
    assert "I know no country “Atlantis”" in text_of(refused)
    form = await press(world, refused, "Open the form again")
    card = await fill(world, form, country="germany")
    assert "The holidays of Germany are days off of Daily standup" in text_of(card)
    assert "Fri 3 Apr (Good Friday)" in text_of(card)
    regions = await press(world, card, "Region")
    card = await world.organiser.select(answer_of(regions), ["BY"])
    assert "Germany (Bayern)" in text_of(card)
    assert options_of(card)[1]["label"] == "Tue 6 Jan · Epiphany"
    card = await world.organiser.select(answer_of(card), ["2026-01-06"])
    assert text_of(card).startswith("On Tuesday 6 January the prompt comes.")
    card = await world.organiser.select(answer_of(card), ["2026-01-06"])
    assert text_of(card).startswith("Tuesday 6 January is a day off.")
    await world.work_until(datetime(2026, 1, 6, 12, tzinfo=UTC))
    assert not any("Tuesday 6 January" in each for each in world.messages(world.channel))
    card = await manage(world, "Holidays", "No country")
    assert labels_of(answer_of(card)) == ["Choose a country", "Add a day off", "Back"]


async def test_several_countries_or_many_regions_are_chosen_from(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Holidays", "Choose a country")
    choice = await fill(world, form, country="united")
    assert "Several countries fit “united”" in text_of(choice)
    card = await world.organiser.select(answer_of(choice), ["US"])
    form = await press(world, card, "Region")
    choice = await fill(world, form, region="new")
    card = await world.organiser.select(answer_of(choice), ["NY"])
    assert "United States (New York)" in text_of(card)
    form = await press(world, card, "Region")
    refused = await fill(world, form, region="Bavaria")
    assert "I know no such region: “Bavaria”" in text_of(refused)


async def test_a_day_off_is_typed_as_people_say_it(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Holidays", "Add a day off")
    refused = await fill(world, form, day="some day", name="Retreat")
    assert "I see no day to come in “some day”" in text_of(refused)
    form = await press(world, refused, "Open the form again")
    card = await fill(world, form, day="Fri", name="Retreat")
    assert "Next: Fri 2 Jan (Retreat)" in text_of(card)
    await world.work_until(FRIDAY_NINE + timedelta(hours=1))
    assert world.messages(world.channel) == []
    status = await press(world, await world.organiser.slash(world.channel, "setup"), "Status and changes")
    assert "changed the days off of Daily standup" in text_of(status)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("24 Dec", "Next: Thu 24 Dec"),
        ("20 Dec - 5 Jan", "Next: Mon 21 Dec · Tue 22 Dec"),
        ("11-14 Jan", "Next: Mon 12 Jan · Tue 13 Jan · Wed 14 Jan\n"),
        ("1 Jul - 31 Aug", "Days off are added a month at a time."),
        ("from Monday", "“from Monday” has no last day."),
        ("yesterday", "I see no day to come in “yesterday”"),
        ("24 Dec 2025", "I see no day to come in “24 Dec 2025”"),
    ],
)
async def test_a_day_off_is_one_to_come_and_a_month_at_most(world: World, typed: str, said: str) -> None:
    await world.set_up()
    await world.until(datetime(2026, 1, 12, 7, tzinfo=UTC))
    card = await fill(world, await manage(world, "Holidays", "Add a day off"), day=typed, name="")
    assert said in f"{text_of(card)}\n"


async def test_what_is_said_about_a_switched_day_is_true_of_weekends_and_of_past_hours(world: World) -> None:
    await world.set_up()
    card = await fill(world, await manage(world, "Holidays", "Choose a country"), country="germany")
    weekend = [each["label"] for each in options_of(card) if each["label"].startswith(("Sat", "Sun"))]
    assert weekend == [], "German Unity Day is a Saturday, on which nothing comes anyway"
    stale = await world.organiser.select(answer_of(card), [options_of(card)[0]["value"]])
    assert "the prompt comes" not in text_of(stale).splitlines()[0], "New Year's Day, and its hour is over"
    assert "is no day off any more" in text_of(stale)
    card = await fill(world, await press(world, stale, "Add a day off"), day="17 Jan", name="Fair")
    card = await world.organiser.select(answer_of(card), ["2026-01-17"])
    assert text_of(card).startswith("Saturday 17 January is no day off any more.")
