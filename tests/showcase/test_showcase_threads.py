"""Threads of shares: opened for talk, named like the share, gone or without a name once it is gone (promise 6)."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from bot.deliveries.model import State
from bot.showcase.model.values import Kind
from tests.showcase.house import House, either_house, forum_house, house

__all__ = ["either_house", "forum_house", "house"]


async def test_talk_opens_a_thread_once(house: House) -> None:
    share, delivered = await house.share(title="Tomato leaves")
    thread_id = await house.posting.talk(share.id)
    assert thread_id == delivered.message_id
    assert await house.posting.talk(share.id) == thread_id
    (thread,) = house.place.threads
    assert (thread.id, thread.name) == (thread_id, "Tomato leaves")


async def test_in_a_forum_talk_is_where_the_post_is(forum_house: House) -> None:
    share, delivered = await forum_house.share()
    assert await forum_house.posting.talk(share.id) == delivered.message_id
    assert len(forum_house.place.threads) == 1


async def test_a_changed_title_renames_the_thread(either_house: House) -> None:
    house = either_house
    share, _ = await house.share(title="Tomato leaves")
    await house.posting.talk(share.id)
    await house.rewrite(share, title="Potato leaves")
    await house.posting.share(share.id)
    (thread,) = house.place.threads
    assert thread.name == "Potato leaves"
    assert "**Potato leaves**" in house.posts()[0]


async def test_a_changed_kind_changes_the_tag_and_no_other(forum_house: House) -> None:
    house = forum_house
    share, _ = await house.share(kind=Kind.NOTEBOOK)
    house.tag("Good one", moderated=True)
    house.tag("Beginners")
    (post,) = house.place.threads
    house.retag(post, "Notebook", "Good one", "Beginners")
    await house.showcase.set_kind(share.user_id, share.id, Kind.WRITING)
    await house.posting.share(share.id)
    assert house.tags(post) == ["Writing", "Good one", "Beginners"]


async def test_a_tag_that_only_moderators_may_set_is_left_alone(forum_house: House) -> None:
    house = forum_house
    house.only_tags(("Project", True), ("Other", False))
    await house.share(kind=Kind.PROJECT)
    assert house.tags(house.place.threads[0]) == []


async def test_tags_are_known_in_other_languages(forum_house: House) -> None:
    house = forum_house
    house.only_tags(("NOTEBOOK", False), ("Projekt", False))
    await house.share(kind=Kind.NOTEBOOK)
    assert house.tags(house.place.threads[0]) == ["NOTEBOOK"]


async def test_deleting_leaves_no_thread_nobody_talked_in(either_house: House) -> None:
    house = either_house
    share, _ = await house.share(title="Tomato leaves")
    await house.posting.talk(share.id)
    removed = await house.showcase.delete(house.ana.id, share.id)
    assert await house.posting.take_down(removed.removals) == []
    assert house.place.threads == []
    assert house.posts() == []


async def test_where_people_talked_the_thread_stays_without_the_name(either_house: House) -> None:
    house = either_house
    share, _ = await house.share(title="Tomato leaves")
    await house.posting.talk(share.id)
    (thread,) = house.place.threads
    await house.ben.send(thread, "How many photos?")
    removed = await house.showcase.delete(house.ana.id, share.id)
    assert await house.posting.take_down(removed.removals) == []
    assert house.place.threads[0].name == "a removed share"
    assert house.messages(thread) == ["How many photos?"]
    await house.work()
    assert await house.showcase.next_thread() is None


async def test_a_thread_that_may_not_be_deleted_is_renamed(forum_house: House) -> None:
    house = forum_house
    share, delivered = await house.share(title="Tomato leaves")
    house.env.inject_error("DELETE", f"/channels/{delivered.message_id}", status=403, code=50013)
    removed = await house.showcase.delete(house.ana.id, share.id)
    await house.posting.take_down(removed.removals)
    assert house.place.threads[0].name == "a removed share"


async def test_a_thread_out_of_reach_is_tried_again_less_and_less(forum_house: House) -> None:
    house = forum_house
    share, delivered = await house.share(title="Tomato leaves")
    path = f"/channels/{delivered.message_id}"
    house.env.inject_error("GET", path, status=403, code=50001, times=3)
    removed = await house.showcase.delete(house.ana.id, share.id)
    await house.posting.take_down(removed.removals)
    waits = []
    while (due := await house.showcase.next_thread()) is not None:
        waits.append(due - house.env.now())
        await house.until(due + timedelta(seconds=1))
        await house.posting.see_to_threads()
    assert house.place.threads == []
    assert waits == sorted(waits)
    assert len(waits) == 3


async def test_what_was_deleted_on_its_way_leaves_nothing(either_house: House) -> None:
    house = either_house
    draft = await house.draft(title="Tomato leaves")
    published = await house.showcase.publish(house.ana.id, draft.id, author="ana", may_post=True)
    removed = await house.showcase.delete(house.ana.id, draft.id)
    assert [each.state for each in await house.posting.take_down(removed.removals)] == [State.REMOVING]
    (claimed,) = published.claimed
    await house.late(claimed, draft)
    await house.work()
    assert house.posts() == []
    assert house.place.threads == []


async def test_no_line_of_discords_repeats_the_name(either_house: House) -> None:
    house = either_house
    share, _ = await house.share(title="Tomato leaves")
    await house.posting.talk(share.id)
    await house.rewrite(share, title="Potato leaves")
    await house.posting.share(share.id)
    await house.env.settle()
    (thread,) = house.place.threads
    lines = [*house.place.history(), *thread.history()]
    assert [each.content for each in lines if each.type is not discord.MessageType.default] == []


@pytest.mark.parametrize("by_hand", [False, True], ids=["deleted", "deleted by hand"])
async def test_a_thread_that_a_member_opened_by_hand_loses_the_name_too(house: House, by_hand: bool) -> None:
    share, delivered = await house.share(title="Tomato leaves")
    assert delivered.message_id is not None
    with house.deaf():
        channel = house.bot.get_channel(house.place.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.get_partial_message(delivered.message_id).create_thread(name="Tomato leaves")
    if by_hand:
        house.delete_message(delivered)
        await house.env.settle()
    else:
        removed = await house.showcase.delete(house.ana.id, share.id)
        await house.posting.take_down(removed.removals)
    await house.later(minutes=5)
    assert [each.name for each in house.place.threads] == []
