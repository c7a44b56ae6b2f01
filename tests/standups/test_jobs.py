"""Owns what the background makes of standups when Discord fails: recorded, tried again, told, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest

from tests.bots import World, answer_of, labels_of, text_of

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
BITS = "Ran the first notebook cell by cell"


async def opened(world: World) -> None:
    """A standup is set up and its first prompt has come."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))


def posts_of(world: World, words: str = BITS) -> list[discord.Message]:
    """The posts in the newest thread that say this."""
    return [each for each in world.thread().history() if words in each.content]


async def later(world: World, **by: float) -> None:
    """Some time passes, with the jobs at work."""
    await world.work_until(world.env.now() + timedelta(**by))


async def test_a_job_run_twice_posts_once(world: World) -> None:
    await world.set_up()
    await world.until(FRIDAY_NINE + timedelta(seconds=1))
    assert await world.bot.jobs.run("standups.open")
    assert not await world.bot.jobs.run("standups.open")
    assert not await world.bot.jobs.run("standups.finish")
    await world.restart()
    assert not await world.bot.jobs.run("standups.open")
    assert not await world.bot.jobs.run("standups.finish")
    assert len(world.messages(world.channel)) == 1


async def test_a_prompt_discord_stumbled_over_is_recorded_and_comes_a_little_later(world: World) -> None:
    await world.set_up()
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=500)
    await world.work_until(FRIDAY_NINE + timedelta(seconds=1))
    assert world.messages(world.channel) == []
    (troubled,) = await world.app.deliveries.troubled(world.guild.id)
    assert troubled.reason == "no answer (HTTP 500)"
    await later(world, minutes=1)
    assert len(world.messages(world.channel)) == 1
    assert await world.app.deliveries.troubled(world.guild.id) == []
    await later(world, minutes=30)
    assert len(world.messages(world.channel)) == 1


async def test_a_prompt_that_may_not_be_posted_is_tried_again_and_the_status_says_why(world: World) -> None:
    await world.set_up()
    channel_messages = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", channel_messages, status=403, code=50013, message="Missing Permissions")
    await world.work_until(FRIDAY_NINE + timedelta(seconds=1))
    card = await world.organiser.slash(world.channel, "setup")
    status = await world.organiser.click(answer_of(card), label="Status and changes")
    assert "something did not get through: I lack a permission there" in text_of(status)
    await later(world, minutes=5)
    assert world.messages(world.channel) == []
    await later(world, minutes=10)
    assert len(world.messages(world.channel)) == 1
    status = await world.organiser.click(
        answer_of(await world.organiser.slash(world.channel, "setup")), label="Status and changes"
    )
    assert "Everything I had to post got through." in text_of(status)


async def test_a_prompt_that_cannot_come_for_hours_is_dropped_and_the_next_day_is_not(world: World) -> None:
    await world.set_up()
    channel_messages = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", channel_messages, status=400, code=20028, times=None)
    await world.work_until(FRIDAY_NINE + timedelta(hours=12))
    world.env.backend.faults.clear()
    await world.work_until(FRIDAY_NINE + timedelta(days=2))
    assert world.messages(world.channel) == []
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    (monday,) = world.messages(world.channel)
    assert "Monday 5 January" in monday
    assert "late" not in monday


@pytest.mark.row("5xx, timeout, connection reset")
@pytest.mark.parametrize("status", [500, 503])
async def test_a_post_discord_stumbled_over_is_saved_and_appears_shortly(world: World, status: int) -> None:
    await opened(world)
    await world.write(world.ben, "here first")
    world.env.inject_error("POST", f"/channels/{world.thread().id}/messages", status=status)
    saved = await world.write(world.ana, BITS)
    assert text_of(saved).startswith(("Saved. It will appear in", "Saved, but Discord does not"))
    assert world.thread().mention in text_of(saved)
    assert labels_of(answer_of(saved)) == ["Edit", "Delete"]
    assert posts_of(world) == []
    await later(world, minutes=1)
    assert len(posts_of(world)) == 1
    shown = await world.ana.slash(world.channel, "standup")
    assert str(posts_of(world)[0].id) in text_of(shown)


async def test_a_post_that_is_not_allowed_says_why_and_is_kept_and_tried(world: World) -> None:
    await opened(world)
    await world.write(world.ben, "here first")
    world.env.inject_error(
        "POST",
        f"/channels/{world.thread().id}/messages",
        status=403,
        code=50013,
        message="Missing Permissions",
    )
    saved = await world.write(world.ana, BITS)
    assert "Saved, but Discord does not let me post" in text_of(saved)
    assert "I lack a permission there" in text_of(saved)
    await later(world, minutes=15)
    assert len(posts_of(world)) == 1


async def test_the_first_answer_waits_when_its_thread_cannot_be_opened(world: World) -> None:
    await opened(world)
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages/*/threads", status=500)
    saved = await world.write(world.ana, BITS)
    assert text_of(saved).startswith("Saved. It will appear in")
    assert world.channel.threads == []
    await later(world, minutes=3)
    assert len(posts_of(world)) == 1
    assert len(world.channel.threads) == 1


async def test_an_answer_whose_prompt_could_not_be_posted_brings_the_prompt_along(world: World) -> None:
    await world.set_up()
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=500, times=None)
    await world.work_until(FRIDAY_NINE + timedelta(minutes=10))
    world.env.backend.faults.clear()
    await world.write(world.ana, BITS)
    await later(world, minutes=30)
    assert len(world.messages(world.channel)) == 1
    assert len(posts_of(world)) == 1


async def test_an_edit_that_is_not_allowed_says_so_and_comes_later(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    (post,) = posts_of(world)
    world.env.inject_error("PATCH", f"/channels/*/messages/{post.id}", status=403, code=50013, message="No")
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    changed = await world.ana.submit_modal(form, {"q1": "Changed words"})
    assert "the post still shows the old words (I lack a permission there)" in text_of(changed)
    assert len(posts_of(world)) == 1
    await later(world, minutes=15)
    (same,) = posts_of(world, "Changed words")
    assert same.id == post.id


async def test_an_edit_refused_for_good_is_posted_anew_once_and_the_old_one_goes(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    (post,) = posts_of(world)
    world.env.inject_error(
        "PATCH", f"/channels/*/messages/{post.id}", status=400, code=30046, message="Too many edits"
    )
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    await world.ana.submit_modal(form, {"q1": "Changed words"})
    await later(world, minutes=2)
    assert posts_of(world) == []
    (fresh,) = posts_of(world, "Changed words")
    assert fresh.id != post.id
    await later(world, hours=1)
    assert len(posts_of(world, "Changed words")) == 1


async def test_two_edits_while_discord_is_slow_end_with_the_newest_words(world: World) -> None:
    await opened(world)
    await world.write(world.ana, BITS)
    (post,) = posts_of(world)
    shown = await world.ana.slash(world.channel, "standup")
    form = await world.ana.click(answer_of(shown), label="Edit")
    second = await world.ana.click(answer_of(shown), label="Edit")
    world.env.inject_error("PATCH", f"/channels/*/messages/{post.id}", status=500, times=1)
    await world.ana.submit_modal(form, {"q1": "older words"})
    await world.ana.submit_modal(second, {"q1": "newest words"})
    await later(world, minutes=5)
    (same,) = posts_of(world, "newest words")
    assert same.id == post.id
