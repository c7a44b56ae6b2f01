"""Owns what an organiser meets in /setup: the first standup, its time and place, pause, removal, status; and who may do it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.communities.store import write_audit
from bot.shell.cards import Button, Card
from bot.standups.model import Summary
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import FRIDAY_NINE, fill, later, manage, options_of, press, setup


async def test_the_first_card_says_what_is_needed_and_has_one_button_that_matters(world: World) -> None:
    card = await setup(world)
    assert card.ephemeral
    assert "There is no standup yet. It needs three things: a channel, your city and a time." in text_of(card)
    labels = labels_of(answer_of(card))
    assert labels[0] == "Set up a standup"
    assert labels[-1] == "Status and changes"
    assert "Language" in labels
    styles = [item["style"] for row in answer_of(card).components for item in row["components"]]
    assert styles.count(discord.ButtonStyle.primary.value) == 1
    assert styles[0] == discord.ButtonStyle.primary.value


async def test_a_time_nobody_understands_opens_the_form_again_with_all_that_was_typed(world: World) -> None:
    form = await setup(world, "Set up a standup")
    study = world.guild.create_text_channel("study-hall")
    refused = await fill(world, form, channel=[study], city="Berlin", time="half past nine-ish")
    assert "I do not understand the time “half past nine-ish”" in text_of(refused)
    again = await press(world, refused, "Open the form again")
    shown = str(again.modal)
    assert "half past nine-ish" in shown
    assert "Berlin" in shown
    assert str(study.id) in shown
    done = await fill(world, again, channel=[study], city="Berlin", time="9.30")
    assert "09:30 in Berlin" in text_of(done)
    assert study.mention in text_of(done)


async def test_an_unknown_city_too(world: World) -> None:
    form = await setup(world, "Set up a standup")
    refused = await fill(world, form, channel=[world.channel], city="Atlantis-sur-Mer", time="9:00")
    assert "I know no city or time zone “Atlantis-sur-Mer”" in text_of(refused)
    again = await press(world, refused, "Open the form again")
    assert "Atlantis-sur-Mer" in str(again.modal)
    assert await world.app.standups.of_guild(world.guild.id) == []


async def test_an_ambiguous_city_becomes_a_choice_with_the_time_there(world: World) -> None:
    form = await setup(world, "Set up a standup")
    asked = await fill(world, form, channel=[world.channel], city="Portland", time="18:05")
    assert "Several places fit “Portland”" in text_of(asked)
    there_now = {option["value"]: option["description"] for option in options_of(asked)}
    assert there_now["America/Los_Angeles"] == "04:00 there now"
    assert len(there_now) == len(options_of(asked)) > 1
    done = await world.organiser.select(answer_of(asked), ["America/Los_Angeles"])
    assert "18:05 in" in text_of(done)
    (standup,) = await world.app.standups.of_guild(world.guild.id)
    assert standup.schedule.zone == "America/Los_Angeles"


async def test_time_and_days_change_the_next_prompt(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Time and days")
    assert "09:00" in str(form.modal)
    assert "Berlin" in str(form.modal)
    saved = await fill(world, form, time="14:00", city="Berlin", days=["5", "6"])
    assert "14:00 in Berlin" in text_of(saved)
    assert "Sat" in text_of(saved)
    await world.work_until(datetime(2026, 1, 3, 12, 59, tzinfo=UTC))
    assert world.messages(world.channel) == []
    await world.work_until(datetime(2026, 1, 3, 13, 1, tzinfo=UTC))
    assert "Saturday 3 January" in world.messages(world.channel)[0]


async def test_time_and_days_in_another_ambiguous_city(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Time and days")
    asked = await fill(world, form, time="9:00", city="Portland", days=["0", "1"])
    await world.organiser.select(answer_of(asked), ["America/New_York"])
    (standup,) = await world.app.standups.of_guild(world.guild.id)
    assert (standup.schedule.zone, standup.schedule.days) == ("America/New_York", frozenset({0, 1}))


async def test_a_bad_time_for_an_old_standup_keeps_what_was_typed(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Time and days")
    refused = await fill(world, form, time="25:00", city="Berlin", days=["0"])
    assert "“25:00”" in text_of(refused)
    again = await press(world, refused, "Open the form again")
    assert "25:00" in str(again.modal)
    days = [option for option in str(again.modal).split("{") if "'default': True" in option]
    assert any("Monday" in option for option in days)
    assert not any("Tuesday" in option for option in days)


async def test_channel_and_name(world: World) -> None:
    await world.set_up()
    study = world.guild.create_text_channel("study-hall")
    form = await manage(world, "Channel and name")
    saved = await fill(world, form, channel=[study], name="Morning pages @everyone")
    assert study.mention in text_of(saved)
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    assert world.messages(world.channel) == []
    (prompt,) = world.messages(study)
    assert prompt.startswith("**Morning")
    assert "@everyone" not in prompt


async def test_pause_and_resume(world: World) -> None:
    await world.set_up()
    paused = await manage(world, "Pause")
    assert "paused" in text_of(paused)
    assert "Resume" in labels_of(answer_of(paused))
    await world.work_until(FRIDAY_NINE + timedelta(hours=1))
    assert world.messages(world.channel) == []
    refused = await world.ana.slash(world.channel, "standup")
    assert "takes a break" in text_of(refused)
    resumed = await manage(world, "Resume")
    assert f"<t:{int((FRIDAY_NINE + timedelta(days=3)).timestamp())}:F>" in text_of(resumed)


async def test_the_summary_is_weekly_at_first_then_daily_then_none(world: World) -> None:
    await world.set_up()
    daily = await manage(world, "Summary: weekly", "Daily")
    assert text_of(daily).startswith("When a day closes, one message links what was posted.")
    assert "Summary: daily" in labels_of(answer_of(daily))
    none = await press(world, daily, "Summary: daily", "None")
    assert "No more summaries." in text_of(none)
    weekly = await press(world, none, "Summary: none", "Weekly")
    assert "Summary: weekly" in labels_of(answer_of(weekly))
    (standup,) = await world.app.standups.of_guild(world.guild.id)
    assert standup.summary is Summary.WEEKLY


@pytest.mark.parametrize("restart", [False, True])
async def test_a_test_post_removes_itself_after_half_a_minute_also_across_a_restart(
    world: World, restart: bool
) -> None:
    await world.set_up()
    done = await manage(world, "Send a test post")
    assert f"The test post is in {world.channel.mention}" in text_of(done)
    (test,) = world.messages(world.channel)
    assert "removes itself in half a minute" in test
    if restart:
        await world.restart()
    await later(world, seconds=20)
    assert world.messages(world.channel) == [test]
    await later(world, seconds=20)
    assert world.messages(world.channel) == []


async def test_a_test_post_that_discord_refuses_says_why(world: World) -> None:
    await world.set_up()
    world.env.inject_error(
        "POST",
        f"/channels/{world.channel.id}/messages",
        status=403,
        code=50013,
        message="Missing Permissions",
    )
    done = await manage(world, "Send a test post")
    assert "Discord did not let me post" in text_of(done)
    assert "I lack a permission there" in text_of(done)
    await later(world, minutes=20)
    assert world.messages(world.channel) == []


async def test_missing_permissions_are_named_with_what_they_cost(world: World) -> None:
    assert world.bot.user is not None
    deny = discord.PermissionOverwrite(create_public_threads=False, send_messages_in_threads=False)
    quiet = world.guild.create_text_channel("quiet", overwrites={world.bot.user: deny})
    done = await world.set_up(channel=quiet)
    assert f"⚠ In {quiet.mention} I lack Create Public Threads: a day gets no thread." in text_of(done)
    assert "I lack Send Messages in Threads: members' posts cannot appear." in text_of(done)
    hide = discord.PermissionOverwrite(view_channel=False)
    hidden = world.guild.create_text_channel("hidden", overwrites={world.bot.user: hide})
    done = await world.set_up(channel=hidden, time="10:00")
    assert "I cannot see the channel, so nothing works there" in text_of(done)
    status = await setup(world, "Status and changes")
    assert "Create Public Threads" in text_of(status)
    assert "I cannot see the channel" in text_of(status)


async def test_several_standups_are_listed_and_told_apart(world: World) -> None:
    await world.set_up()
    study = world.guild.create_text_channel("study-hall")
    await world.set_up(channel=study, city="Kathmandu", time="7:45")
    card = await setup(world)
    assert "09:00 in Berlin" in text_of(card)
    assert "07:45 in Kathmandu" in text_of(card)
    assert [option["label"] for option in options_of(card)] == ["Daily standup", "Daily standup · study-hall"]
    second = await manage(world, standup=2)
    assert study.mention in text_of(second)


async def test_removing_asks_first_and_leaves_what_members_wrote_in_discord(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, "my words")
    asked = await manage(world, "Remove")
    assert "Remove Daily standup?" in text_of(asked)
    kept = await press(world, asked, "Keep it")
    assert "Send a test post" in labels_of(answer_of(kept))
    removed = await manage(world, "Remove", "Remove it")
    assert text_of(removed).startswith("Removed.")
    assert any("my words" in text for text in world.messages(world.thread()))
    assert "There is no standup yet" in text_of(await setup(world))
    stale = await press(world, kept, "Pause")
    assert "This is finished" in text_of(stale)
    (prompt,) = [each for each in world.channel.history() if "**Daily standup" in each.content]
    old = await world.ben.click(prompt, label="Write my standup")
    assert "This is finished" in text_of(old)
    await world.work_until(FRIDAY_NINE + timedelta(days=4))
    assert len(world.messages(world.channel)) == 1


async def test_status_shows_what_runs_what_failed_and_who_changed_what(world: World) -> None:
    await world.set_up()
    await manage(world, "Pause", "Resume")
    world.env.inject_error(
        "POST",
        f"/channels/{world.channel.id}/messages",
        status=403,
        code=50013,
        message="Missing Permissions",
    )
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    status = text_of(await setup(world, "Status and changes"))
    who = world.organiser.mention
    for line in ("added Daily standup", "paused Daily standup", "resumed Daily standup"):
        assert f"{who} {line}" in status
    assert f"⚠ In {world.channel.mention} something did not get through: I lack a permission there" in status
    assert "next <t:" in status
    assert "Compound 0." in status
    back = await setup(world, "Status and changes", "Back to setup")
    assert "Setting up Compound" in text_of(back)


async def test_a_line_that_nobody_words_any_more_and_one_of_a_former_organiser_are_still_shown(
    world: World,
) -> None:
    await world.set_up()
    here = world.guild.id
    await world.app.db.write(lambda tx: write_audit(tx, here, world.ana.id, "unheard.of", name="x"))
    await world.app.db.write(lambda tx: write_audit(tx, here, None, "standups.pause", name="Daily"))
    await world.app.db.write(lambda tx: write_audit(tx, here, None, "standups.suspend", name="Daily"))
    status = text_of(await setup(world, "Status and changes"))
    assert f"{world.ana.mention} changed a setting" in status
    assert "a former organiser paused Daily" in status
    assert "Daily stopped: I could not post in its channel" in status


async def test_a_member_without_manage_server_is_refused_by_the_command_and_by_every_button(
    world: World,
) -> None:
    await world.set_up()
    assert "setup" not in world.ana.available_commands(world.channel)
    assert "setup" in world.organiser.available_commands(world.channel)
    ids = [name for name, served in world.bot.router._served.items() if served.organiser]
    assert len(ids) > 20
    channel = world.bot.get_partial_messageable(world.channel.id)
    for chunk in (ids[start : start + 25] for start in range(0, len(ids), 25)):
        rows = tuple(
            tuple(Button("x", f"{name}:1:0") for name in chunk[start : start + 5])
            for start in range(0, len(chunk), 5)
        )
        message = await channel.send(**Card("forged", rows).send_fields())
        await world.env.settle()
        for name in chunk:
            refused = await world.ana.click(message, custom_id=f"{name}:1:0")
            assert "people who manage the server" in text_of(refused), name
    (line,) = await world.app.communities.audit(world.guild.id)
    assert line.what == "standups.add"
