"""Posts that somebody deletes in Discord: their rows follow, whether we are there or not (H5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.showcase.model.refusals import ShareGone
from bot.showcase.model.values import Share
from tests.showcase.house import House, either_house, forum_house, house

__all__ = ["either_house", "forum_house", "house"]


async def is_there(house: House, share: Share) -> bool:
    try:
        await house.showcase.share(share.user_id, share.id)
    except ShareGone:
        return False
    return True


async def test_a_message_deleted_by_hand_takes_the_share_along(either_house: House) -> None:
    house = either_house
    share, delivered = await house.share()
    other, _ = await house.share(house.ben, link="https://leaves.example/other")
    house.delete_message(delivered)
    await house.env.settle()
    assert not await is_there(house, share)
    assert await is_there(house, other)
    await house.work()
    assert len(house.place.threads) == (1 if house.forum else 0), "its thread follows"


async def test_of_many_deleted_messages_only_ours_are_looked_up(either_house: House) -> None:
    house = either_house
    share, delivered = await house.share()
    assert delivered.message_id is not None
    known = house.app.deliveries.known
    assert await known([1, delivered.message_id, 2]) == [delivered.message_id]
    assert await known([1, 2]) == []
    house.delete_message(delivered)
    await house.work()
    assert not await is_there(house, share)
    assert await known([delivered.message_id]) == []


async def test_talk_below_a_message_deleted_by_hand_stays_without_the_name(either_house: House) -> None:
    house = either_house
    share, delivered = await house.share(title="Tomato leaves")
    await house.posting.talk(share.id)
    await house.ben.send(house.place.threads[0], "How many photos?")
    house.delete_message(delivered)
    await house.work()
    assert [each.name for each in house.place.threads] == ["a removed share"]


async def test_a_post_deleted_with_its_thread_takes_the_share_along(forum_house: House) -> None:
    house = forum_house
    share, delivered = await house.share()
    house.env.backend.delete_channel(delivered.channel_id)
    await house.env.settle()
    assert not await is_there(house, share)
    await house.work()
    assert await house.showcase.next_thread() is None


async def test_a_deleted_thread_in_a_text_channel_is_only_the_talk(house: House) -> None:
    share, delivered = await house.share()
    await house.posting.talk(share.id)
    house.env.backend.delete_channel(house.place.threads[0].id)
    await house.env.settle()
    assert (await house.showcase.share(share.user_id, share.id)).thread_id is None
    assert house.shown(delivered) is not None


async def test_posts_deleted_while_we_were_away_are_found_after_the_start(either_house: House) -> None:
    house = either_house
    shared = [(await house.share(link=f"https://leaves.example/{n}"))[0] for n in range(3)]
    await house.later(minutes=1)
    gone = await house.showcase.posted(shared[1].id)
    assert gone is not None
    with house.deaf():
        house.delete_message(gone)
    await house.restart()
    await house.work()
    await house.later(seconds=30)
    assert [await is_there(house, each) for each in shared] == [True, False, True]


async def test_looks_after_a_start_are_spread(house: House) -> None:
    for n in range(3):
        await house.share(link=f"https://leaves.example/{n}")
    await house.later(minutes=1)
    await house.restart()
    before = len(house.env.http_requests)
    await house.work()
    assert house.looks(before) == 1
    await house.later(seconds=1)
    assert house.looks(before) == 1
    await house.later(seconds=5)
    assert house.looks(before) == 3
    await house.later(minutes=5)
    assert house.looks(before) == 3


async def test_older_posts_are_looked_at_when_they_are_used(house: House) -> None:
    share, delivered = await house.share()
    await house.later(minutes=1)
    await house.until(house.env.now() + timedelta(days=8))
    assert await house.posting.check(share.id)
    with house.deaf():
        house.delete_message(delivered)
    await house.restart()
    await house.work()
    assert await is_there(house, share)
    assert not await house.posting.check(share.id)
    assert not await is_there(house, share)


async def test_an_edit_of_what_was_deleted_unseen_ends_the_share(house: House) -> None:
    share, delivered = await house.share()
    with house.deaf():
        house.delete_message(delivered)
    await house.rewrite(share, title="Changed")
    await house.posting.share(share.id)
    assert not await is_there(house, share)


@pytest.mark.parametrize("status", [500, 403])
async def test_a_post_that_cannot_be_looked_at_is_not_gone(house: House, status: int) -> None:
    share, delivered = await house.share()
    path = f"/channels/{delivered.channel_id}/messages/{delivered.message_id}"
    house.env.inject_error("GET", path, status=status, code=50001 if status == 403 else 0, times=None)
    assert await house.posting.check(share.id)
    assert await is_there(house, share)
