"""Owns what an organiser types and chooses behind Holidays in /setup: a country, a region, own days off; and what is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import fill, manage, options_of, press

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin


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
