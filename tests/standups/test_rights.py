"""Owns that nobody posts through the bot what they may not post themselves (A9): closed channels, time-outs; a draft stays."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import FRIDAY_NINE

MONDAY_NINE = FRIDAY_NINE + timedelta(days=3)
REFUSED = "You may not write in the threads of"


async def ready(world: World) -> None:
    """Ana has posted on Friday and needs no preview; Monday's day is open."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, "on Friday")
    await world.work_until(MONDAY_NINE + timedelta(minutes=1))


def time_out(world: World, who: simcord.MemberActor, **by: float) -> None:
    """A moderator gives somebody a time-out."""
    until = (world.env.now() + timedelta(**by)).isoformat()
    world.env.backend.edit_member(world.guild.id, who.id, {"timed_out_until": until})


def close(world: World, who: simcord.MemberActor, **denied: bool) -> None:
    """The channel is closed to somebody."""
    allow, deny = discord.PermissionOverwrite(**denied).pair()
    world.env.backend.set_overwrite(
        world.channel.id,
        Overwrite(target_id=who.id, type=OverwriteType.MEMBER, allow=allow.value, deny=deny.value),
    )


async def posted(world: World, words: str) -> bool:
    """Whether everybody can read these words in some thread."""
    return any(words in text for thread in world.channel.threads for text in world.messages(thread))


@pytest.mark.parametrize("denied", ["send_messages_in_threads", "view_channel"])
async def test_the_form_does_not_open_where_they_may_not_write(world: World, denied: str) -> None:
    await ready(world)
    elsewhere = world.guild.create_text_channel("general")
    close(world, world.ana, **{denied: False})
    await world.env.settle()
    refused = await world.ana.slash(elsewhere, "standup")
    assert f"{REFUSED} {world.channel.mention}" in text_of(refused)
    assert "Nothing was posted." in text_of(refused)


async def test_a_channel_in_which_only_threads_are_open_takes_answers(world: World) -> None:
    await ready(world)
    close(world, world.ana, send_messages=False)
    await world.env.settle()
    assert "Posted in" in text_of(await world.write(world.ana, "in the thread"))


async def test_what_was_typed_before_a_time_out_is_kept_and_can_be_posted_after_it(world: World) -> None:
    await ready(world)
    form = await world.ana.slash(world.channel, "standup")
    time_out(world, world.ana, hours=1)
    await world.env.settle()
    refused = await world.ana.submit_modal(form, {"q1": "typed before"})
    assert REFUSED in text_of(refused)
    assert "Your text is kept as a draft" in text_of(refused)
    assert {"Keep to myself", "Discard"} <= set(labels_of(answer_of(refused)))
    assert not await posted(world, "typed before")
    await world.until(world.env.now() + timedelta(hours=2))
    again = await world.ana.slash(world.channel, "standup")
    assert "typed before" in str(again.modal)
    assert "Posted in" in text_of(await world.ana.submit_modal(again, {"q1": "typed before"}))
    assert await posted(world, "typed before")


async def test_post_and_a_little_and_post_it_are_checked_too_and_keeping_is_allowed(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    preview = await world.write(world.ben, "seen in a preview", post=False)
    (prompt,) = [each for each in world.channel.history() if "Friday" in each.content]
    time_out(world, world.ben, hours=1)
    await world.env.settle()
    refused = await world.ben.click(answer_of(preview), label="Post")
    assert REFUSED in text_of(refused)
    kept = await world.ben.click(answer_of(preview), label="Keep to myself")
    assert "Only you can see it" in text_of(kept)
    still = await world.ben.click(answer_of(kept), label="Post it")
    assert REFUSED in text_of(still)
    time_out(world, world.ana, hours=1)
    await world.env.settle()
    little = await world.ana.click(prompt, label="A little today")
    assert REFUSED in text_of(little)
    assert len(world.channel.threads) == 0


async def test_in_the_dm_discord_is_asked(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    preview = await world.write(world.ben, "mine alone", post=False)
    await world.ben.click(answer_of(preview), label="Keep to myself")
    ben = world.ben.user
    posts = await ben.click(answer_of(await ben.slash("mine")), label="My standups")
    (entry,) = await world.app.standups.mine(ben.id, guild_id=None, before=None, limit=1)
    shown = await ben.select(answer_of(posts), [str(entry.id)])
    time_out(world, world.ben, hours=1)
    await world.env.settle()
    refused = await ben.click(answer_of(shown), label="Post it")
    assert REFUSED in text_of(refused)
    await world.until(world.env.now() + timedelta(hours=2))
    assert "Posted in" in text_of(await ben.click(answer_of(shown), label="Post it"))
    assert await posted(world, "mine alone")


async def test_an_old_form_without_the_channel_is_checked_as_well(world: World) -> None:
    await ready(world)
    await world.app.standups.prefer_preview(world.guild.id, world.ana.id, wanted=True)
    preview = await world.write(world.ana, "to be changed", post=False)
    form = await world.ana.click(answer_of(preview), label="Edit")
    time_out(world, world.ana, hours=1)
    await world.env.settle()
    refused = await world.ana.submit_modal(form, {"q1": "changed"})
    assert REFUSED in text_of(refused)
    assert not await posted(world, "changed")


async def test_with_a_time_out_nothing_posted_changes_and_the_words_are_not_lost(world: World) -> None:
    await ready(world)
    shown = await world.write(world.ana, "as it was")
    form = await world.ana.click(answer_of(shown), label="Edit")
    time_out(world, world.ana, hours=1)
    await world.env.settle()
    refused = await world.ana.submit_modal(form, {"q1": "as a shout"})
    assert REFUSED in text_of(refused)
    again = await world.ana.click(answer_of(refused), label="Open the form again")
    assert "as a shout" in str(again.modal)
    assert await posted(world, "as it was")
    assert not await posted(world, "as a shout")


async def test_in_the_dm_an_edit_is_checked_as_well(world: World) -> None:
    await ready(world)
    await world.write(world.ana, "as it was")
    ana = world.ana.user
    posts = await ana.click(answer_of(await ana.slash("mine")), label="My standups")
    (entry,) = await world.app.standups.mine(ana.id, guild_id=None, before=None, limit=1)
    shown = await ana.select(answer_of(posts), [str(entry.id)])
    time_out(world, world.ana, hours=1)
    await world.env.settle()
    form = await ana.click(answer_of(shown), label="Edit")
    assert REFUSED in text_of(await ana.submit_modal(form, {"q1": "as a shout"}))
    assert await posted(world, "as it was")
    await world.until(world.env.now() + timedelta(hours=2))
    form = await ana.click(answer_of(shown), label="Edit")
    await ana.submit_modal(form, {"q1": "calmer"})
    assert await posted(world, "calmer")
