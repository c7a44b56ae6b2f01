"""Proves what becomes of a link that its member shares again, on both databases: recognised, and nothing lost (H2)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.deliveries.model import Refused
from bot.deliveries.model import State as Stands
from bot.showcase.model.refusals import SharedBefore, ShareGone
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import KEEP_TRYING, Share, State
from tests.showcase.drafts import ANA, BEN, Den, open_den
from tests.showcase.test_service_publishing import post_of
from tests.showcase.test_service_writing import REPO, posted


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


async def publish(den: Den, draft: Share) -> None:
    """Ana posts a draft."""
    await den.showcase.publish(ANA, draft.id, author="ana", may_post=True)


async def test_the_older_post_takes_the_words_and_the_draft_goes(den: Den) -> None:
    old = await posted(den, link=REPO, text="first")
    draft = await den.draft(ANA, "Better", link=REPO)
    updated = await den.showcase.update_older(ANA, old.id, draft.id)
    assert (updated.share.id, updated.share.content.text, updated.removals) == (old.id, "Better", ())
    assert (await post_of(den, old)).dirty
    with pytest.raises(ShareGone):
        await den.showcase.share(ANA, draft.id)
    bens = await posted(den, BEN)
    for older_id, draft_id in ((bens.id, old.id), (old.id, bens.id), (old.id, old.id)):
        with pytest.raises(ShareGone):
            await den.showcase.update_older(ANA, older_id, draft_id)


@pytest.mark.parametrize(
    "link",
    [
        f"{REPO}/",
        f"{REPO}.git",
        f"{REPO}#readme",
        REPO.replace("https", "http"),
        REPO.replace("//", "//www."),
    ],
)
async def test_the_same_link_is_recognised_however_it_is_written(den: Den, link: str) -> None:
    old = await posted(den, link=REPO)
    await posted(den, link=f"{REPO}-and-cats")
    with pytest.raises(SharedBefore) as before:
        await publish(den, await den.draft(ANA, link=link))
    assert before.value.older_id == old.id


async def test_a_post_that_was_given_up_takes_no_words(den: Den) -> None:
    old = await den.draft(ANA, "first", link=REPO)
    await publish(den, old)
    again = await den.draft(ANA, "second", link=REPO)
    den.clock.now += KEEP_TRYING
    for each in await den.showcase.take_unfinished(5):
        await den.showcase.record_share(each, Refused(50013, "Missing Permissions"))
    assert (await post_of(den, old)).state is Stands.DROPPED
    with pytest.raises(ShareGone):
        await den.showcase.update_older(ANA, old.id, again.id)
    await publish(den, again)
    assert (await den.showcase.share(ANA, again.id)).state is State.POSTED


async def test_what_belongs_to_the_words_goes_with_them(den: Den) -> None:
    await den.reads(BEN)
    parent = await posted(den, BEN, text="The base")
    old = await posted(den, link=REPO, text="first")
    draft = await den.draft(ANA, "Better", link=f"{REPO}/")
    await den.showcase.finish_when(ANA, draft.id, "it runs")
    await den.showcase.adapt(ANA, draft.id, parent.id)
    await den.showcase.offer(ANA, draft.id)
    noted = await den.showcase.write_note(BEN, draft.id, "I like it")
    updated = await den.showcase.update_older(ANA, old.id, draft.id)
    now = updated.share
    assert (now.done_when, now.adapted, now.parent_id) == ("it runs", True, parent.id)
    assert updated.before.content == old.content
    _share, notes = await den.showcase.notes(ANA, old.id)
    assert [each.said.text for each in notes] == ["I like it"]
    assert ("showcase.note", noted.said.id) in await den.kinds(ANA)
    assert await den.asked(BEN) == set()


async def test_what_the_older_post_says_of_itself_stays(den: Den) -> None:
    parent = await posted(den, BEN, text="The base")
    old = await posted(den, link=REPO, text="first")
    await den.showcase.adapt(ANA, old.id, parent.id)
    draft = await den.draft(ANA, "Better", link=REPO)
    await den.showcase.adapt(ANA, draft.id, old.id)
    now = (await den.showcase.update_older(ANA, old.id, draft.id)).share
    assert (now.adapted, now.parent_id) == (True, parent.id), "it cannot build on itself"


async def test_a_draft_with_another_link_by_now_is_left_alone(den: Den) -> None:
    old = await posted(den, link=REPO, text="first")
    draft = await den.draft(ANA, "second", link=REPO)
    await den.showcase.rewrite(ANA, draft.id, Typed(text="about cats", link=f"{REPO}-and-cats"))
    with pytest.raises(ShareGone):
        await den.showcase.update_older(ANA, old.id, draft.id)
    assert (await den.showcase.share(ANA, old.id)).content.text == "first"
    assert (await den.showcase.share(ANA, draft.id)).content.text == "about cats"


async def test_a_post_may_be_edited_to_a_link_that_another_one_has(den: Den) -> None:
    await posted(den, link=REPO, text="first")
    other = await posted(den, link=f"{REPO}-and-cats", text="second")
    changed = await den.showcase.rewrite(ANA, other.id, Typed(text="second", link=REPO))
    assert changed.content.link == REPO
