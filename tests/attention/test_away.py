"""Owns being away (S6) as people do it: the card, the command with days in their own words, the DM; and what it holds back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import simcord

from bot.attention.model.values import Away
from tests.attention.trial import Trial, choose, received, tell
from tests.bots import World, answer_of, labels_of, text_of
from tests.standups.service import ANA, GUILD, house

THURSDAY = date(2026, 1, 1)
CHOICES = ["Today", "This week", "Until I'm back", "Dates…", "Back"]


def day(when: date) -> str:
    """A date as Discord shows it to each reader (UTC serves: nobody chose a zone)."""
    return f"<t:{int(datetime.combine(when, time(12), UTC).timestamp())}:D>"


async def aways(world: World, who: simcord.MemberActor) -> list[tuple[date, date | None]]:
    """The ranges that are kept."""
    return [(each.first, each.last) for each in await world.app.attention.aways(who.id)]


async def press(world: World, who: simcord.MemberActor, *labels: str) -> simcord.InteractionResult:
    """Somebody opens /away and presses these buttons."""
    result = await who.slash(world.channel, "away")
    for label in labels:
        result = await who.click(answer_of(result), label=label)
    return result


async def dates(world: World, who: simcord.MemberActor, typed: str) -> simcord.InteractionResult:
    """Somebody types days into the form."""
    return await who.submit_modal(await press(world, who, "Dates…"), {"days": typed})


async def test_the_card_offers_four_ways_and_one_matters_when_away(world: World) -> None:
    card = await press(world, world.ana)
    assert answer_of(card).ephemeral
    assert labels_of(answer_of(card)) == CHOICES
    assert "nothing reaches you" in text_of(card)
    went = await world.ana.click(answer_of(card), label="Until I'm back")
    assert "You are away until you say that you are back." in text_of(went)
    assert "“I'm back” ends it at any time." in text_of(went)
    assert await aways(world, world.ana) == [(THURSDAY, None)]
    again = await press(world, world.ana)
    assert labels_of(answer_of(again)) == ["I'm back", *CHOICES]
    back = await world.ana.click(answer_of(again), label="I'm back")
    assert "Welcome back." in text_of(back)
    assert await aways(world, world.ana) == []
    assert labels_of(answer_of(await press(world, world.ana))) == CHOICES


async def test_today_and_this_week_say_until_when(world: World) -> None:
    today = await press(world, world.ana, "Today")
    assert f"You are away until {day(THURSDAY)}, that day included." in text_of(today)
    week = await press(world, world.ana, "This week")
    assert f"until {day(date(2026, 1, 4))}" in text_of(week)
    assert await aways(world, world.ana) == [(THURSDAY, date(2026, 1, 4))], "the new choice takes its place"


async def test_changing_it_keeps_the_days_that_are_over(world: World) -> None:
    await press(world, world.ana, "Until I'm back")
    await world.until(world.env.now() + timedelta(days=3))
    await press(world, world.ana, "Today")
    assert await aways(world, world.ana) == [
        (THURSDAY, date(2026, 1, 3)),
        (date(2026, 1, 4), date(2026, 1, 4)),
    ]


async def test_days_in_ones_own_words_ahead_and_back_can_be_taken_back(world: World) -> None:
    ahead = await dates(world, world.ana, "12–15 Jan")
    assert f"You are away from {day(date(2026, 1, 12))} to {day(date(2026, 1, 15))}" in text_of(ahead)
    back = await dates(world, world.ana, "was ill Tue–Wed")
    assert f"Noted: you were away from {day(date(2025, 12, 30))} to {day(date(2025, 12, 31))}" in text_of(
        back
    )
    assert "rhythm" in text_of(back)
    assert len(await aways(world, world.ana)) == 2
    undone = await world.ana.click(answer_of(back), label="Take it back")
    assert "Taken back" in text_of(undone)
    card = await press(world, world.ana)
    (made,) = await world.app.attention.aways(world.ana.id)
    await world.ana.select(answer_of(card), [str(made.id)])
    assert await aways(world, world.ana) == []


async def test_days_to_come_do_not_hide_that_they_are_away_now(world: World) -> None:
    await press(world, world.ana, "Until I'm back")
    ahead = await dates(world, world.ana, "12–14 Jan")
    assert f"You are away from {day(date(2026, 1, 12))} to {day(date(2026, 1, 14))}" in text_of(ahead)
    assert "You are also away now, until you say that you are back." in text_of(ahead)
    assert labels_of(answer_of(ahead)) == ["Take it back", "I'm back", "Other days"]
    await world.ana.click(answer_of(ahead), label="I'm back")
    assert await aways(world, world.ana) == [(date(2026, 1, 12), date(2026, 1, 14))]
    await press(world, world.ana, "Today")
    past = await dates(world, world.ana, "was ill Tue–Wed")
    assert f"You are also away now, until {day(THURSDAY)}, that day included." in text_of(past)
    await press(world, world.ana, "I'm back")
    assert "also away now" not in text_of(await dates(world, world.ana, "19–20 Jan"))


async def test_days_noted_twice_and_taken_back_once_are_still_noted_and_it_says_so(world: World) -> None:
    await dates(world, world.ana, "12–15 Jan")
    twice = await dates(world, world.ana, "15–20 Jan")
    undone = await world.ana.click(answer_of(twice), label="Take it back")
    assert "Other days that you noted still cover some of these" in text_of(undone)
    assert "no longer" not in text_of(undone)
    assert await aways(world, world.ana) == [(date(2026, 1, 12), date(2026, 1, 15))]
    apart = await dates(world, world.ana, "16–20 Jan")
    undone = await world.ana.click(answer_of(apart), label="Take it back")
    assert "Taken back: I no longer take you as away on those days." in text_of(undone)


async def test_what_nobody_can_read_opens_again_as_it_was_typed(world: World) -> None:
    refused = await dates(world, world.ana, "when the snow melts")
    assert "I cannot read days in “when the snow melts”" in text_of(refused)
    assert "12–15 Oct" in text_of(refused)
    again = await world.ana.click(answer_of(refused), label="Open the form again")
    assert "when the snow melts" in str(again.modal)
    asked = await world.ana.submit_modal(again, {"days": "2/1"})
    assert "“2/1” may be Friday 2 January 2026 or Sunday 1 February 2026" in text_of(asked)
    asked = await dates(world, world.ana, "next Friday")
    assert "Friday 2 January 2026 or Friday 9 January 2026. Write the one you mean, like 12" in text_of(asked)
    far = await dates(world, world.ana, "2031-01-01")
    assert "more than a year away" in text_of(far)
    wrong = await dates(world, world.ana, "2026-02-03 – 2026-02-01")
    assert "the end comes before the beginning" in text_of(wrong)
    assert await aways(world, world.ana) == []


async def test_the_command_takes_from_and_to(world: World) -> None:
    both = await world.ana.slash(world.channel, "away", **{"from": "Mon", "to": "Wed"})
    assert f"from {day(date(2026, 1, 5))} to {day(date(2026, 1, 7))}" in text_of(both)
    only_from = await world.ben.slash(world.channel, "away", **{"from": "2026-01-05"})
    assert f"From {day(date(2026, 1, 5))} on you are away" in text_of(only_from)
    only_to = await world.organiser.slash(world.channel, "away", to="until Sunday")
    assert f"You are away until {day(date(2026, 1, 4))}" in text_of(only_to)
    assert await aways(world, world.organiser) == [(THURSDAY, date(2026, 1, 4))]
    past = await world.ana.slash(world.channel, "away", **{"from": "was ill on Tuesday"})
    assert f"Noted: you were away on {day(date(2025, 12, 30))}" in text_of(past)
    refused = await world.ana.slash(world.channel, "away", **{"from": "whenever", "to": "then"})
    assert "I cannot read days in “whenever – then”" in text_of(refused)
    form = await world.ana.click(answer_of(refused), label="Write it anew")
    assert "whenever – then" in str(form.modal), "nothing typed is lost"


async def test_it_works_in_the_bots_dm_and_by_the_persons_own_clock(world: World) -> None:
    await world.until(datetime(2026, 1, 1, 20, tzinfo=UTC))  # Friday, 01:45 in Kathmandu
    await world.app.people.choose_zone(world.ana.id, "Asia/Kathmandu")
    card = await world.ana.user.slash("away")
    await world.ana.user.click(answer_of(card), label="Today")
    assert await aways(world, world.ana) == [(date(2026, 1, 2), date(2026, 1, 2))]
    await world.set_up(city="Kathmandu")
    await press(world, world.ben, "Today")
    assert await aways(world, world.ben) == [(date(2026, 1, 2), date(2026, 1, 2))], "the server's zone serves"


async def test_mine_offers_it_and_says_it(world: World) -> None:
    card = await world.ana.slash(world.channel, "mine")
    assert "Away" in labels_of(answer_of(card))
    await world.ana.click(answer_of(await world.ana.click(answer_of(card), label="Away")), label="Today")
    assert "You are away until" in text_of(await world.ana.slash(world.channel, "mine"))


async def test_it_silences_everything_over_the_weekend_and_after(world: World) -> None:
    Trial().load(world.bot)
    await choose(world, world.ana)
    await dates(world, world.ana, "Fri – Mon")
    await world.until(datetime(2026, 1, 1, 18, tzinfo=UTC))  # Thursday's bundle had its time
    await tell(world, world.ana, 1)
    await world.work_until(datetime(2026, 1, 6, 11, tzinfo=UTC))
    assert received(world.ana) == []
    await world.work_until(datetime(2026, 1, 6, 13, tzinfo=UTC))
    (bundle,) = received(world.ana)
    assert "News number 1." in bundle


async def test_who_comes_back_early_is_reached_again(world: World) -> None:
    Trial().load(world.bot)
    await choose(world, world.ana)
    await press(world, world.ana, "Until I'm back")
    await tell(world, world.ana, 1)
    await world.work_until(datetime(2026, 1, 7, 15, tzinfo=UTC))
    assert received(world.ana) == []
    await press(world, world.ana, "I'm back")
    await world.work_until(datetime(2026, 1, 8, 13, tzinfo=UTC))
    assert len(received(world.ana)) == 1
    assert await aways(world, world.ana) == [(THURSDAY, date(2026, 1, 6))]


async def test_a_stale_undo_and_somebody_elses_range_change_nothing(world: World) -> None:
    await dates(world, world.ana, "12–15 Jan")
    (made,) = await world.app.attention.aways(world.ana.id)
    assert not await world.app.attention.forget_away(world.ben.id, made.id)
    assert await world.app.attention.aways(world.ana.id) == [Away(made.first, made.last, made.id)]


async def test_a_change_takes_the_place_of_what_covers_today_on_both_databases(migrated_url: str) -> None:
    async with house(migrated_url, datetime(2026, 1, 1, 12, tzinfo=UTC)) as home:
        attention = home.app.attention

        async def change(first: date, last: date | None) -> list[tuple[date, date | None]]:
            await attention.change_away(ANA, first, last, guild_id=GUILD, language="de")
            return [(each.first, each.last) for each in await attention.aways(ANA)]

        later = (date(2026, 2, 1), date(2026, 2, 5))
        assert await change(*later) == [later]
        assert await change(*later) == [later], "said again it is the same"
        assert await change(THURSDAY, None) == [(THURSDAY, None), later]
        home.clock.forward(days=2)
        saturday = date(2026, 1, 3)
        assert await change(saturday, saturday) == [
            (THURSDAY, date(2026, 1, 2)),
            (saturday, saturday),
            later,
        ]
        ill = (date(2025, 12, 30), date(2025, 12, 31))
        assert ill in await change(*ill)
        await attention.back(ANA)
        assert await attention.aways(ANA) == [
            each for each in await attention.aways(ANA) if not each.covers(saturday)
        ]
        assert (await home.app.people.person(ANA)).home_server == GUILD
