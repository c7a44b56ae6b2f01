"""Owns the week's summary: when it comes, what it tells, whom it leaves out, and that it follows what is deleted (S9)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import simcord

from bot.communities.store import topics
from bot.core.db import Tx
from bot.deliveries.model import Delivery, Sent
from bot.standups.model import WEEK, Standup, Summary
from bot.standups.model.blockers import Stage
from bot.standups.service.summaries import WeekPost
from bot.standups.store import blockers, weeks
from tests.bots import World, answer_of, text_of
from tests.communities.setting_up import manage
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House, message_id
from tests.standups.test_reminder import settings
from tests.traces import in_discord

MONDAY_NINE = datetime(2026, 1, 5, 8, tzinfo=UTC)  # 9:00 in Berlin
FRIDAY_NINE = MONDAY_NINE + timedelta(days=4)
OVER = MONDAY_NINE + timedelta(days=5)  # Friday's day closes
WORDS = "zanzibar"


async def begun(home: House) -> Standup:
    """A standup of the usual days; it is the Sunday before its first prompt."""
    home.clock.now = datetime(2026, 1, 4, 12, tzinfo=UTC)
    return await home.add()


async def on(home: House, day: int) -> None:
    """The day of January begins: its prompt has come, it is noon; what is due to be summed up waits."""
    await home.prompts(datetime(2026, 1, day, 11, tzinfo=UTC))


async def due_weeks(home: House, at: datetime = OVER) -> list[WeekPost]:
    """The weeks that are due then; Discord takes their messages."""
    home.clock.now = at
    found = await home.standups.open_weeks()
    for each in found:
        await home.app.deliveries.record(each.claimed, Sent(message_id(each.claimed)))
    return found


async def edits(home: House) -> list[Delivery]:
    """The weeks' messages that are to be edited now."""
    return [each for each in await home.standups.take_unfinished(50) if each.kind == WEEK]


async def told(home: House, claimed: Delivery) -> list[int]:
    """Whom a week's message tells of as it has to read now, in order."""
    post = await home.standups.week_post(claimed)
    return [entry.user_id for entry, _ in post.lines] if post else []


async def week_of_two(home: House) -> Standup:
    """Ana writes on Monday and Wednesday, Ben on Tuesday; the summary is out."""
    standup = await begun(home)
    for day, who in ((5, ANA), (6, BEN), (7, ANA)):
        await on(home, day)
        await home.write(who, standup, f"{WORDS} {day}")
    await home.prompts(OVER - timedelta(hours=1))
    return standup


async def test_it_comes_when_the_last_working_days_day_closes_in_time_order(home: House) -> None:
    await week_of_two(home)
    assert await home.standups.next_summary() == OVER
    assert await due_weeks(home, OVER - timedelta(seconds=1)) == []
    (post,) = await due_weeks(home)
    assert [(entry.user_id, entry.date.day) for entry, _ in post.lines] == [(ANA, 5), (BEN, 6), (ANA, 7)]
    assert (post.monday, post.more, post.stuck) == (date(2026, 1, 5), False, ())
    assert await due_weeks(home, OVER + timedelta(days=1)) == []


async def test_a_week_without_posts_has_none(home: House) -> None:
    standup = await begun(home)
    await on(home, 5)
    draft = await home.draft(ANA, standup, WORDS)
    await home.standups.publish(ANA, draft.id, keep=True)
    await on(home, 6)
    saved = await home.write(BEN, standup, WORDS)
    await home.standups.delete(BEN, saved.entry.id)
    assert await due_weeks(home) == []


async def test_fifteen_lines_and_then_that_there_is_more(home: House) -> None:
    standup = await begun(home)
    for day in (5, 6):
        await on(home, day)
        for number in range(8):
            await home.write(100 + number, standup, f"{WORDS} {number}")
    (post,) = await due_weeks(home)
    assert [entry.user_id for entry, _ in post.lines] == [100 + n for n in (*range(8), *range(7))]
    assert post.more


@pytest.mark.parametrize("summary", [Summary.DAILY, Summary.NONE])
async def test_who_chose_otherwise_gets_none_of_a_week(home: House, summary: Summary) -> None:
    standup = await week_of_two(home)
    await home.standups.summarise(GUILD, ORGANISER, standup.id, summary)
    assert await due_weeks(home) == []


async def test_what_is_chosen_at_the_weeks_end_counts(home: House) -> None:
    standup = await begun(home)
    await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.NONE)
    await on(home, 5)
    await home.write(ANA, standup, WORDS)
    await home.standups.summarise(GUILD, ORGANISER, standup.id, Summary.WEEKLY)
    assert len(await due_weeks(home)) == 1


