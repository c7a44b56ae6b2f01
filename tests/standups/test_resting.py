"""Owns the prompt that rests: after five without an answer, said once and kindly, woken by whoever writes (S2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import simcord

from bot.app import open_app
from bot.attention.model.values import Notice
from bot.attention.store.notices import open_notices
from bot.standups.model import RESTS, Standup
from bot.standups.store import days
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import manage, press
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin; the fifth prompt is the next Thursday's
SIXTH = FRIDAY_NINE + timedelta(days=7)


async def notices(home: House) -> list[Notice]:
    """What organisers have not seen to yet."""
    return await home.app.db.read(lambda tx: open_notices(tx, GUILD, 10))


async def dates(home: House, until: datetime) -> list[int]:
    """The days of the month of all prompts until then, of which nobody answers one."""
    found: list[int] = []
    while (due := await home.standups.next_opening()) is not None and due <= until:
        home.clock.now = max(due, home.clock.now)
        found += [post.day.date.day for post in await home.standups.open_due()]
    home.clock.now = until
    return found


async def as_stored(home: House, standup: Standup) -> Standup:
    """The standup as it stands now."""
    return await home.standups.standup(GUILD, standup.id)


async def asleep(home: House) -> Standup:
    """A standup that had five prompts without an answer; it is the Friday after, 10:00."""
    standup = await home.add()
    assert await dates(home, SIXTH + timedelta(hours=1)) == [2, 5, 6, 7, 8]
    return await as_stored(home, standup)


async def test_after_five_prompts_without_an_answer_it_rests_and_organisers_are_told_once(
    home: House,
) -> None:
    standup = await asleep(home)
    assert (standup.rested_at, standup.planned) == (SIXTH, None)
    (told,) = await notices(home)
    assert (told.kind, told.detail) == (RESTS, {"name": "Daily", "standup_id": standup.id})
    assert await dates(home, SIXTH + timedelta(days=20)) == []
    assert len(await notices(home)) == 1


async def test_one_answer_begins_anew(home: House) -> None:
    standup = await home.add()
    assert await dates(home, SIXTH - timedelta(hours=20)) == [2, 5, 6, 7, 8]
    await home.write(ANA, standup, "here I am")
    assert await dates(home, SIXTH + timedelta(days=6, hours=1)) == [9, 12, 13, 14, 15]
    assert await dates(home, SIXTH + timedelta(days=8)) == []
    assert (await as_stored(home, standup)).rested_at == SIXTH + timedelta(days=7)


async def test_an_answer_to_an_older_days_button_is_an_answer(home: House) -> None:
    standup = await home.add()
    home.clock.now = FRIDAY_NINE
    (friday,) = await home.open()  # its thread is there already
    assert await dates(home, SIXTH - timedelta(hours=23)) == [5, 6, 7, 8]
    await home.write(ANA, standup, "belated", friday.day.id)
    assert await dates(home, SIXTH + timedelta(hours=1)) == [9]


async def test_what_somebody_keeps_to_themselves_is_an_answer(home: House) -> None:
    standup = await home.add()
    assert await dates(home, SIXTH - timedelta(hours=23)) == [2, 5, 6, 7, 8]
    draft = await home.draft(ANA, standup, "for me alone")
    await home.standups.publish(ANA, draft.id, keep=True)
    assert await dates(home, SIXTH + timedelta(hours=1)) == [9]


async def test_quiet_openings_are_not_counted(home: House) -> None:
    standup = await home.add()
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=standup.schedule.at, zone="Europe/Berlin", days=frozenset({4})
    )
    assert await dates(home, FRIDAY_NINE + timedelta(days=15)) == [2, 9, 16]
    home.clock.now = datetime(2026, 1, 19, 12, tzinfo=UTC)
    saved = await home.write(ANA, standup, "on a Monday")
    await home.standups.delete(ANA, saved.entry.id)
    assert (await as_stored(home, standup)).unanswered == 0
    assert len(await dates(home, FRIDAY_NINE + timedelta(days=7 * 7, hours=1))) == 5


async def test_whoever_writes_wakes_it_and_the_notice_is_settled(home: House) -> None:
    standup = await asleep(home)
    saved = await home.write(BEN, standup, "back again")
    assert saved.entry.date == date(2026, 1, 9), "today is opened quietly"
    woken = await as_stored(home, standup)
    assert (woken.rested_at, woken.unanswered) == (None, 0)
    assert woken.planned is not None
    assert woken.planned.date == date(2026, 1, 12)
    assert await notices(home) == []
    assert await dates(home, SIXTH + timedelta(days=11, hours=1)) == [12, 13, 14, 15, 16]
    assert len(await notices(home)) == 1, "said again when it rests again"


async def test_an_old_prompts_button_wakes_it_too(home: House) -> None:
    standup = await home.add()
    await dates(home, SIXTH + timedelta(hours=1))
    thursday = await home.app.db.read(lambda tx: days.day_of(tx, standup.id, date(2026, 1, 8)))
    assert thursday is not None
    await home.write(ANA, standup, "an hour late", thursday.id)
    assert (await as_stored(home, standup)).rested_at is None


async def test_an_organiser_wakes_it_and_five_more_prompts_come(home: House) -> None:
    standup = await asleep(home)
    await home.standups.wake(GUILD, ORGANISER, standup.id)
    assert await notices(home) == []
    assert await dates(home, SIXTH + timedelta(days=10, hours=1)) == [12, 13, 14, 15, 16]
    assert (await as_stored(home, standup)).rested_at is not None


async def test_pausing_settles_it_changing_the_time_does_not_wake_it(home: House) -> None:
    standup = await asleep(home)
    moved = await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=standup.schedule.at, zone="Asia/Tokyo", days=frozenset(range(5))
    )
    assert moved.planned is None
    await home.standups.pause(GUILD, ORGANISER, standup.id, paused=True)
    assert await notices(home) == []
    resumed = await home.standups.pause(GUILD, ORGANISER, standup.id, paused=False)
    assert resumed.planned is not None


async def test_a_removed_standup_leaves_no_notice(home: House) -> None:
    standup = await asleep(home)
    await home.standups.remove(GUILD, ORGANISER, standup.id)
    assert await notices(home) == []


async def test_two_processes_say_it_once(home: House) -> None:
    await home.add()
    await dates(home, SIXTH - timedelta(hours=1))
    home.clock.now = SIXTH
    async with open_app(home.app.settings, clock=home.clock) as second:
        assert await home.standups.open_due() == await second.standups.open_due() == []
    assert len(await notices(home)) == 1


async def resting(world: World) -> simcord.InteractionResult:
    """Five prompts nobody answers, and the sixth's hour; the organiser looks at the standup."""
    await world.set_up()
    await world.work_until(SIXTH + timedelta(hours=1))
    return await manage(world)


async def test_setup_says_so_kindly_and_wakes_it(world: World) -> None:
    card = await resting(world)
    assert len(world.messages(world.channel)) == 5
    assert "rests: it was quiet lately" in text_of(card)
    assert "Wake it" in labels_of(answer_of(card))
    card = await press(world, card, "Wake it")
    assert "It is awake." in text_of(card)
    assert "Next prompt" in text_of(card)
    await world.work_until(SIXTH + timedelta(days=3, hours=1))
    assert len(world.messages(world.channel)) == 6


async def test_a_member_wakes_it_by_writing_and_sees_nothing_of_it(world: World) -> None:
    await resting(world)
    told = await world.write(world.ana, "back at it")
    assert text_of(told).startswith("Posted in")
    prompts = world.messages(world.channel)
    assert len(prompts) == 6
    assert "Friday 9 January" in prompts[-1]
    await world.work_until(SIXTH + timedelta(days=3, hours=1))
    assert any("Monday 12 January" in each for each in world.messages(world.channel))
    assert "rests" not in text_of(await manage(world))
