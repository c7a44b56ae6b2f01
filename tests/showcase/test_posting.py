"""Sharing as Discord shows it: one message in a text channel, one post in a forum, and what happens to them there."""

from __future__ import annotations

import asyncio

from bot.deliveries.model import State
from bot.showcase.model.values import Kind
from tests.showcase.house import LINK, House, either_house, forum_house, house

__all__ = ["either_house", "forum_house", "house"]


async def test_a_share_is_one_message_that_discord_unfurls(house: House) -> None:
    share, delivered = await house.share(title="Tomato leaves")
    assert delivered.state is State.SENT
    (text,) = house.posts()
    assert text.splitlines() == [
        f"<@{house.ana.id}> shipped a project",
        "**Tomato leaves**",
        "It tells sick leaves from healthy ones.",
        LINK,
    ]
    message = house.shown(delivered)
    assert message is not None
    assert not message.flags.suppress_embeds
    assert share.thread_id is None


async def test_a_share_in_a_forum_is_a_post_with_the_tag_of_its_kind(forum_house: House) -> None:
    house = forum_house
    share, delivered = await house.share(title="Tomato leaves", kind=Kind.NOTEBOOK)
    (post,) = house.place.threads
    assert (post.name, post.id) == ("Tomato leaves", share.thread_id)
    assert delivered.channel_id == delivered.message_id == post.id
    assert house.tags(post) == ["Notebook"]
    assert "shares a notebook" in house.posts()[0]


async def test_fifty_shares_at_once_are_fifty_posts(either_house: House) -> None:
    house = either_house
    drafts = [await house.draft(who, title=f"Number {n}") for n, who in enumerate(await house.crowd(50))]
    published = [
        await house.showcase.publish(each.user_id, each.id, author="x", may_post=True) for each in drafts
    ]
    delivered = await asyncio.gather(
        *(house.posting.share(each.share.id, each.claimed) for each in published)
    )
    assert [each and each.state for each in delivered] == [State.SENT] * 50
    shown = house.posts()
    assert sorted(f"**Number {n}**" for n in range(50)) == sorted(each.splitlines()[1] for each in shown)
