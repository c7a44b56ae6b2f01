"""Proves posting, back to a draft and deleting, on both databases: in which order it is checked, and that nothing stays (H5)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.attention.model.refusals import TooOften
from bot.communities.store import moderation
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Refused
from bot.deliveries.model import State as Stands
from bot.showcase.model.refusals import (
    MayNotShare,
    NoShowcase,
    SharedBefore,
    ShareGone,
    SharesStopped,
    WordRefused,
)
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import MOST_POSTS, SHARE, Settings, Share, State
from bot.showcase.store import choices, settings, shares, words
from bot.showcase.tables import showcase_thread
from tests.showcase.drafts import ANA, BEN, CHANNEL, GUILD, OTHER_GUILD, START, Den, open_den
from tests.showcase.test_service_writing import REPO, posted, stored


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Den]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as made:
        yield made


async def post_of(den: Den, share: Share) -> Delivery:
    """The message of a posted share."""
    found = await den.showcase.own_post(share.user_id, share.id)
    assert found is not None
    return found


async def threads(den: Den) -> list[int]:
    """The threads that wait to be renamed or deleted."""
    return await den.app.db.read(lambda tx: list(tx.execute(showcase_thread.select()).scalars()))


async def test_a_draft_is_posted_once_however_often_the_button_is_pressed(den: Den) -> None:
    share = await den.draft(ANA, link=REPO)
    await den.showcase.finish_when(ANA, share.id, "it runs")
    published = await den.showcase.publish(ANA, share.id, author="Ana Ø", may_post=True)
    (claimed,) = published.claimed
    assert (claimed.kind, claimed.subject_id, claimed.channel_id) == (SHARE, share.id, CHANNEL + GUILD)
    now = published.share
    assert (now.state, now.author, now.posted_at, now.done_when) == (State.POSTED, "Ana Ø", START, "it runs")
    twice = await den.showcase.publish(ANA, share.id, author="Ana Ø", may_post=True)
    assert (twice.share, twice.claimed) == (now, ())


async def test_the_checks_come_in_order_and_the_draft_stays(den: Den) -> None:
    old = await posted(den, link=REPO, text="first")
    share = await den.draft(ANA, "about crypto", link=REPO)

    def forbid(tx: Tx) -> None:
        moderation.save_words(tx, GUILD, ["crypto"])
        moderation.stop(tx, GUILD, ANA)

    await den.app.db.write(forbid)

    async def publish(*, may_post: bool = True, again: bool = False) -> None:
        await den.showcase.publish(ANA, share.id, author="ana", may_post=may_post, again=again)

    with pytest.raises(MayNotShare) as right:
        await publish(may_post=False)
    assert (right.value.channel_id, right.value.draft_id) == (CHANNEL + GUILD, share.id)
    with pytest.raises(SharesStopped) as stopped:
        await publish()
    assert stopped.value.draft_id == share.id
    await den.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    with pytest.raises(WordRefused) as word:
        await publish()
    assert (word.value.word, word.value.draft_id) == ("crypto", share.id)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, []))
    with pytest.raises(SharedBefore) as before:
        await publish()
    assert (before.value.older_id, before.value.draft_id) == (old.id, share.id)
    assert await den.showcase.share(ANA, share.id) == share
    await publish(again=True)
    assert (await den.showcase.share(ANA, share.id)).state is State.POSTED


async def test_without_a_showcase_a_draft_waits(den: Den) -> None:
    share = await den.draft(ANA)
    await den.app.db.write(lambda tx: settings.save(tx, Settings(GUILD, CHANNEL, on=False)))
    with pytest.raises(NoShowcase):
        await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    with pytest.raises(NoShowcase):
        await den.showcase.place_of(ANA, share.id)
    assert (await den.showcase.share(ANA, share.id)).state is State.DRAFT


async def test_two_members_may_share_the_same_link(den: Den) -> None:
    await posted(den, ANA, link=REPO)
    assert (await posted(den, BEN, link=REPO)).state is State.POSTED
    elsewhere = await den.showcase.draft(OTHER_GUILD, ANA, Typed(link=REPO))
    await den.showcase.publish(ANA, elsewhere.id, author="ana", may_post=True)


async def test_the_eleventh_post_in_an_hour_waits_as_a_draft(den: Den) -> None:
    for number in range(MOST_POSTS):
        await posted(den, text=f"number {number}")
    share = await den.draft(ANA)
    with pytest.raises(TooOften):
        await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    assert (await den.showcase.share(ANA, share.id)).state is State.DRAFT
    await posted(den, BEN)
    den.clock.forward(hours=1, seconds=1)
    await den.showcase.publish(ANA, share.id, author="ana", may_post=True)


async def test_who_shares_for_the_first_time_is_welcomed_and_asked_once(den: Den) -> None:
    share = await den.draft(ANA)
    first = await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    assert (first.first, first.asks) == (True, True)
    again = await den.showcase.publish(ANA, (await den.draft(ANA)).id, author="ana", may_post=True)
    assert (again.first, again.asks) == (False, False)
    await den.app.db.write(lambda tx: choices.change(tx, GUILD, BEN, quoted=False))
    asked = await den.showcase.publish(BEN, (await den.draft(BEN)).id, author="ben", may_post=True)
    assert (asked.first, asked.asks) == (True, False), "welcomed, but asked no more"


async def test_without_a_roundup_nobody_is_asked_about_it(den: Den) -> None:
    await den.app.db.write(lambda tx: settings.save(tx, Settings(GUILD, CHANNEL, roundup=False)))
    first = await den.showcase.publish(ANA, (await den.draft(ANA)).id, author="ana", may_post=True)
    assert (first.first, first.asks) == (True, False)


async def test_posting_asks_readers_no_more(den: Den) -> None:
    await den.reads(BEN)
    share = await den.offered()
    assert await den.asked(BEN) == {BEN}
    await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    assert await den.asked(BEN) == set()


async def test_back_to_a_draft_keeps_the_words_and_nothing_else(den: Den) -> None:
    share = await posted(den, link=REPO, text="It finds dogs")
    post = await post_of(den, share)
    await den.app.db.write(lambda tx: shares.change(tx, share.id, thread_id=post.message_id, replied=True))
    await den.showcase.thank(GUILD, BEN, share.id, "It helped me")
    assert await den.showcase.is_talked_of(ANA, share.id)
    back = await den.showcase.unpublish(ANA, share.id)
    assert back.removals == (post.id,)
    now = back.share
    assert (now.state, now.content, now.channel_id, now.thread_id, now.replied, now.posted_at) == (
        State.DRAFT,
        share.content,
        0,
        None,
        False,
        None,
    )
    assert not await den.showcase.is_talked_of(ANA, share.id)
    assert await den.kinds(ANA) == []
    assert await threads(den) == [post.message_id]
    row = await den.app.db.read(lambda tx: deliveries.get(tx, post.id))
    assert row is not None
    assert row.state is Stands.REMOVING
    again = await den.showcase.publish(ANA, share.id, author="ana", may_post=True)
    assert len(again.claimed) == 1
    assert (await den.showcase.unpublish(ANA, (await den.draft(ANA)).id)).removals == ()


async def test_after_a_delete_no_column_of_any_table_holds_it(den: Den) -> None:
    await den.reads(BEN)
    draft = await den.draft(ANA, "Quokka words", link=f"{REPO}/quokka", title="Quokka title")
    await den.showcase.finish_when(ANA, draft.id, "Quokka is done")
    await den.showcase.offer(ANA, draft.id)
    await den.showcase.write_note(BEN, draft.id, "I like it")
    await den.showcase.publish(ANA, draft.id, author="ana", may_post=True)
    await den.showcase.thank(GUILD, BEN, draft.id, "Thank you")
    assert "quokka" in (await stored(den)).casefold()
    removed = await den.showcase.delete(ANA, draft.id)
    assert (removed.content, removed.told) == (draft.content, True)
    assert len(removed.removals) == 1
    left = (await stored(den)).casefold()
    assert "quokka" not in left
    assert "i like it" not in left
    assert await den.app.db.read(lambda tx: words.of_shares(tx, [draft.id])) == []
    with pytest.raises(ShareGone):
        await den.showcase.delete(ANA, draft.id)


async def test_after_a_post_that_discord_refused_the_next_one_is_the_first(den: Den) -> None:
    refused = await den.showcase.publish(ANA, (await den.draft(ANA)).id, author="ana", may_post=True)
    for each in refused.claimed:
        await den.app.deliveries.record(each, Refused(50013, "Missing Permissions"))
    again = await den.showcase.publish(ANA, (await den.draft(ANA)).id, author="ana", may_post=True)
    assert (again.first, again.asks) == (True, True)


async def test_only_who_made_it_a_draft_is_told_so(den: Den) -> None:
    share = await posted(den)
    assert (await den.showcase.unpublish(ANA, share.id)).was_posted
    assert not (await den.showcase.unpublish(ANA, share.id)).was_posted
