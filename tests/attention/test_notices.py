"""Owns organisers' notices (A8): on the card alone, in one channel, seen to, settled by itself; and reports (A9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord

from bot.attention.store import notices
from bot.core.db import Tx
from tests.attention.trial import received
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import FRIDAY_NINE, fill, later, options_of, press, setup
from tests.traces import in_discord, in_tables

TEXT = "zanzibar: @everyone look at my course"


async def stop_the_standup(world: World) -> None:
    """The standup's channel is closed to the bot, twice, so that it stops."""
    await world.set_up()
    messages = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", messages, status=403, code=50013, message="no", times=None)
    await world.work_until(FRIDAY_NINE + timedelta(minutes=30))


async def choose_channel(world: World) -> simcord.ChannelHandle:
    """The organiser chooses #organisers for notices."""
    there = world.guild.create_text_channel("organisers")
    form = await setup(world, "Notices", "Choose a channel")
    chosen = await fill(world, form, channel=[there])
    assert f"From now on notices are posted in {there.mention}" in text_of(chosen)
    return there


async def report(world: World) -> None:
    """Somebody wants organisers to see what Ben sent them."""

    def tell(tx: Tx) -> None:
        notices.notify(
            tx, world.guild.id, "attention.report", "report:1", user_id=world.ben.id, text=TEXT, url=""
        )

    await world.app.db.write(tell)


async def test_without_a_channel_the_card_shows_what_waits_and_nobody_is_written_to(world: World) -> None:
    await stop_the_standup(world)
    card = await setup(world)
    assert "Something waits for an organiser" in text_of(card)
    shown = await press(world, card, "Notices")
    assert f"Daily standup stopped: Discord does not let me post in {world.channel.mention}" in text_of(shown)
    assert "shown here only" in text_of(shown)
    assert {"Try again", "Choose another channel", "Choose a channel"} <= set(labels_of(answer_of(shown)))
    assert "No channel" not in labels_of(answer_of(shown))
    assert received(world.organiser) == []
    (option,) = options_of(shown)
    assert option["label"].startswith("Daily standup stopped")
    seen = await world.organiser.select(answer_of(shown), [option["value"]])
    assert "Marked as done" in text_of(seen)
    assert "Nothing waits for an organiser." in text_of(seen)
    assert "Something waits" not in text_of(await setup(world))


async def test_in_a_channel_it_is_posted_and_says_when_an_organiser_has_seen_to_it(world: World) -> None:
    there = await choose_channel(world)
    await stop_the_standup(world)
    (post,) = there.history()
    assert "Daily standup stopped" in post.content
    assert labels_of(post) == ["Try again", "Choose another channel", "Done"]
    refused = await world.ana.click(post, label="Done")
    assert "people who manage the server" in text_of(refused)
    await world.organiser.click(post, label="Done")
    (post,) = there.history()
    assert "This is settled since <t:" in post.content
    assert labels_of(post) == []
    assert "Nothing waits for an organiser." in text_of(await setup(world, "Notices"))


async def test_it_settles_by_itself_when_the_standup_works_again(world: World) -> None:
    there = await choose_channel(world)
    await stop_the_standup(world)
    study = world.guild.create_text_channel("study-hall")
    form = await press(world, await setup(world, "Notices"), "Choose another channel")
    await fill(world, form, channel=[study], name="Daily standup")
    await later(world, minutes=1)
    (post,) = there.history()
    assert "This is settled since <t:" in post.content
    assert "Nothing waits for an organiser." in text_of(await setup(world, "Notices"))


@pytest.mark.parametrize("way", ["gone", "closed"])
async def test_a_channel_out_of_reach_leaves_the_card_and_is_tried_again_with_the_next(
    world: World, way: str
) -> None:
    there = await choose_channel(world)
    world.env.inject_error(
        "POST",
        f"/channels/{there.id}/messages",
        status=404 if way == "gone" else 403,
        code=10003 if way == "gone" else 50001,
        message="no",
        times=None,
    )
    await stop_the_standup(world)
    shown = await setup(world, "Notices")
    assert f"Discord does not let me post in {there.mention}" in text_of(shown)
    assert "Daily standup stopped" in text_of(shown)
    gone = await press(world, shown, "No channel")
    assert "From now on notices are on this card only." in text_of(gone)
    record = text_of(await setup(world, "Status and changes"))
    assert f"chose {there.mention} for notices" in record
    assert "chose to have notices on the card only" in record


