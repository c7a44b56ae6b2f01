"""Owns days that begin without their prompt: what is kept to oneself shows nobody anything, who is early takes no reminder."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.app import open_app
from bot.standups.model import ENTRY, PROMPT, Draft, Entry, Standup, Summary
from bot.standups.service.writing import Saved
from tests.bots import World, answer_of, labels_of, text_of
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House
from tests.standups.test_reminder import remind, waiting

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
DAY = timedelta(days=1)
SATURDAY = FRIDAY_NINE + timedelta(days=1, hours=4)  # Friday's day is over
MONDAY_NINE = FRIDAY_NINE + timedelta(days=3)
EARLY = MONDAY_NINE - timedelta(hours=2)


async def begun(home: House, until: datetime) -> Standup:
    """A standup whose Friday had a prompt and an answer; the clock stands at `until`."""
    standup = await home.add()
    await home.prompts(FRIDAY_NINE)
    await home.write(13, standup, "on Friday")
    assert [post.day.date.day for post in await home.prompts(until)] == []
    return standup


async def keep(home: House, who: int, standup: Standup, words: str = "for me alone") -> Entry:
    """Somebody keeps what they typed to themselves."""
    draft = await home.draft(who, standup, words)
    saved = await home.standups.publish(who, draft.id, keep=True)
    assert saved.claimed == ()
    return saved.entry


async def on_its_way(home: House) -> list[str]:
    """The kinds of everything that Discord would be sent after a while."""
    now = home.clock.now
    home.clock.forward(minutes=20)
    taken = await home.standups.take_unfinished(100)
    home.clock.now = now
    return sorted(each.kind for each in taken)


def kinds(saved: Saved) -> list[str]:
    """What was claimed, in order."""
    return [each.kind for each in saved.claimed]


@pytest.mark.parametrize("now", [SATURDAY, EARLY])
async def test_what_is_kept_shows_nobody_anything_and_the_next_prompt_comes(
    home: House, now: datetime
) -> None:
    standup = await begun(home, now)
    entry = await keep(home, ANA, standup)
    assert await on_its_way(home) == []
    assert (await home.standups.open(GUILD, ANA, standup.id, 0)).entry == entry, "its author finds it"
    assert (await home.standups.open(GUILD, BEN, standup.id, 0)).entry is None
    (monday,) = await home.prompts(MONDAY_NINE + timedelta(hours=3))
    assert (monday.day.date, monday.day.quiet, monday.day.late) == (date(2026, 1, 5), False, False)
    assert (monday.day.id == entry.day_id) is (now == EARLY), "an early one is there already"
    assert monday.day == replace(await home.day(monday.day.id), thread_id=None)
    assert (monday.day.opened_at, monday.day.closes_at) == (MONDAY_NINE, MONDAY_NINE + DAY)
    assert (await home.write(BEN, standup, "with the others")).entry.home_id == monday.day.id
    (tuesday,) = await home.prompts(MONDAY_NINE + DAY)
    assert tuesday.day.date == date(2026, 1, 6)


async def resting(home: House) -> Standup:
    """A standup that nobody answered, so that it rests from this Friday, 9:00, on."""
    standup = await home.add()
    while (due := await home.standups.next_opening()) is not None:
        home.clock.now = due
        for post in await home.standups.open_due():
            await home.app.deliveries.forget(post.claimed.id)
    assert (await home.standups.standup(GUILD, standup.id)).rested_at == home.clock.now
    return standup


async def test_what_is_kept_wakes_a_standup_without_showing_anything(home: House) -> None:
    standup = await resting(home)
    friday = home.clock.now
    home.clock.forward(hours=2)
    await keep(home, ANA, standup)
    assert await on_its_way(home) == []
    (monday,) = await home.prompts(friday + timedelta(days=3))
    assert monday.day.opened_at == friday + timedelta(days=3)


async def test_the_first_post_after_something_kept_opens_the_day(home: House) -> None:
    standup = await begun(home, EARLY)
    kept = await keep(home, ANA, standup)
    home.clock.forward(minutes=30)
    await home.standups.prefer_preview(GUILD, BEN, wanted=False)
    draft = await home.standups.submit(GUILD, BEN, standup.id, kept.day_id, ["up early", "", ""])
    assert isinstance(draft, Draft), "the form was opened when nothing but the kept words was there"
    saved = await home.standups.publish(BEN, draft.id)
    assert kinds(saved) == [PROMPT, ENTRY]
    assert saved.entry.day_id == saved.entry.home_id == kept.day_id
    await home.sent(saved.claimed)
    assert await home.prompts(MONDAY_NINE + timedelta(hours=3)) == [], "it took the prompt's place"
    assert kinds(await home.standups.unkeep(ANA, kept.id)) == [ENTRY]
    (tuesday,) = await home.prompts(MONDAY_NINE + DAY)
    assert tuesday.day.date == date(2026, 1, 6)


async def test_who_may_post_at_once_opens_the_day_too(home: House) -> None:
    standup = await begun(home, SATURDAY)
    kept = await keep(home, ANA, standup)
    saved = await home.write(BEN, standup, "seen a preview by now", kept.day_id)
    assert kinds(saved) == [PROMPT, ENTRY]
    again = await home.standups.submit(GUILD, 13, standup.id, kept.day_id, ["at once", "", ""])
    assert isinstance(again, Saved)
    assert kinds(again) == [ENTRY]


async def test_posted_later_it_opens_its_day_or_goes_into_a_newer_one(home: House) -> None:
    standup = await begun(home, SATURDAY)
    first, second = await keep(home, ANA, standup), await keep(home, BEN, standup)
    home.clock.forward(hours=20)  # Sunday; nothing was opened since
    saved = await home.standups.unkeep(ANA, first.id)
    assert (kinds(saved), saved.entry.home_id) == ([PROMPT, ENTRY], first.day_id)
    await home.sent(saved.claimed)
    assert (await home.day(first.day_id)).thread_id is not None
    (monday,) = await home.prompts(MONDAY_NINE + timedelta(hours=3))
    saved = await home.standups.unkeep(BEN, second.id)
    assert (kinds(saved), saved.entry.home_id) == ([ENTRY], monday.day.id)
    assert saved.entry.belated


async def test_in_its_grace_it_goes_into_the_day_that_opened_meanwhile(home: House) -> None:
    standup = await begun(home, MONDAY_NINE - timedelta(hours=12))
    sunday = await keep(home, ANA, standup)
    (monday,) = await home.prompts(MONDAY_NINE + timedelta(minutes=1))
    saved = await home.standups.unkeep(ANA, sunday.id)
    assert (kinds(saved), saved.entry.home_id) == ([ENTRY], monday.day.id)


async def test_a_belated_answer_goes_past_a_day_that_nobody_sees(home: House) -> None:
    standup = await begun(home, SATURDAY + timedelta(hours=12))
    friday = (await home.standups.mine(13, guild_id=GUILD, before=None, limit=1))[0].day_id
    kept = await keep(home, ANA, standup)
    draft = await home.draft(BEN, standup, "for Friday", friday)
    saved = await home.standups.publish(BEN, draft.id)
    assert (kinds(saved), saved.entry.home_id) == ([ENTRY], friday)
    last = await home.standups.last_prompt_at(standup.id)
    assert last == FRIDAY_NINE, "an organiser is not told that somebody kept something either"
    assert kept.day_id != friday


async def test_a_new_date_without_a_prompt_is_a_day_of_its_own(home: House) -> None:
    standup = await begun(home, SATURDAY)
    kept = await keep(home, ANA, standup)
    home.clock.forward(hours=22)  # Sunday morning, less than a day later
    assert (await home.standups.open(GUILD, ANA, standup.id, 0)).entry is None
    saved = await home.write(BEN, standup, "on Sunday")
    assert saved.entry.date == date(2026, 1, 4)
    assert saved.entry.day_id != kept.day_id


async def test_kept_while_others_open_the_day_in_another_process_there_is_one_prompt(home: House) -> None:
    standup = await begun(home, EARLY)
    await keep(home, ANA, standup)
    drafts = {who: await home.draft(who, standup, "words") for who in range(20, 26)}
    kept = await home.draft(BEN, standup, "mine")
    home.clock.now = MONDAY_NINE
    async with open_app(home.app.settings, clock=home.clock) as second:
        posting = [home.standups.publish(who, draft.id) for who, draft in drafts.items()]
        posting.append(second.standups.publish(BEN, kept.id, keep=True))
        saved, opened = await asyncio.gather(asyncio.gather(*posting), second.standups.open_due())
    prompts = [each for one in saved for each in one.claimed if each.kind == PROMPT]
    prompts += [post.claimed for post in opened]
    assert len(prompts) == 1
    assert len({each.entry.day_id for each in saved}) == 1
    assert await home.prompts(MONDAY_NINE + timedelta(hours=3)) == []


async def test_moved_meanwhile_the_day_opens_in_the_new_channel(home: House) -> None:
    standup = await begun(home, SATURDAY)
    kept = await keep(home, ANA, standup)
    await home.standups.move(GUILD, ORGANISER, standup.id, channel_id=CHANNEL + 1, name="Daily")
    assert (await home.standups.target_of_entry(ANA, kept.id)).channel_id == CHANNEL + 1
    saved = await home.standups.unkeep(ANA, kept.id)
    assert [each.channel_id for each in saved.claimed if each.kind == PROMPT] == [CHANNEL + 1]


async def test_a_daily_summary_and_reminders_come_for_a_day_that_was_kept_early(home: House) -> None:
    standup = await begun(home, EARLY)
    await home.standups.want_reminder(GUILD, BEN, wanted=True)
    await keep(home, ANA, standup)
    await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.DAILY)
    assert await home.standups.next_reminder() is None
    (monday,) = await home.prompts(MONDAY_NINE)
    await remind(home)
    assert [each.subject_id for each in await waiting(home, BEN)] == [monday.day.id]
    await home.write(BEN, standup, "posted")
    await home.standups.open_weeks()  # Friday's, which was planned before
    assert await home.standups.next_summary() == MONDAY_NINE + DAY


async def test_who_is_early_takes_nobodys_reminder(home: House) -> None:
    standup = await begun(home, EARLY)
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    saved = await home.write(BEN, standup, "up early")
    assert await home.standups.next_reminder() == MONDAY_NINE
    await remind(home)
    assert await waiting(home, ANA) == []
    assert await home.prompts(MONDAY_NINE) == []
    await remind(home)
    (told,) = await waiting(home, ANA)
    assert (told.subject_id, told.expires_at) == (saved.entry.day_id, MONDAY_NINE + DAY)
    assert await home.standups.next_reminder() is None


@pytest.mark.parametrize("kept_first", [False, True])
async def test_who_wakes_a_standup_in_the_morning_takes_nobodys_reminder(
    home: House, kept_first: bool
) -> None:
    standup = await resting(home)
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    home.clock.forward(days=2, hours=22)  # Monday, 7:00
    nine = home.clock.now + timedelta(hours=2)
    if kept_first:
        await keep(home, 13, standup)
        assert await home.standups.next_reminder() is None
    await home.write(BEN, standup, "good morning")
    assert await home.standups.next_reminder() == nine
    assert await home.prompts(nine) == []


async def test_who_writes_between_the_old_time_and_the_new_takes_nobodys_reminder(home: House) -> None:
    standup = await begun(home, EARLY)
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=time(18), zone="Europe/Berlin", days=standup.schedule.days
    )
    home.clock.now = MONDAY_NINE + timedelta(hours=2)
    await home.write(BEN, standup, "between the old time and the new")
    assert await home.standups.next_reminder() == MONDAY_NINE + timedelta(hours=9)


async def test_on_a_day_without_a_prompt_or_after_its_hour_nobody_is_reminded(home: House) -> None:
    standup = await begun(home, SATURDAY)
    await home.standups.want_reminder(GUILD, ANA, wanted=True)
    await home.write(BEN, standup, "on Saturday")
    assert await home.standups.next_reminder() is None
    home.clock.now = MONDAY_NINE + timedelta(hours=4)  # the process slept too long for this prompt
    await home.open()
    await home.write(BEN, standup, "on Monday")
    assert await home.standups.next_reminder() is None


async def test_in_the_hour_after_the_clocks_went_back_the_days_words_are_shown_not_replaced(
    home: House,
) -> None:
    home.clock.now = datetime(2026, 10, 20, tzinfo=UTC)
    standup = await home.add(at=time(0, 30))
    every_day = frozenset(range(7))
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=time(0, 30), zone="Europe/Berlin", days=every_day
    )
    await home.prompts(datetime(2026, 10, 25, 12, tzinfo=UTC))
    first = await home.write(ANA, standup, "my long first text")
    home.clock.now = datetime(2026, 10, 25, 22, 45, tzinfo=UTC)  # 23:45, and Sunday's 24 hours are over
    assert not (await home.day(first.entry.day_id)).is_open(home.clock.now)
    assert (await home.standups.open(GUILD, ANA, standup.id, 0)).entry == first.entry
    saved = await home.write(BEN, standup, "another's")
    assert saved.entry.home_id == saved.entry.day_id == first.entry.day_id


async def test_keep_to_myself_on_a_saturday_posts_nothing_until_post_it_does(world: World) -> None:
    await world.set_up()
    await world.work_until(SATURDAY)
    before = world.messages(world.channel)
    kept = await world.write(world.ana, "only for me", post=False)
    kept = await world.ana.click(answer_of(kept), label="Keep to myself")
    assert "Only you can see it" in text_of(kept)
    await world.work_until(SATURDAY + timedelta(minutes=30))
    assert world.messages(world.channel) == before
    assert world.channel.threads == []
    shown = await world.ana.slash(world.channel, "standup")
    assert labels_of(answer_of(shown)) == ["Post it", "Edit", "Delete"]
    assert "Posted in" in text_of(await world.ana.click(answer_of(shown), label="Post it"))
    assert "Saturday 3 January" in world.messages(world.channel)[-1]
    assert any("only for me" in each for each in world.messages(world.thread()))
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    assert "Monday 5 January" in world.messages(world.channel)[-1]
