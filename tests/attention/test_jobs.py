"""Owns what the background makes of bundles when Discord fails or people leave: recorded, tried again, told, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.attention.model.values import State, Why
from bot.core.lang import get_lang
from tests.attention.trial import NOON, Trial, bundles, choose, inbox, later, received, tell
from tests.bots import World, answer_of, labels_of, text_of

MESSAGES = "/channels/{}/messages"


def close_dms(world: World, code: int = 50007) -> None:
    """Discord refuses direct messages to ana from now on."""
    path = MESSAGES.format(world.ana.user.dm_channel.id)
    world.env.inject_error("POST", path, status=403, code=code, message="Cannot send", times=None)


def opened(world: World) -> int:
    """How often a direct message was opened."""
    return sum(each.path.endswith("/users/@me/channels") for each in world.env.http_requests)


async def test_a_job_run_twice_and_after_a_restart_sends_one_bundle(world: World, trial: Trial) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.until(NOON + timedelta(seconds=1))
    assert await world.bot.jobs.run("attention.bundles")
    assert not await world.bot.jobs.run("attention.bundles")
    assert not await world.bot.jobs.run("attention.unfinished")
    await world.restart()
    trial.load(world.bot)
    assert not await world.bot.jobs.run("attention.bundles")
    assert not await world.bot.jobs.run("attention.unfinished")
    await later(world, hours=4)
    assert len(received(world.ana)) == 1


async def test_the_channel_is_opened_once_and_remembered(world: World, trial: Trial) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(minutes=1))
    await world.restart()
    trial.load(world.bot)
    await tell(world, world.ana, 2)
    await world.work_until(NOON + timedelta(days=3, minutes=1))
    assert len(bundles(world.ana)) == 2
    assert opened(world) == 1


async def test_a_bundle_discord_stumbled_over_comes_a_little_later_and_once(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    world.env.inject_error("POST", MESSAGES.format(world.ana.user.dm_channel.id), status=500)
    await world.work_until(NOON + timedelta(seconds=1))
    assert received(world.ana) == []
    await world.work_until(NOON + timedelta(minutes=2))
    assert len(bundles(world.ana)) == 1
    await later(world, hours=5)
    assert len(received(world.ana)) == 1


async def test_a_bundle_that_cannot_come_for_an_hour_waits_for_the_next_one(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    path = MESSAGES.format(world.ana.user.dm_channel.id)
    world.env.inject_error("POST", path, status=400, code=20028, times=None)
    await world.work_until(NOON + timedelta(hours=2))
    world.env.backend.faults.clear()
    await later(world, hours=8)
    assert received(world.ana) == []
    assert "- News number 1." in text_of(await inbox(world, world.ana))
    await world.work_until(NOON + timedelta(days=3, minutes=1))
    assert len(bundles(world.ana)) == 1


@pytest.mark.row("DMs closed (50007/50278), opening too fast (40003)")
@pytest.mark.parametrize("code", [50007, 50278])
async def test_closed_direct_messages_are_told_at_the_next_command_and_tried_only_on_their_word(
    world: World, trial: Trial, code: int
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    close_dms(world, code)
    await world.work_until(NOON + timedelta(minutes=1))
    tried = len(world.env.http_requests)
    await later(world, hours=80)
    sends = [each for each in world.env.http_requests[tried:] if each.method == "POST"]
    assert not [each for each in sends if each.path.endswith("/messages")], "not tried by itself"
    assert world.messages(world.channel) == [], "nothing in public"
    help_ = await world.ana.slash(world.channel, "help")
    assert len(help_.followups) == 1
    told = answer_of(help_)
    assert told.ephemeral
    assert "Discord does not let me send you direct messages" in told.content
    assert labels_of(told) == ["Try again", "Leave it in the inbox"]
    assert (await world.ben.slash(world.channel, "help")).followups == []
    assert (await world.ana.slash(world.channel, "help")).followups == [], "said once"
    left = await world.ana.click(told, label="Leave it in the inbox")
    assert "/mine → Inbox" in text_of(left)
    shown = await inbox(world, world.ana)
    assert "- News number 1." in text_of(shown)
    assert "it waits here until you press “Try again”" in text_of(shown)
    world.env.backend.faults.clear()
    again = await world.ana.click(answer_of(shown), label="Try again")
    monday = NOON + timedelta(days=4)
    assert f"<t:{int(monday.timestamp())}:F>" in text_of(again)
    assert received(world.ana) == []
    await world.work_until(monday + timedelta(minutes=1))
    assert len(bundles(world.ana)) == 1


async def test_a_form_is_no_place_to_tell_it_but_the_next_command_is(world: World, trial: Trial) -> None:
    await world.set_up()
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    close_dms(world)
    await world.work_until(NOON + timedelta(minutes=1))
    form = await world.ana.slash(world.channel, "standup")
    assert form.modal is not None
    assert form.followups == []
    assert "direct messages" in text_of(await world.ana.slash(world.channel, "mine"))


@pytest.mark.row("DMs closed (50007/50278), opening too fast (40003)")
async def test_opened_too_fast_no_direct_message_is_opened_for_hours_and_the_bundle_waits(
    world: World, trial: Trial
) -> None:
    for who in (world.ana, world.ben):
        await choose(world, who)
        await tell(world, who, 1)
    path = "/users/@me/channels"
    world.env.inject_error("POST", path, status=400, code=40003, message="Too fast", times=1)
    await world.work_until(NOON + timedelta(minutes=1))
    assert received(world.ana) == received(world.ben) == []
    once = opened(world)
    await world.restart()
    trial.load(world.bot)
    await world.work_until(NOON + timedelta(minutes=115))
    assert opened(world) == once
    assert received(world.ana) == received(world.ben) == []
    await world.work_until(NOON + timedelta(minutes=130))
    assert len(bundles(world.ana)) == len(bundles(world.ben)) == 1


async def test_who_left_a_server_hears_nothing_from_there_any_more(world: World, trial: Trial) -> None:
    elsewhere = world.env.create_guild("Paper club")
    elsewhere.add_member(world.ana.user)
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await tell(world, world.ana, 2, server=elsewhere.id)
    world.env.backend.remove_member(elsewhere.id, world.ana.id)
    await world.work_until(NOON + timedelta(minutes=1))
    (bundle,) = bundles(world.ana)
    assert bundle.content.splitlines()[1:] == ["**Learners**", "- News number 1."]
    decided = (await world.app.attention.inbox(world.ana.id)).decided
    assert {(each.state, each.why) for each in decided} == {
        (State.SENT, Why.BUNDLE),
        (State.DROPPED, Why.LEFT),
    }
    card = await world.ana.user.slash("mine")
    shown = await world.ana.user.click(answer_of(card), label="Inbox")
    assert "News (Paper club): dropped: you left that server" in text_of(shown)


async def test_who_left_is_known_to_have_left(world: World, trial: Trial) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.app.people.ask_about([(world.guild.id, world.ana.id)])
    world.env.backend.remove_member(world.guild.id, world.ana.id)
    await world.until(NOON + timedelta(seconds=1))
    await world.bot.jobs.run("attention.bundles")
    assert received(world.ana) == []
    kept = await world.app.people.what_is_kept(world.ana.id, get_lang("en"))
    assert "attention" in kept
    assert await world.app.people.has_news(world.guild.id, world.ana.id, "en-US")


async def test_where_discord_does_not_say_who_is_a_member_it_waits_for_another_bundle(
    world: World, trial: Trial
) -> None:
    elsewhere = world.env.create_guild("Paper club")
    elsewhere.add_member(world.ana.user)
    await choose(world, world.ana, bundles="2")
    await tell(world, world.ana, 1)
    await tell(world, world.ana, 2, server=elsewhere.id)
    path = f"/guilds/{elsewhere.id}/members/{world.ana.id}"
    world.env.inject_error("GET", path, status=404, code=10004, message="Unknown Guild")
    await world.work_until(NOON + timedelta(minutes=1))
    await world.work_until(NOON + timedelta(hours=3, minutes=1))
    first, second = bundles(world.ana)
    assert "Paper club" not in first.content
    assert second.content.splitlines()[1:] == ["**Paper club**", "- News number 2."]


async def test_what_is_no_longer_true_at_noon_is_left_out_and_an_empty_bundle_is_not_sent(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    trial.over.add(1)
    await world.work_until(NOON + timedelta(minutes=1))
    assert received(world.ana) == []
    (decided,) = (await world.app.attention.inbox(world.ana.id)).decided
    assert (decided.state, decided.why) == (State.DROPPED, Why.SETTLED)


async def test_away_is_respected_also_by_a_bundle_that_was_already_claimed(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.until(NOON + timedelta(seconds=1))
    (post,) = await world.app.attention.claim_bundles()
    today = NOON.date()
    await world.app.attention.go_away(world.ana.id, today, today, guild_id=world.guild.id, language="en-US")
    assert post.claimed.attempt == 1
    await later(world, hours=3)
    assert received(world.ana) == []
    await world.work_until(NOON + timedelta(days=3, minutes=1))
    assert len(bundles(world.ana)) == 1


@pytest.mark.expects_errors
async def test_one_feature_that_fails_keeps_no_other_bundle_from_coming(
    world: World, trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    for who in (world.ana, world.ben):
        await choose(world, who)
    await tell(world, world.ana, 1)
    await tell(world, world.ben, 2)
    right = world.bot.directory.lines["trial.news"]

    async def failing(intents, lang):  # type: ignore[no-untyped-def]
        if any(each.user_id == world.ana.id for each in intents):
            raise RuntimeError("a mistake of the feature")
        return await right(intents, lang)

    world.bot.directory.lines["trial.news"] = failing
    await world.work_until(NOON + timedelta(seconds=1))
    assert len(bundles(world.ben)) == 1
    assert received(world.ana) == []
    assert "bundle failed" in caplog.text
    world.bot.directory.lines["trial.news"] = right
    await world.work_until(NOON + timedelta(minutes=3))
    assert len(bundles(world.ana)) == 1


async def test_once_a_day_what_is_past_its_time_is_forgotten(world: World, trial: Trial) -> None:
    await tell(world, world.ana, 1, lasts=timedelta(hours=1))
    await later(world, hours=2)
    assert len((await world.app.attention.inbox(world.ana.id)).decided) == 1
    await world.until(world.env.now() + timedelta(days=31))
    await world.work()
    assert (await world.app.attention.inbox(world.ana.id)).decided == ()