async def test_a_quiet_weekend_is_told_of_when_it_is_over(home: House) -> None:
    standup = await week_of_two(home)
    (post,) = await due_weeks(home)
    home.clock.now = OVER + timedelta(hours=5)
    await home.write(BEN, standup, "on Saturday")
    assert await home.standups.next_summary() == OVER + timedelta(hours=29)
    assert await due_weeks(home, OVER + timedelta(hours=29)) == [], "no second message"
    (edit,) = await edits(home)
    assert edit.id == post.claimed.id
    assert await told(home, edit) == [ANA, BEN, ANA, BEN]


async def test_a_week_with_a_quiet_day_alone_is_told_of(home: House) -> None:
    standup = await home.add()
    home.clock.now = datetime(
        2026, 1, 3, 12, tzinfo=UTC
    )  # a Saturday; Friday's prompt was missed by downtime
    await home.open()
    await home.write(ANA, standup, "on Saturday")
    (post,) = await due_weeks(home, datetime(2026, 1, 4, 12, tzinfo=UTC))
    assert (post.monday, [entry.date.day for entry, _ in post.lines]) == (date(2025, 12, 29), [3])


async def test_a_belated_answer_is_told_of_with_the_thread_that_holds_it(home: House) -> None:
    standup = await week_of_two(home)
    friday = (await home.standups.mine(ANA, guild_id=None, before=None, limit=1))[0].day_id
    await due_weeks(home)
    await on(home, 12)
    await home.write(BEN, standup, "for last week", friday)
    (post,) = await due_weeks(home, OVER + timedelta(days=7))
    assert [(entry.user_id, entry.date.day) for entry, _ in post.lines] == [(BEN, 7)]


async def test_a_holiday_or_another_schedule_moves_the_weeks_end(home: House) -> None:
    standup = await begun(home)
    await on(home, 5)
    await home.write(ANA, standup, WORDS)
    friday = FRIDAY_NINE.date()
    await home.standups.add_days_off(GUILD, ORGANISER, standup.id, friday, friday, "", language="en")
    assert await home.standups.next_summary() == OVER - timedelta(days=1)
    await home.standups.switch_day(GUILD, ORGANISER, standup.id, friday, language="en")
    assert await home.standups.next_summary() == OVER
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=time(18), zone="Europe/Berlin", days=frozenset(range(3))
    )
    assert await home.standups.next_summary() == datetime(2026, 1, 8, 17, tzinfo=UTC)


async def test_after_a_restore_weeks_of_the_past_stay_untold(home: House) -> None:
    await week_of_two(home)
    home.clock.now = OVER
    await home.app.db.write(lambda tx: home.standups.skip_past(tx))
    assert await home.standups.open_weeks() == []


async def delete_one(home: House) -> None:
    """Ana deletes her Wednesday."""
    (newest,) = await home.standups.mine(ANA, guild_id=None, before=None, limit=1)
    await home.standups.delete(ANA, newest.id)


async def erase_ana(home: House) -> None:
    """Ana deletes all her standups."""
    await home.app.people.forget(ANA, "standups")


async def leave_ana_out(home: House) -> None:
    """Ana wants to be left out."""
    await home.standups.leave_out(GUILD, ANA, wanted=True)


async def moderate(home: House) -> None:
    """A moderator deletes Ben's message."""
    (newest,) = await home.standups.mine(BEN, guild_id=None, before=None, limit=1)
    (post,) = await home.standups.posted(newest.id)
    await home.standups.message_deleted(post.message_id or 0)


@pytest.mark.parametrize(
    ("happens", "left"),
    [(delete_one, [ANA, BEN]), (erase_ana, [BEN]), (leave_ana_out, [BEN]), (moderate, [ANA, ANA])],
)
async def test_what_is_gone_goes_from_the_summary_by_an_edit(
    home: House, happens: Callable[[House], Awaitable[None]], left: list[int]
) -> None:
    await week_of_two(home)
    (post,) = await due_weeks(home)
    await happens(home)
    (edit,) = await edits(home)
    assert edit.id == post.claimed.id
    assert await told(home, edit) == left


async def test_with_the_last_line_the_message_goes(home: House) -> None:
    await week_of_two(home)
    (post,) = await due_weeks(home)
    await home.standups.leave_out(GUILD, ANA, wanted=True)
    await home.app.people.forget(BEN, "standups")
    (edit,) = await edits(home)
    assert await home.standups.week_post(edit) is None
    gone = await home.standups.drop_summary(edit.kind, edit.subject_id)
    assert gone == [post.claimed.id]


async def test_who_is_left_out_stays_out_until_they_say_otherwise(home: House) -> None:
    standup = await begun(home)
    await home.standups.leave_out(GUILD, ANA, wanted=True)
    await home.standups.leave_out(GUILD + 1, BEN, wanted=True)
    for day in (5, 6):
        await on(home, day)
        await home.write(ANA, standup, WORDS)
        await home.write(BEN, standup, WORDS)
    (post,) = await due_weeks(home)
    assert [entry.user_id for entry, _ in post.lines] == [BEN, BEN]
    await home.standups.leave_out(GUILD, ANA, wanted=False)
    (edit,) = await edits(home)
    assert await told(home, edit) == [ANA, BEN, ANA, BEN]


