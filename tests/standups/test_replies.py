"""Owns what an author hears of replies: one line with a link, never a count or anybody's words, and never of themselves (A7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord

from bot.attention.model.values import State
from bot.attention.store import silences
from bot.core.db import Tx
from bot.standups.model.blockers import REPLY
from tests.attention.trial import inbox
from tests.bots import World, answer_of, text_of
from tests.standups.service import ANA, BEN, GUILD, House, message_id
from tests.standups.test_service import opened

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
THEIRS = "have you tried a smaller learning rate?"


async def posted(world: World) -> discord.Message:
    """Ana's post."""
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.ana, "trained the first model")
    (post,) = [each for each in world.thread().history() if "trained" in each.content]
    return post


async def test_a_reply_is_one_line_with_a_link(world: World) -> None:
    post = await posted(world)
    await world.ben.send(world.thread(), THEIRS, reply_to=post)
    newest = await world.ben.send(world.thread(), "or a larger one", reply_to=post)
    shown = text_of(await inbox(world, world.ana))
    url = f"https://discord.com/channels/{world.guild.id}/{world.thread().id}/{newest.id}"
    assert f"- Somebody replied to your standup for Friday 2 January: [see it]({url})" in shown
    assert shown.count("Somebody replied") == 1
    assert THEIRS not in shown
    assert world.ben.mention not in shown


async def test_no_line_for_oneself_for_other_messages_or_for_what_is_no_reply(world: World) -> None:
    post = await posted(world)
    await world.ana.send(world.thread(), "to myself", reply_to=post)
    (prompt,) = [each for each in world.channel.history() if "**Daily standup" in each.content]
    await world.ben.send(world.channel, "to the prompt", reply_to=prompt)
    chat = await world.organiser.send(world.channel, "hello")
    await world.ben.send(world.channel, "to somebody else", reply_to=chat)
    await world.ben.send(world.thread(), "into the thread")
    await world.ben.forward(post, world.channel)
    assert "Nothing waits for you." in text_of(await inbox(world, world.ana))


async def test_a_reply_to_what_was_deleted_is_no_line_any_more(world: World) -> None:
    post = await posted(world)
    await world.ben.send(world.thread(), THEIRS, reply_to=post)
    shown = await world.ana.slash(world.channel, "standup")
    await world.ana.click(answer_of(shown), label="Delete")
    assert "Nothing waits for you." in text_of(await inbox(world, world.ana))


async def test_several_replies_are_merged_into_the_newest(home: House) -> None:
    standup, _ = await opened(home)
    saved = await home.write(ANA, standup, "words")
    found = await home.standups.replied_to(message_id(saved.claimed[0]))
    assert found is not None
    assert (found.entry_id, found.author_id) == (saved.entry.id, ANA)
    assert await home.standups.replied_to(1) is None
    for number in (1, 2):
        await home.standups.note_reply(saved.entry.id, BEN, channel_id=7, message_id=number)
    box = await home.app.attention.inbox(ANA)
    assert [(each.kind, each.words["channel"], each.words["message"]) for each in box.waiting] == [
        (REPLY, 7, 2)
    ]
    words = dict(box.waiting[0].words)
    assert not {BEN, str(BEN)} & set(words.values()), "who replied is kept as a keyed hash"
    assert len(str(words["from"])) >= 32
    assert [each.state for each in box.decided] == [State.MERGED]
    assert box.waiting[0].server == GUILD


async def test_nobody_hears_from_who_they_silenced(home: House) -> None:
    standup, _ = await opened(home)
    saved = await home.write(ANA, standup, "words")

    def silence(tx: Tx) -> None:
        silences.silence_from(tx, ANA, BEN)

    await home.app.db.write(silence)
    await home.standups.note_reply(saved.entry.id, BEN, channel_id=7, message_id=1)
    await home.standups.note_reply(saved.entry.id, ANA, channel_id=7, message_id=2)
    assert (await home.app.attention.inbox(ANA)).waiting == ()
