"""Proves how a share's thread opens, and what its author and the readers of its topic hear (A7, H9)."""

from __future__ import annotations

from datetime import timedelta

import discord
import simcord

from bot.attention.store import silences
from bot.communities.store import topics
from bot.core.db import Tx
from bot.showcase.store import choices
from tests.attention.trial import inbox
from tests.bots import answer_of, text_of
from tests.showcase.house import House, either_house, forum_house, house
from tests.showcase.test_discord import press

__all__ = ["either_house", "forum_house", "house"]

THEIRS = "which augmentations did you use?"
NOTHING = "Nothing waits for you."
NAME = "It tells sick leaves from healthy ones."


async def posted(world: House, **typed: int) -> tuple[int, discord.Message]:
    """Ana's share: its id and its message."""
    share, delivered = await world.share(None, **typed)
    post = world.shown(delivered)
    assert post is not None
    return share.id, post


async def test_talk_about_it_opens_one_thread_and_says_where(house: House) -> None:
    share_id, post = await posted(house)
    first = await house.ben.click(post, label="Talk about it")
    (thread,) = house.place.threads
    assert thread.id == post.id
    assert answer_of(first).ephemeral
    assert text_of(first) == f"Talk about it here: <#{thread.id}>"
    assert text_of(await house.ana.click(post, label="Talk about it")) == text_of(first)
    assert len(house.place.threads) == 1
    assert (await house.showcase.share(house.ana.id, share_id)).thread_id == thread.id
    assert NOTHING in text_of(await inbox(house, house.ana)), "a press is no reply"


async def test_where_no_thread_can_be_opened_it_says_so(house: House) -> None:
    _id, post = await posted(house)
    house.allow(house.place, create_public_threads=False, manage_channels=True)
    shown = await house.ben.click(post, label="Talk about it")
    assert text_of(shown) == (
        f"I cannot open a thread for it just now. Reply to the post in <#{house.place.id}> instead, or try again later."
    )
    assert house.place.threads == []


async def test_a_post_that_turns_out_to_be_deleted_is_said_to_be_gone(house: House) -> None:
    share_id, post = await posted(house)
    with house.deaf():
        house.env.backend.delete_message(house.place.id, post.id)
    shown = await press(house, house.ben, f"showcase:talk:{share_id}")
    assert text_of(shown) == "It is not there any more: its author took it back or deleted it."


async def test_a_reply_opens_the_thread_and_the_author_hears_of_the_newest(house: House) -> None:
    share_id, post = await posted(house)
    await house.ben.send(house.place, THEIRS, reply_to=post)
    (thread,) = house.place.threads
    assert (thread.id, thread.name) == (post.id, NAME)
    newest = await house.organiser.send(thread, "and which size?")
    shown = text_of(await inbox(house, house.ana))
    url = f"https://discord.com/channels/{house.guild.id}/{thread.id}/{newest.id}"
    assert f"- Somebody replied to “{NAME}”, which you shared: [see it]({url})" in shown
    assert shown.count("Somebody replied") == 1
    assert THEIRS not in shown
    assert house.ben.mention not in shown
    assert (await house.showcase.share(house.ana.id, share_id)).replied


async def test_a_message_in_the_posts_own_thread_counts_as_a_reply(either_house: House) -> None:
    world = either_house
    share_id, post = await posted(world)
    if not world.forum:
        await world.ben.click(post, label="Talk about it")
    (thread,) = world.place.threads
    assert thread.id == post.id
    await world.ana.send(thread, "I will write more about it")
    assert NOTHING in text_of(await inbox(world, world.ana))
    assert not (await world.showcase.share(world.ana.id, share_id)).replied
    await world.ben.send(thread, THEIRS)
    assert "Somebody replied to" in text_of(await inbox(world, world.ana))


