"""Owns rhythm: the rule no single day can change, the days it is made of, and what its person reads in Discord (S7)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.lang import get_lang
from bot.standups.model.rhythm import Rhythm, rhythm, working_days
from cogs.standups.views import rhythm as views
from tests.bots import World, answer_of, labels_of, text_of
from tests.standups.service import ANA, GUILD, ORGANISER, House

TODAY = date(2026, 3, 12)  # a Thursday
FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
FEW = settings(max_examples=60)
PAST = 200  # days
days_ago = st.integers(0, 90).map(lambda ago: TODAY - timedelta(days=ago))
patterns = st.frozensets(st.integers(0, 6))
histories = st.frozensets(st.integers(0, PAST).map(lambda ago: TODAY - timedelta(days=ago)), max_size=150)


def steady(weekdays: frozenset[int], since: int = PAST, today: date = TODAY) -> set[date]:
    """Somebody who wrote on these weekdays, every week up to yesterday."""
    past = (today - timedelta(days=ago) for ago in range(1, since + 1))
    return {day for day in past if day.weekday() in weekdays}


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ({0, 1, 2, 3, 4}, Rhythm.RHYTHM),
        ({0, 2, 4}, Rhythm.RHYTHM),
        ({1, 5, 6}, Rhythm.RHYTHM),
        ({0, 3}, Rhythm.FINDING),
        ({2}, Rhythm.FINDING),
        ({6}, Rhythm.FINDING),
        (set(), Rhythm.RESTING),
    ],
)
def test_three_words_for_how_often_in_a_week(weekdays: set[int], expected: Rhythm) -> None:
    assert rhythm(steady(frozenset(weekdays)), today=TODAY) is expected


@FEW
@given(patterns, days_ago, st.integers(40, PAST))
def test_no_single_day_changes_the_word_of_a_steady_pattern(
    weekdays: frozenset[int], day: date, since: int
) -> None:
    written = steady(weekdays, since)
    assert rhythm(written ^ {day}, today=TODAY) is rhythm(written, today=TODAY)


@FEW
@given(patterns, days_ago, st.integers(0, 40), st.integers(0, 6))
def test_days_away_change_nothing_of_a_steady_pattern(
    weekdays: frozenset[int], first: date, length: int, into_the_week: int
) -> None:
    today = TODAY + timedelta(days=into_the_week)
    written = steady(weekdays, PAST, today)
    away = {first + timedelta(days=ahead) for ahead in range(length)}
    without = rhythm(written - away, today=today, neutral=away.__contains__)
    assert without is rhythm(written, today=today)


@FEW
@given(histories, st.integers(0, 6))
def test_a_weekend_is_rest_whether_or_not_somebody_writes(written: frozenset[date], weeks: int) -> None:
    friday = TODAY + timedelta(days=1, weeks=weeks)
    saturday, sunday, monday = (friday + timedelta(days=ahead) for ahead in (1, 2, 3))
    before = rhythm(written, today=saturday)
    assert rhythm(written, today=sunday) is before
    assert rhythm(written, today=monday) is before, "Monday is not over"
    assert rhythm(written | {saturday, sunday}, today=sunday) is before


@FEW
@given(histories, st.frozensets(days_ago, max_size=8), st.frozensets(days_ago, max_size=30))
def test_more_days_written_never_give_less(
    written: frozenset[date], more: frozenset[date], away: frozenset[date]
) -> None:
    less = rhythm(written, today=TODAY, neutral=away.__contains__)
    assert rhythm(written | more, today=TODAY, neutral=away.__contains__) >= less


@FEW
@given(histories)
def test_the_word_never_moves_on_two_working_days_of_different_mind(written: frozenset[date]) -> None:
    # From one day to the next it moves one way only, and a day later the other way is not possible.
    seen = [rhythm(written, today=TODAY - timedelta(days=ago)) for ago in range(40, -1, -1)]
    steps = [after - before for before, after in pairwise(seen)]
    for first, second in pairwise(steps):
        assert first * second >= 0, seen


def test_a_free_start_takes_two_days_that_agree() -> None:
    written = {TODAY - timedelta(days=2), TODAY - timedelta(days=1)}
    assert rhythm(written, today=TODAY) is Rhythm.RESTING, "yesterday was the first day on which two counted"
    assert rhythm(written | {TODAY}, today=TODAY) is Rhythm.FINDING
    assert rhythm(written, today=TODAY + timedelta(days=1)) is Rhythm.FINDING


def test_coming_back_from_a_long_time_away_begins_where_it_ended() -> None:
    weekdays = frozenset({0, 1, 3, 4})
    away = {TODAY - timedelta(days=ago) for ago in range(1, 60)}
    written = steady(weekdays) - away
    assert rhythm(written, today=TODAY, neutral=away.__contains__) is Rhythm.RHYTHM
    assert rhythm(written, today=TODAY) is Rhythm.RESTING


def test_working_days_are_those_of_the_standups_and_leave_some_for_rest() -> None:
    five = frozenset(range(5))
    assert working_days([]) == five
    assert working_days([frozenset({0, 2})]) == {0, 2}
    assert working_days([frozenset({6, 0, 1, 2, 3})]) == {6, 0, 1, 2, 3}
    assert working_days([frozenset(range(7))]) == five
    once = frozenset({2})
    assert rhythm(steady(once), today=TODAY, working=once) is Rhythm.RHYTHM


def test_no_sentence_has_a_digit_or_a_gap() -> None:
    for code in ("en", "de", "es"):
        for found in Rhythm:
            card = views.rhythm_card(found, get_lang(code))
            assert re.search(r"\d", card.text) is None
    assert "in rhythm" in views.rhythm_card(Rhythm.RHYTHM, get_lang("en")).text
    assert "finding it again" in views.rhythm_card(Rhythm.FINDING, get_lang("en")).text
    assert "resting" in views.rhythm_card(Rhythm.RESTING, get_lang("en")).text


async def weeks_of_writing(home: House, weeks: int) -> None:
    """Ana writes on every working day for some weeks."""
    standup = await home.add()
    for number in range(weeks * 7):
        await home.prompts(FRIDAY_NINE + timedelta(days=number, hours=1))
        if home.clock.now.weekday() < 5:
            await home.write(ANA, standup, f"day {number}")


async def test_it_is_worked_out_from_what_is_stored_and_from_days_away(home: House) -> None:
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RESTING
    await weeks_of_writing(home, 4)
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RHYTHM
    assert await home.standups.rhythm(ANA, GUILD + 1) is Rhythm.RESTING, "it belongs to the server"
    assert await home.standups.rhythm(ANA, None) is Rhythm.RHYTHM
    first = home.clock.now.date() + timedelta(days=1)
    home.clock.forward(days=40)
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RESTING
    await home.app.attention.go_away(ANA, first, home.clock.now.date(), guild_id=GUILD, language="en")
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RHYTHM


async def test_a_night_belongs_to_the_day_before_for_who_says_so(home: House) -> None:
    # Two evenings a week that go on past midnight: four dates by the calendar, two days for who is a night owl.
    evening, night = await home.add("UTC", time(22), "Late"), await home.add("UTC", time(0, 30), "Later")
    monday = datetime(2026, 1, 5, 23, tzinfo=UTC)
    for at in sorted(monday + timedelta(weeks=week, days=day) for week in range(5) for day in (0, 2)):
        await home.prompts(at)
        await home.write(ANA, evening, "before midnight")
        await home.prompts(at + timedelta(hours=2))
        await home.write(ANA, night, "after it")
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RHYTHM
    await home.app.people.choose_day_start(ANA, 4)
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.FINDING
    await home.app.people.choose_zone(ANA, "Europe/Helsinki")
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.FINDING, (
        "1:00 and 3:00 there are still the day before"
    )


async def test_days_off_of_the_standup_are_neutral(home: House) -> None:
    await weeks_of_writing(home, 4)
    (standup,) = await home.standups.of_guild(GUILD)
    first = home.clock.now.date() + timedelta(days=1)
    last = first + timedelta(days=27)
    await home.standups.add_days_off(GUILD, ORGANISER, standup.id, first, last, "Summer", language="en")
    home.clock.forward(days=30)
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RHYTHM
    soon = home.clock.now.date() + timedelta(days=20)
    await home.standups.add_days_off(GUILD, ORGANISER, standup.id, soon, soon, "one more", language="en")
    assert await home.standups.rhythm(ANA, GUILD) is Rhythm.RHYTHM, "the past stays as it was"


async def test_look_back_gives_this_months_own_words_in_order_a_page_at_a_time(home: House) -> None:
    await weeks_of_writing(home, 4)
    first = await home.standups.look_back(ANA, GUILD, 0)
    texts = [each.answers[0].text for each in first.entries]
    assert texts == sorted(texts, key=lambda text: int(text.split()[1]))
    assert first.more
    rest = await home.standups.look_back(ANA, GUILD, first.entries[-1].id)
    assert not rest.more
    assert not {each.id for each in first.entries} & {each.id for each in rest.entries}
    home.clock.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (await home.standups.look_back(ANA, GUILD, 0)).entries == ()


async def test_mine_shows_the_sentence_and_the_words_of_this_month(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    card = await world.ana.slash(world.channel, "mine")
    rhythm_card = await world.ana.click(answer_of(card), label="Rhythm")
    assert "You are **resting**" in text_of(rhythm_card)
    empty = await world.ana.click(answer_of(rhythm_card), label="Look back")
    assert "still blank, and that is fine" in text_of(empty)
    await world.write(world.ana, "Ran the first notebook")
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    await world.write(world.ana, "Read about learning rates")
    again = await world.ana.slash(world.channel, "mine")
    back = await world.ana.click(
        answer_of(await world.ana.click(answer_of(again), label="Rhythm")), label="Look back"
    )
    assert text_of(back) == "- Ran the first notebook\n- Read about learning rates"
    assert labels_of(answer_of(back)) == ["Back"]


async def test_who_comes_back_after_a_while_is_welcomed_without_the_length_of_it(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    assert "Welcome back" not in text_of(await world.write(world.ana, "the first"))
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    assert "Welcome back" not in text_of(await world.write(world.ana, "the second"))
    await world.work_until(FRIDAY_NINE + timedelta(days=24, minutes=1), step=timedelta(hours=6))
    back = text_of(await world.write(world.ana, "the third"))
    assert back.startswith("Welcome back! Posted in")
    assert re.search(r"\b(day|week)s?\b", back) is None
    form = await world.ana.click(answer_of(await world.ana.slash(world.channel, "standup")), label="Edit")
    assert "Welcome back" not in text_of(await world.ana.submit_modal(form, {"q1": "the third, changed"}))