async def test_what_people_are_stuck_on_is_told_by_topic(home: House) -> None:
    standup = await begun(home)
    await on(home, 5)
    entries = [(await home.write(who, standup, WORDS)).entry for who in (ANA, BEN, 13, 14)]

    def ask(tx: Tx) -> None:
        there = {topic.key: topic.id for topic in topics.start_topics(tx, GUILD)}
        for entry, key in zip(entries, ["data", "python", "data", ""], strict=True):
            blocker = blockers.add(tx, entry)
            blockers.change(tx, blocker.id, topic_id=there.get(key, 0))

    await home.app.db.write(ask)
    await home.standups.leave_out(GUILD, BEN, wanted=True)
    (post,) = await due_weeks(home)
    first = {entry.user_id: delivery for entry, delivery in post.lines}
    assert [(topic.key, list(posts)) for topic, posts in post.stuck] == [("data", [first[ANA], first[13]])]
    (open_,) = await home.standups.still_open(ANA, GUILD)
    await home.standups.finish(ANA, open_.blocker.id, Stage.SOLVED)
    (edit,) = await edits(home)
    rebuilt = await home.standups.week_post(edit)
    assert rebuilt is not None
    assert [(topic.key, list(posts)) for topic, posts in rebuilt.stuck] == [("data", [first[13]])]


async def test_a_removed_standup_leaves_no_week(home: House) -> None:
    standup = await week_of_two(home)
    await due_weeks(home)
    await home.standups.remove(GUILD, ORGANISER, standup.id)
    assert await home.app.db.read(lambda tx: weeks.weeks_of(tx, standup.id)) == []
    assert await home.standups.next_unfinished() is None


def summaries(world: World) -> list[str]:
    """The weeks' summaries in the channel."""
    return [text for text in world.messages(world.channel) if text.startswith("**Daily standup · the week")]


async def written(world: World) -> None:
    """Ana and Ben write on Monday, Ana a little on Tuesday; the week is over."""
    await world.set_up()
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, WORDS)
    await world.write(world.ben, "Ben's own words", q3="the learning rate")
    await world.work_until(MONDAY_NINE + timedelta(days=1, minutes=1))
    (prompt,) = [each for each in world.channel.history() if "Tuesday 6 January" in each.content]
    preview = await world.ana.click(prompt, label="A little today")
    assert text_of(preview).startswith("Posted in")
    await world.work_until(OVER + timedelta(minutes=1))


async def test_one_message_names_each_posts_day_and_links_it(world: World) -> None:
    await written(world)
    (summary,) = summaries(world)
    title, *lines = summary.splitlines()
    assert title == "**Daily standup · the week from Monday 5 January, in short**"
    starts = [
        f"- Monday · {world.ana.mention} {WORDS} [read](https://discord.com/channels/",
        f"- Monday · {world.ben.mention} Ben's own words [read](https://discord.com/channels/",
        f"- Tuesday · {world.ana.mention} did a little. [read](https://discord.com/channels/",
    ]
    assert [line.startswith(start) for line, start in zip(lines, starts, strict=True)] == [True] * 3
    await world.work_until(OVER + timedelta(days=1))
    assert len(summaries(world)) == 1


async def test_leave_me_out_rebuilds_what_is_there_and_can_be_undone(world: World) -> None:
    await written(world)
    chosen = await settings(world, world.ana, "Leave me out of summaries")
    assert text_of(chosen).startswith("Summaries leave you out, those of the last weeks too.")
    (summary,) = summaries(world)
    assert world.ana.mention not in summary
    assert "Ben's own words" in summary
    await world.ana.click(answer_of(chosen), label="Undo")
    (summary,) = summaries(world)
    assert world.ana.mention in summary


async def test_a_delete_leaves_no_word_in_the_summary(world: World) -> None:
    await written(world)
    (newest, oldest) = await world.app.standups.mine(world.ana.id, guild_id=None, before=None, limit=5)
    for entry in (newest, oldest):
        mine = await world.ana.slash(world.channel, "mine")
        listed = await world.ana.click(answer_of(mine), label="My standups")
        shown: simcord.InteractionResult = await world.ana.select(answer_of(listed), [str(entry.id)])
        await world.ana.click(answer_of(shown), label="Delete")
    assert in_discord(world.env, WORDS) == []
    (summary,) = summaries(world)
    assert "Ben's own words" in summary


async def test_an_organiser_chooses_none_and_no_message_comes(world: World) -> None:
    await world.set_up()
    await manage(world, "Summary: weekly", "None")
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, WORDS)
    await world.work_until(OVER + timedelta(hours=1))
    assert summaries(world) == []
