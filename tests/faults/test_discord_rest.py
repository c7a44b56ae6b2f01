"""Proves the loopback Discord's messages, threads and direct messages, and the shape of its answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest

from tests import openapi
from tests.faults.bots import BareBot
from tests.faults.entities import FORUM
from tests.faults.scene import Place, assert_described


def code(caught: pytest.ExceptionInfo[discord.HTTPException]) -> tuple[int, int]:
    return caught.value.status, caught.value.code


async def test_sent_messages_are_kept_and_announced(place: Place, bot: BareBot) -> None:
    channel = place.text_channel(bot)
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Write", custom_id="standup:write:1"))
    first = await channel.send("Good morning", embed=discord.Embed(title="Day 1"), view=view)
    second = await channel.send(f"Hello {place.ada.id}", file=discord.File(Path(__file__), "notes.py"))
    assert first.id < second.id
    assert abs(first.created_at - datetime.now(UTC)) < timedelta(seconds=5)
    assert second.attachments[0].filename == "notes.py"
    assert [message["content"] for message in place.channel.messages.values()] == [
        "Good morning",
        second.content,
    ]
    await place.server.until(lambda: len(bot.told("message")) == 2, "the bot hears its own messages")
    heard = bot.told("message")[0]
    assert (heard.id, heard.guild.id, heard.embeds[0].title) == (first.id, place.guild.id, "Day 1")


async def test_history_pages_both_ways(place: Place, bot: BareBot) -> None:
    channel = place.text_channel(bot)
    ids = [(await channel.send(f"{number}")).id for number in range(5)]
    assert [message.id async for message in channel.history(limit=2)] == [ids[4], ids[3]]
    before = channel.history(limit=2, before=discord.Object(ids[3]))
    assert [message.id async for message in before] == [ids[2], ids[1]]
    after = channel.history(limit=2, after=discord.Object(ids[1]), oldest_first=True)
    assert [message.id async for message in after] == [ids[2], ids[3]]
    place.server.messages.say(place.channel, place.ada, "a secret")
    latest = [message async for message in channel.history(limit=1)]
    assert (latest[0].author.name, latest[0].content) == ("ada", "")


async def test_nonce_returns_the_same_message_within_its_window(place: Place, bot: BareBot) -> None:
    channel = place.text_channel(bot)
    first = await channel.send("once", nonce=41)
    assert (await channel.send("once", nonce=41)).id == first.id
    assert (await channel.send("another", nonce=42)).id != first.id
    place.server.advance(minutes=4, seconds=50)
    assert (await channel.send("once", nonce=41)).id == first.id
    place.server.advance(seconds=20)
    late = await channel.send("once", nonce=41)
    assert late.id != first.id
    assert len(place.channel.messages) == 3
    elsewhere = place.server.world.add_channel(place.guild, "elsewhere")
    assert (await bot.get_partial_messageable(elsewhere.id).send("once", nonce=41)).id != late.id
    await late.delete()
    with pytest.raises(discord.NotFound) as caught:
        await channel.send("once", nonce=41)
    assert code(caught) == (404, 10008)


async def test_edits_and_deletes_reach_the_bot(place: Place, bot: BareBot) -> None:
    channel = place.text_channel(bot)
    message = await channel.send("first words")
    await message.edit(content="better words")
    assert place.channel.messages[message.id]["edited_timestamp"] is not None
    preview = {"title": "A paper", "url": "https://arxiv.org/abs/1706.03762"}
    place.server.messages.unfurl(place.channel, place.channel.messages[message.id], preview)
    await place.server.until(lambda: len(bot.told("edit")) == 2, "both edits arrive")
    assert bot.told("edit")[1].message.embeds[0].title == "A paper"
    await message.delete()
    await place.server.until(lambda: bool(bot.told("delete")), "the deletion arrives")
    assert bot.told("delete")[0].message_id == message.id
    with pytest.raises(discord.NotFound) as caught:
        await message.edit(content="too late")
    assert code(caught) == (404, 10008)
    said = place.server.messages.say(place.channel, place.ada, "mine")
    with pytest.raises(discord.Forbidden) as not_mine:
        await channel.get_partial_message(int(said["id"])).edit(content="yours")
    assert code(not_mine) == (403, 50005)
    with pytest.raises(discord.Forbidden) as not_allowed:
        await channel.get_partial_message(int(said["id"])).delete()
    assert code(not_allowed) == (403, 50013)


async def test_only_allowed_mentions_ping(place: Place, bot: BareBot) -> None:
    text = f"@everyone <@{place.ada.id}> <@&{place.guild.id}>"
    quiet = await place.text_channel(bot).send(text, allowed_mentions=discord.AllowedMentions.none())
    loud = await place.text_channel(bot).send(text)
    named = await place.text_channel(bot).send(
        text,
        allowed_mentions=discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(place.ada.id)]
        ),
    )
    pings = [(message.mention_everyone, len(message.mentions)) for message in (quiet, loud, named)]
    assert pings == [(False, 0), (True, 1), (False, 1)]


async def test_a_message_gets_one_thread_with_its_id(place: Place, bot: BareBot) -> None:
    message = await place.text_channel(bot).send("Day 1")
    made = await bot.http.start_thread_with_message(
        place.channel.id, message.id, name="Day 1", auto_archive_duration=1440
    )
    assert int(made["id"]) == message.id
    with pytest.raises(discord.HTTPException) as caught:
        await bot.http.start_thread_with_message(
            place.channel.id, message.id, name="Day 1", auto_archive_duration=1440
        )
    assert code(caught) == (400, 160004)
    await place.server.until(lambda: bool(bot.told("thread")), "the thread is announced")
    thread = bot.get_channel(message.id)
    assert isinstance(thread, discord.Thread)
    assert (thread.parent_id, thread.owner_id, thread.archived) == (
        place.channel.id,
        bot.application_id,
        False,
    )
    assert (await place.text_channel(bot).fetch_message(message.id)).flags.has_thread


async def test_archived_thread_refuses_changes_and_wakes_on_a_message(place: Place, bot: BareBot) -> None:
    message = await place.text_channel(bot).send("Day 1")
    thread = await message.create_thread(name="Day 1", auto_archive_duration=1440)
    inside = await thread.send("an update")
    place.server.advance(hours=25)
    assert place.server.world.channels[thread.id].archived
    for change in (inside.edit(content="edited"), inside.delete(), thread.edit(name="Other")):
        with pytest.raises(discord.HTTPException) as caught:
            await change
        assert code(caught) == (400, 50083)
    await thread.edit(archived=False)
    assert (await inside.edit(content="edited")).content == "edited"
    await thread.edit(archived=True)
    await thread.send("awake again")
    assert not place.server.world.channels[thread.id].archived
    await thread.edit(archived=True, locked=True)
    with pytest.raises(discord.Forbidden) as locked:
        await thread.send("not any more")
    assert code(locked) == (403, 160005)
    assert await thread.edit(archived=False, locked=False)
    await thread.delete()
    with pytest.raises(discord.NotFound) as gone:
        await thread.send("nobody")
    assert code(gone) == (404, 10003)


async def test_deleted_channel_takes_its_threads_along(place: Place, bot: BareBot) -> None:
    message = await place.text_channel(bot).send("Day 1")
    await message.create_thread(name="Day 1")
    place.server.world.delete_channel(place.channel)
    await place.server.until(lambda: bool(bot.told("channel gone")), "the deletion is announced")
    for channel_id in (place.channel.id, message.id):
        with pytest.raises(discord.NotFound) as caught:
            await bot.get_partial_messageable(channel_id).send("nobody")
        assert code(caught) == (404, 10003)


async def test_direct_messages(place: Place, bot: BareBot) -> None:
    user = await bot.fetch_user(place.ada.id)
    sent = await user.send("Only for you")
    assert sent.channel.id == place.server.world.direct_channel(place.ada.id).id
    place.server.messages.say(place.server.world.direct_channel(place.ada.id), place.ada, "Thank you")
    await place.server.until(lambda: len(bot.told("message")) == 2, "the reply arrives, with its text")
    assert bot.told("message")[1].content == "Thank you"
    place.ada.dms_open = False
    with pytest.raises(discord.Forbidden) as closed:
        await user.send("Another")
    assert code(closed) == (403, 50007)
    with pytest.raises(discord.HTTPException) as stranger:
        await bot.http.start_private_message(1)
    assert code(stranger) == (400, 50033)


async def test_direct_messages_without_a_common_server_and_too_many_new_ones(
    place: Place, bot: BareBot
) -> None:
    world = place.server.world
    ben, cai = (world.add_user(name, place.guild) for name in ("ben", "cai"))
    world.most_dms = 1
    opened = await bot.http.start_private_message(ben.id)
    assert (await bot.http.start_private_message(ben.id))["id"] == opened["id"], "it is no new one"
    with pytest.raises(discord.HTTPException) as fast:
        await bot.http.start_private_message(cai.id)
    assert code(fast) == (400, 40003)
    place.server.advance(minutes=11)
    await bot.http.start_private_message(cai.id)
    del place.guild.members[ben.id]
    with pytest.raises(discord.Forbidden) as apart:
        await bot.get_partial_messageable(int(opened["id"])).send("hello")
    assert code(apart) == (403, 50278)


async def test_malformed_requests_are_refused(place: Place, bot: BareBot) -> None:
    with pytest.raises(discord.HTTPException) as empty:
        await place.text_channel(bot).send("")
    assert code(empty) == (400, 50006)
    with pytest.raises(discord.HTTPException) as long:
        await place.text_channel(bot).send("x", nonce="n" * 26)
    assert code(long) == (400, 50035)
    with pytest.raises(discord.NotFound) as missing:
        await bot.http.request(discord.http.Route("GET", "/guilds/1/nothing"))
    assert code(missing) == (404, 0)
    assert [request.path for request in place.server.journal.unrouted()] == ["/guilds/1/nothing"]


async def test_requests_and_answers_fit_discords_description(
    place: Place, bot: BareBot, discord_description: Path
) -> None:
    channel = place.text_channel(bot)
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Write", custom_id="standup:write:1"))
    message = await channel.send("Day 1", embed=discord.Embed(title="Day 1"), view=view, nonce=7)
    thread = await message.create_thread(name="Day 1", auto_archive_duration=1440)
    await (await thread.send("an update")).edit(content="edited")
    await bot.tree.sync()
    openapi.assert_valid(place.server.journal.requests)
    answers = {
        "MessageResponse": place.channel.messages[message.id],
        "ThreadResponse": place.server.world.channels[thread.id].payload(),
        "GuildChannelResponse": place.channel.payload(),
        "GuildWithCountsResponse": await bot.http.get_guild(place.guild.id),
        "GuildMemberResponse": await bot.http.get_member(place.guild.id, place.ada.id),
        "UserResponse": place.ada.payload(),
        "PrivateChannelResponse": await bot.http.start_private_message(place.ada.id),
    }
    for name, answer in answers.items():
        assert_described(name, answer)


async def test_a_forum_post_is_a_thread_with_the_id_of_its_message(place: Place, bot: BareBot) -> None:
    made = place.server.world.add_channel(place.guild, "showcase", FORUM, tags=["Project"])
    await place.server.until(lambda: bot.get_channel(made.id) is not None, "the forum is announced")
    forum = bot.get_channel(made.id)
    assert isinstance(forum, discord.ForumChannel)
    post = await forum.create_thread(
        name="Leaves", content="Sick or not?", applied_tags=[*forum.available_tags]
    )
    assert post.thread.id == post.message.id
    assert [tag.name for tag in post.thread.applied_tags] == ["Project"]
    assert_described("GuildChannelResponse", await bot.http.get_channel(forum.id))
    assert_described("ThreadResponse", await bot.http.get_channel(post.thread.id))
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.logs_from(forum.id, 10)
    assert refused.value.code == 50024
    await post.thread.edit(archived=True)
    assert [each.id async for each in forum.archived_threads()] == [post.thread.id]
    made.flags = 1 << 4
    with pytest.raises(discord.HTTPException) as untagged:
        await forum.create_thread(name="Leaves", content="Sick or not?")
    assert untagged.value.code == 40067