async def test_no_line_for_other_messages(house: House) -> None:
    _id, post = await posted(house)
    chat = await house.organiser.send(house.place, "hello")
    await house.ben.send(house.place, "to somebody else", reply_to=chat)
    await house.ben.send(house.place, "into the channel")
    await house.ana.send(house.place, "to myself", reply_to=post)
    await house.ben.forward(post, house.channel)
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_whom_the_author_silenced_opens_the_thread_but_reaches_them_not(house: House) -> None:
    _id, post = await posted(house)
    await house.app.db.write(lambda tx: silences.silence_from(tx, house.ana.id, house.ben.id))
    await house.ben.send(house.place, THEIRS, reply_to=post)
    assert len(house.place.threads) == 1
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_a_deleted_reply_takes_its_line_along_and_no_other(house: House) -> None:
    _id, post = await posted(house)
    first = await house.ben.send(house.place, THEIRS, reply_to=post)
    newest = await house.ben.send(house.place, "and which size?", reply_to=post)
    house.env.backend.delete_message(house.place.id, first.id)
    await house.env.settle()
    assert f"/{newest.id})" in text_of(await inbox(house, house.ana))
    await house.ben.send(house.place, "or both?", reply_to=post)
    last = house.place.history()[-1]
    house.env.backend.bulk_delete_messages(house.place.id, [newest.id, last.id])
    await house.env.settle()
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_a_deleted_message_of_a_posts_thread_takes_its_line_along(either_house: House) -> None:
    world = either_house
    share_id, _post = await posted(world)
    await world.posting.talk(share_id)
    (thread,) = world.place.threads
    theirs = await world.ben.send(thread, THEIRS)
    world.env.backend.delete_message(thread.id, theirs.id)
    await world.env.settle()
    assert NOTHING in text_of(await inbox(world, world.ana))


async def test_a_deleted_thread_takes_its_line_along(house: House) -> None:
    share_id, _post = await posted(house)
    await house.posting.talk(share_id)
    (thread,) = house.place.threads
    await house.ben.send(thread, THEIRS)
    house.env.backend.delete_channel(thread.id)
    await house.env.settle()
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_a_deleted_share_takes_the_line_along(house: House) -> None:
    share_id, post = await posted(house)
    await house.ben.send(house.place, THEIRS, reply_to=post)
    removed = await house.showcase.delete(house.ana.id, share_id)
    await house.posting.take_down(removed.removals)
    assert NOTHING in text_of(await inbox(house, house.ana))


async def likes(world: House, who: simcord.MemberActor) -> int:
    """Somebody wants to be told of shares about the server's first topic; its id."""

    def choose(tx: Tx) -> int:
        first = topics.start_topics(tx, world.guild.id)[0].id
        topics.choose_helping(tx, world.guild.id, who.id, [first])
        choices.change(tx, world.guild.id, who.id, reads_shares=True)
        return first

    return await world.app.db.write(choose)


async def test_after_two_days_without_a_reply_a_reader_of_the_topic_hears_of_it(either_house: House) -> None:
    world = either_house
    topic = await likes(world, world.ben)
    _id, post = await posted(world, topic_id=topic)
    await world.work_until(world.env.now() + timedelta(hours=47))
    assert NOTHING in text_of(await inbox(world, world.ben))
    await world.work_until(world.env.now() + timedelta(hours=2))
    shown = text_of(await inbox(world, world.ben))
    url = f"https://discord.com/channels/{world.guild.id}/{post.channel.id}/{post.id}"
    assert f"- A share about Python you may like: [see it]({url})" in shown
    assert NAME not in shown
    assert NOTHING in text_of(await inbox(world, world.ana)), "its author is never told"


async def test_with_a_reply_nobody_else_hears_of_it(house: House) -> None:
    topic = await likes(house, house.ben)
    _id, post = await posted(house, topic_id=topic)
    await house.organiser.send(house.place, THEIRS, reply_to=post)
    await house.work_until(house.env.now() + timedelta(hours=49))
    assert NOTHING in text_of(await inbox(house, house.ben))


async def test_the_line_about_a_share_goes_when_it_is_deleted(house: House) -> None:
    topic = await likes(house, house.ben)
    share_id, _post = await posted(house, topic_id=topic)
    await house.work_until(house.env.now() + timedelta(hours=49))
    assert "you may like" in text_of(await inbox(house, house.ben))
    removed = await house.showcase.delete(house.ana.id, share_id)
    await house.posting.take_down(removed.removals)
    assert NOTHING in text_of(await inbox(house, house.ben))