async def test_a_report_shows_the_text_and_who_sent_it_and_goes_with_the_senders_data(world: World) -> None:
    there = await choose_channel(world)
    await report(world)
    await world.work()
    (post,) = there.history()
    assert f"A member wants you to see what they were sent by {world.ben.mention}:" in post.content
    assert "zanzibar" in post.content
    assert "@everyone" not in post.content
    shown = await setup(world, "Notices")
    assert "zanzibar" in text_of(shown)
    privacy = await world.ben.click(answer_of(await world.ben.slash(world.channel, "mine")), label="Privacy")
    gone = await world.ben.click(answer_of(privacy), label="Delete…")
    await world.ben.select(answer_of(gone), ["all"])
    assert in_discord(world.env, "zanzibar", world.ben.mention) == []
    assert in_tables(world.settings.database_url, world.ben.id, "zanzibar") == []
    assert "Nothing waits for an organiser." in text_of(await setup(world, "Notices"))


async def test_several_are_listed_and_can_be_marked_together(world: World) -> None:
    await stop_the_standup(world)
    await report(world)
    shown = await setup(world, "Notices")
    options = options_of(shown)
    assert len(options) == 2
    assert not any("<" in option["label"] for option in options), "a list shows no markup"
    assert "Try again" not in labels_of(answer_of(shown)), "with several it would not be clear which is meant"
    seen = await world.organiser.select(answer_of(shown), [option["value"] for option in options])
    assert "Nothing waits for an organiser." in text_of(seen)


async def everything_deleted(world: World, who: simcord.MemberActor) -> str:
    """Somebody deletes all that is kept about them; returns what they read then."""
    privacy = await who.click(answer_of(await who.slash(world.channel, "mine")), label="Privacy")
    gone = await who.click(answer_of(privacy), label="Delete…")
    return text_of(await who.select(answer_of(gone), ["all"]))


async def test_a_report_that_was_done_and_comes_again_leaves_no_older_post(world: World) -> None:
    there = await choose_channel(world)
    for _time in range(2):
        await report(world)
        await world.work()
        (post,) = there.history()
        assert "zanzibar" in post.content
        await world.organiser.click(post, label="Done")
        await later(world, minutes=1)
    assert await everything_deleted(world, world.ben) == "Deleted, here and in Discord."
    assert in_discord(world.env, "zanzibar", world.ben.mention) == []


@pytest.mark.parametrize("whose", ["a member's text", "nobody's text"])
async def test_a_post_of_somebodys_text_goes_when_its_notice_is_forgotten(world: World, whose: str) -> None:
    there = await choose_channel(world)
    if whose == "nobody's text":
        await stop_the_standup(world)
    else:
        await report(world)
    await world.work()
    (post,) = there.history()
    await world.organiser.click(post, label="Done")
    for days, stays in ((29, True), (3, whose == "nobody's text")):
        await world.until(world.env.now() + timedelta(days=days))
        await world.work()
        assert bool(there.history()) is stays
    assert in_tables(world.settings.database_url, world.ben.id, "zanzibar") == []


async def test_with_more_than_ten_the_card_says_so_and_the_older_ones_follow(world: World) -> None:
    def tell(tx: Tx) -> None:
        for number in range(11):
            notices.notify(tx, world.guild.id, "trial.unworded", f"k:{number}")

    await world.app.db.write(tell)
    shown = await setup(world, "Notices")
    assert len(options_of(shown)) == 10
    assert "There are more; they show when these are done." in text_of(shown)
    rest = await world.organiser.select(answer_of(shown), [each["value"] for each in options_of(shown)])
    assert len(options_of(rest)) == 1
    assert "There are more" not in text_of(rest)
