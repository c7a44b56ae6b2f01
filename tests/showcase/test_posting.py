"""Sharing as Discord shows it: one message in a text channel, one post in a forum, and what happens to them there."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.deliveries.model import Delivery, State
from bot.showcase.drawing import lacking
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


async def test_a_shipped_project_carries_its_drawn_card(either_house: House) -> None:
    house = either_house
    if lacking():
        pytest.skip(f"drawing: {lacking()}")
    share, delivered = await house.share(title="Tomato leaves")
    first = attached(house, delivered)
    assert first.description == "A card for “Tomato leaves” by ana. It tells sick leaves from healthy ones."
    await house.rewrite(share, title="Potato leaves")
    await house.posting.share(share.id)
    again = attached(house, delivered)
    assert again.id != first.id
    assert "Potato leaves" in (again.description or "")
    await house.showcase.set_kind(share.user_id, share.id, Kind.WRITING)
    await house.posting.share(share.id)
    message = house.shown(delivered)
    assert message is not None
    assert message.attachments == []


async def test_an_edit_that_changes_nothing_on_the_card_leaves_the_picture_where_it_is(
    either_house: House,
) -> None:
    house = either_house
    if lacking():
        pytest.skip(f"drawing: {lacking()}")
    parent, _ = await house.share(title="Tomato leaves")
    child, delivered = await house.share(
        house.ben, title="Potato leaves", link="https://leaves.example/potato"
    )
    first = attached(house, delivered)
    await house.showcase.adapt(house.ben.id, child.id, parent.id)
    await house.posting.share(child.id)
    assert attached(house, delivered).id == first.id
    await house.restart()
    await house.showcase.delete(house.ana.id, parent.id)
    await house.work()
    assert "Adapted from an earlier project" in house.posts()[0]
    assert attached(house, delivered).id == first.id


def attached(house: House, delivered: Delivery) -> discord.Attachment:
    """The one file of a share's message."""
    message = house.shown(delivered)
    assert message is not None
    (file,) = message.attachments
    return file


async def test_what_changes_while_it_is_sent_is_edited_at_once(either_house: House) -> None:
    house = either_house
    draft = await house.draft(title="Tomato leaves")
    published = await house.showcase.publish(house.ana.id, draft.id, author="ana", may_post=True)
    await house.rewrite(published.share, title="Potato leaves")
    await house.posting.share(draft.id, published.claimed)
    await house.work()
    assert len(house.posts()) == 1
    assert "**Potato leaves**" in house.posts()[0]
    stands = await house.showcase.posted(draft.id)
    assert stands is not None
    assert not stands.dirty


async def test_back_to_a_draft_and_out_again_is_a_new_post(either_house: House) -> None:
    house = either_house
    share, delivered = await house.share()
    back = await house.showcase.unpublish(house.ana.id, share.id)
    assert await house.posting.take_down(back.removals) == []
    assert house.posts() == []
    published = await house.showcase.publish(house.ana.id, share.id, author="ana", may_post=True)
    again = await house.posting.share(share.id, published.claimed)
    assert again is not None
    assert again.message_id != delivered.message_id
    assert len(house.posts()) == 1


async def test_another_showcase_takes_what_comes_from_now_on(either_house: House) -> None:
    house = either_house
    share, delivered = await house.share(title="Tomato leaves")
    other = house.guild.create_text_channel("gallery")
    await house.change(channel_id=other.id, forum=False)
    await house.rewrite(share, title="Potato leaves")
    await house.posting.share(share.id)
    message = house.shown(delivered)
    assert message is not None
    assert "**Potato leaves**" in message.content
    await house.share(house.ben, link="https://leaves.example/other")
    assert len(house.messages(other)) == 1
