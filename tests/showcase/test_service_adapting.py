"""Proves what a share may build on, on both databases: never on itself in a circle, never on another server's (H8)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.deliveries.model import Delivery
from bot.showcase.model.refusals import Circular, NoSuchPost, ShareGone
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import Share
from tests.showcase.drafts import ANA, BEN, GUILD, OTHER_GUILD, Den, open_den
from tests.showcase.test_service_publishing import post_of
from tests.showcase.test_service_writing import REPO, posted


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


def settled(post: Delivery) -> bool:
    """Whether a message shows what is stored."""
    return not post.dirty


async def test_a_share_builds_on_another_and_says_where_that_is(den: Den) -> None:
    parent = await posted(den, BEN, text="The first")
    share = await den.draft(ANA)
    assert [each.id for each in (await den.showcase.adaptable(ANA, share.id)).posts] == [parent.id]
    adapted = await den.showcase.adapt(ANA, share.id, parent.id)
    assert (adapted.adapted, adapted.parent_id) == (True, parent.id)
    assert await den.showcase.parent_url(ANA, share.id) == (await post_of(den, parent)).url
    not_adapted = await den.showcase.not_adapted(ANA, share.id)
    assert (not_adapted.adapted, not_adapted.parent_id) == (False, None)


async def test_a_post_is_edited_when_what_it_builds_on_changes_or_goes(den: Den) -> None:
    parent, share = await posted(den, BEN, text="The first"), await posted(den)
    assert settled(await post_of(den, share))
    await den.showcase.adapt(ANA, share.id, parent.id)
    assert (await post_of(den, share)).dirty
    await den.showcase.unpublish(BEN, parent.id)
    assert await den.showcase.parent_url(ANA, share.id) == ""
    await den.showcase.delete(BEN, parent.id)
    now = await den.showcase.share(ANA, share.id)
    assert (now.adapted, now.parent_id) == (True, None)


async def test_nobody_builds_on_themselves_in_a_circle(den: Den) -> None:
    first, second, third = [await posted(den, text=f"number {number}") for number in range(3)]
    await den.showcase.adapt(ANA, second.id, first.id)
    await den.showcase.adapt(ANA, third.id, second.id)
    for share, parent in ((first, first), (first, second), (first, third), (second, third)):
        with pytest.raises(Circular):
            await den.showcase.adapt(ANA, share.id, parent.id)
    assert (await den.showcase.adaptable(ANA, first.id)).posts == ()
    assert [each.id for each in (await den.showcase.adaptable(ANA, third.id)).posts] == [second.id, first.id]


async def test_only_posts_of_the_same_server_can_be_built_on(den: Den) -> None:
    share, draft = await den.draft(ANA), await den.draft(BEN)
    there = await den.showcase.draft(OTHER_GUILD, BEN, Typed(link=REPO))
    await den.showcase.publish(BEN, there.id, author="ben", may_post=True)
    for forbidden in (draft.id, there.id, 10**9):
        with pytest.raises(ShareGone):
            await den.showcase.adapt(ANA, share.id, forbidden)
    with pytest.raises(NoSuchPost):
        await den.showcase.adapt_from(ANA, share.id, REPO)


async def pasted(den: Den, share: Share, typed: str) -> int | None:
    """Which post a pasted address leads to."""
    return (await den.showcase.adapt_from(ANA, share.id, typed)).parent_id


async def test_an_address_or_a_link_leads_to_the_post(den: Den) -> None:
    parent, share = await posted(den, BEN, link=REPO), await den.draft(ANA)
    post = await post_of(den, parent)
    thread = f"https://discord.com/channels/{GUILD}/{post.message_id}"
    for typed in (post.url, f" <{post.url}> ", thread, REPO, f"{REPO}?utm_source=x", "github.com/ana/dogs"):
        assert await pasted(den, share, typed) == parent.id
        await den.showcase.not_adapted(ANA, share.id)
    for typed in (
        post.url.replace(str(GUILD), str(OTHER_GUILD)),
        f"{post.url}7",
        "https://example.org/other",
        "words",
        "",
    ):
        with pytest.raises(NoSuchPost):
            await den.showcase.adapt_from(ANA, share.id, typed)


async def test_the_choice_shows_the_newest_twenty_four(den: Den) -> None:
    for number in range(3):
        for _each in range(9):
            await posted(den, BEN, text=f"number {number}")
        den.clock.forward(hours=2)
    found = (await den.showcase.adaptable(ANA, (await den.draft(ANA)).id)).posts
    assert len(found) == 24
    assert [each.id for each in found] == sorted((each.id for each in found), reverse=True)


@pytest.mark.parametrize("number", ["9" * 19, "1" * 23, "0", "x"])
async def test_an_address_that_no_message_has_is_refused(den: Den, number: str) -> None:
    share = await den.draft(ANA)
    with pytest.raises(NoSuchPost) as refused:
        await den.showcase.adapt_from(ANA, share.id, f"https://discord.com/channels/{GUILD}/200/{number}")
    assert refused.value.share_id == share.id


async def test_a_link_that_i_shared_too_means_the_other_ones(den: Den) -> None:
    base = await posted(den, BEN, link=f"{REPO}/", text="The first")
    mine = await posted(den, link=REPO)
    assert (await den.showcase.adapt_from(ANA, mine.id, REPO)).parent_id == base.id
    draft = await den.draft(ANA)
    assert (await den.showcase.adapt_from(ANA, draft.id, REPO)).parent_id == base.id
    await den.showcase.delete(BEN, base.id)
    assert (await den.showcase.adapt_from(ANA, draft.id, REPO)).parent_id == mine.id
    with pytest.raises(NoSuchPost):
        await den.showcase.adapt_from(ANA, mine.id, REPO)
