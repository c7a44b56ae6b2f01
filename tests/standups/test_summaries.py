"""Owns what becomes of a summary after its hour: who comes late is told of then, and what went comes back (S9)."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.deliveries import store as deliveries
from bot.deliveries.model import Sent
from bot.standups.model import SUMMARY, WEEK, Standup, Summary
from bot.standups.service.summaries import SummaryPost, WeekPost
from bot.standups.service.writing import Saved
from tests.bots import World, answer_of, text_of
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House, message_id
from tests.standups.test_reminder import settings
from tests.standups.test_weekly import (
    FRIDAY_NINE,
    MONDAY_NINE,
    OVER,
    WORDS,
    begun,
    on,
    summaries,
)

LATER = OVER + timedelta(hours=2)  # in Friday's grace


async def friday(home: House, summary: Summary = Summary.WEEKLY) -> Standup:
    """It is Friday noon in a standup with such a summary."""
    standup = await begun(home)
    standup = await home.standups.summarise(GUILD, ORGANISER, standup.id, summary)
    await on(home, 9)
    return standup


async def out(home: House) -> list[int]:
    """Discord takes whatever summary is due now, new or anew; whom these tell of, in order."""
    posts: list[SummaryPost | WeekPost] = []
    posts += await home.standups.open_summaries()
    posts += await home.standups.open_weeks()
    for new in posts:
        await home.app.deliveries.record(new.claimed, Sent(message_id(new.claimed)))
    taken = [each for each in await home.standups.take_unfinished(50) if each.kind in (SUMMARY, WEEK)]
    for each in taken:
        is_week = each.kind == WEEK
        post = await (home.standups.week_post(each) if is_week else home.standups.summary_post(each))
        if post is None:
            gone = await home.standups.drop_summary(each.kind, each.subject_id)
            assert gone == [each.id]
        else:
            posts.append(post)
            await home.app.deliveries.record(each, Sent(each.message_id or 0))
    return [entry.user_id for post in posts for entry, _ in post.lines]


async def slowly(home: House, standup: Standup) -> Saved:
    """Ben posts seconds before the summary; Discord has not taken it yet."""
    home.clock.now = OVER - timedelta(seconds=5)
    draft = await home.draft(BEN, standup, "in time too")
    return await home.standups.publish(BEN, draft.id)


BOTH = pytest.mark.parametrize("summary", [Summary.WEEKLY, Summary.DAILY])


@BOTH
async def test_an_answer_within_the_grace_is_told_of_by_an_edit(home: House, summary: Summary) -> None:
    standup = await friday(home, summary)
    day_id = (await home.write(ANA, standup, WORDS)).entry.day_id
    home.clock.now = OVER
    assert await out(home) == [ANA]
    home.clock.now = LATER
    await home.write(BEN, standup, "Friday's button, on Saturday", day_id)
    assert await out(home) == [ANA, BEN]
    assert await out(home) == []


@BOTH
async def test_the_first_answer_of_all_within_the_grace_brings_the_summary(
    home: House, summary: Summary
) -> None:
    standup = await friday(home, summary)
    day = (await home.standups.open(GUILD, BEN, standup.id, 0)).day
    assert day is not None
    home.clock.now = OVER
    assert await out(home) == []
    home.clock.now = LATER
    await home.write(BEN, standup, WORDS, day.id)
    assert await home.standups.next_summary() == OVER
    assert await out(home) == [BEN]
    assert await home.standups.next_summary() is None


@BOTH
async def test_what_discord_takes_after_the_summary_is_told_of_then(home: House, summary: Summary) -> None:
    standup = await friday(home, summary)
    await home.write(ANA, standup, WORDS)
    slow = await slowly(home, standup)
    home.clock.now = OVER
    assert await out(home) == [ANA]
    await home.sent(slow.claimed)
    assert await out(home) == [ANA, BEN]


@BOTH
async def test_a_summary_waits_for_the_only_post_while_discord_does_not_take_it(
    home: House, summary: Summary
) -> None:
    standup = await friday(home, summary)
    slow = await slowly(home, standup)
    home.clock.now = OVER
    assert await out(home) == []
    assert await home.standups.next_summary() is None
    await home.sent(slow.claimed)
    assert await out(home) == [BEN]


@BOTH
async def test_the_only_post_written_better_brings_its_summary_back(home: House, summary: Summary) -> None:
    standup = await friday(home, summary)
    entry = (await home.write(ANA, standup, WORDS)).entry
    home.clock.now = OVER
    assert await out(home) == [ANA]
    home.clock.now = LATER
    await home.standups.delete(ANA, entry.id)
    assert await out(home) == []
    await home.write(ANA, standup, "better words", entry.day_id)
    assert await out(home) == [ANA]


async def test_post_it_of_what_was_kept_is_told_of(home: House) -> None:
    standup = await friday(home)
    await home.write(BEN, standup, WORDS)
    draft = await home.draft(ANA, standup, "kept at first")
    kept = (await home.standups.publish(ANA, draft.id, keep=True)).entry
    home.clock.now = OVER
    assert await out(home) == [BEN]
    home.clock.now = LATER
    await home.sent((await home.standups.unkeep(ANA, kept.id)).claimed)
    assert await out(home) == [BEN, ANA]


@BOTH
async def test_what_a_moderator_deleted_does_not_come_back(home: House, summary: Summary) -> None:
    standup = await friday(home, summary)
    entry = (await home.write(ANA, standup, WORDS)).entry
    home.clock.now = OVER
    assert await out(home) == [ANA]
    kind = WEEK if summary is Summary.WEEKLY else SUMMARY
    (found,) = await home.app.db.read(lambda tx: deliveries.of_subjects(tx, kind, range(100)))
    await home.standups.message_deleted(found.message_id or 0)
    home.clock.now = LATER
    await home.write(BEN, standup, "late", entry.day_id)
    assert await home.standups.open_summaries() == []
    assert await home.standups.open_weeks() == []


@BOTH
async def test_after_a_restore_what_waited_is_not_brought_back(home: House, summary: Summary) -> None:
    standup = await friday(home, summary)
    entry = (await home.write(ANA, standup, WORDS)).entry
    home.clock.now = OVER
    await home.app.db.write(lambda tx: home.standups.skip_past(tx))
    home.clock.now = LATER
    await home.write(BEN, standup, "late", entry.day_id)
    assert await out(home) == []


@pytest.mark.parametrize(
    ("summary", "waits", "told_again"),
    [
        (Summary.WEEKLY, 7, [ANA]),
        (Summary.WEEKLY, 8, []),
        (Summary.DAILY, 1, [ANA]),
        (Summary.DAILY, 2, []),
    ],
)
async def test_who_soon_wants_to_be_named_again_has_their_summary_back(
    home: House, summary: Summary, waits: int, told_again: list[int]
) -> None:
    standup = await friday(home, summary)
    await home.write(ANA, standup, WORDS)
    home.clock.now = OVER
    assert await out(home) == [ANA]
    await home.standups.leave_out(GUILD, ANA, wanted=True)
    assert await out(home) == []
    home.clock.now = OVER + timedelta(days=waits)
    await home.standups.purge()
    await home.standups.leave_out(GUILD, ANA, wanted=False)
    assert await out(home) == told_again
    assert await out(home) == []


async def test_a_daily_summary_that_waits_is_not_posted_once_there_is_none(home: House) -> None:
    standup = await friday(home, Summary.DAILY)
    day = (await home.standups.open(GUILD, BEN, standup.id, 0)).day
    assert day is not None
    home.clock.now = LATER
    await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.NONE)
    await home.write(BEN, standup, WORDS, day.id)
    assert await out(home) == []


async def test_other_weekdays_change_nothing_for_a_week_that_waits(home: House) -> None:
    standup = await friday(home)
    await home.write(ANA, standup, WORDS)
    home.clock.now = OVER
    assert await out(home) == [ANA]
    await home.standups.leave_out(GUILD, ANA, wanted=True)
    assert await out(home) == []
    home.clock.now = LATER + timedelta(days=2)
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=time(18), zone="Europe/Berlin", days=frozenset(range(3))
    )
    await home.standups.purge()
    await home.standups.leave_out(GUILD, ANA, wanted=False)
    assert await home.standups.next_summary() == OVER
    assert await out(home) == [ANA]


async def test_who_answers_on_saturday_with_fridays_button_stands_in_the_summary(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, WORDS)
    await world.work_until(OVER + timedelta(minutes=1))
    (prompt,) = [
        each for each in world.channel.history() if each.content.startswith("**Daily standup · Friday 9")
    ]
    await world.work_until(LATER)
    preview = await world.ben.click(prompt, label="A little today")
    posted = await world.ben.click(answer_of(preview), label="Post")
    assert text_of(posted).startswith("Posted in")
    await world.work()
    (summary,) = summaries(world)
    assert world.ben.mention in summary


async def test_leave_me_out_and_undo_of_who_alone_wrote(world: World) -> None:
    await world.set_up()
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, WORDS)
    await world.work_until(OVER + timedelta(minutes=1))
    chosen = await settings(world, world.ana, "Leave me out of summaries")
    assert summaries(world) == []
    await world.work_until(OVER + timedelta(hours=1))
    assert summaries(world) == []
    await world.ana.click(answer_of(chosen), label="Undo")
    await world.work()
    (summary,) = summaries(world)
    assert world.ana.mention in summary
