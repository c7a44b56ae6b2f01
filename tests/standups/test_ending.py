"""Owns how what somebody is stuck on ends or is shown no more: deleted, stopped, silenced, erased, without a topic (S8, A2)."""

from __future__ import annotations

import pytest

from bot.core.lang import get_lang
from bot.deliveries.model import Sent
from bot.standups.model import PostsStopped
from bot.standups.model.blockers import OFFER, REPLY, BlockerOver, Stage
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House, message_id
from tests.standups.test_blockers import CARO, DAN, WORDS, after, asked, helps, topic, waiting, write


async def test_deleting_the_entry_takes_everything_back(home: House) -> None:
    routed = await asked(home, BEN, CARO)
    blocker, entry = routed.open.blocker, routed.open.entry
    offer = await home.standups.offer(BEN, blocker.id)
    assert offer.claimed is not None
    await home.app.deliveries.record(offer.claimed, Sent(message_id(offer.claimed)))
    await home.standups.hand_thread(blocker.id, message_id(offer.claimed))
    await home.standups.report_asker(CARO, blocker.id)
    await home.standups.note_reply(entry.id, BEN, channel_id=1, message_id=2)
    (notice,) = await home.app.attention.open_notices(GUILD)
    assert notice.detail["text"] == WORDS
    removed = await home.standups.delete(ANA, entry.id)
    assert offer.claimed.id in removed.removals
    assert await home.app.attention.open_notices(GUILD) == []
    assert (
        await waiting(home, CARO) == await waiting(home, ANA, OFFER) == await waiting(home, ANA, REPLY) == []
    )
    assert not await home.standups.requests([(CARO, blocker.id)])
    assert not await home.standups.offers([blocker.id])
    with pytest.raises(BlockerOver):
        await home.standups.offer(CARO, blocker.id)


async def test_the_organisers_see_what_was_sent_and_by_whom(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    for _ in range(2):
        await home.standups.report_asker(BEN, blocker.id)
    (notice,) = await home.app.attention.open_notices(GUILD)
    assert (notice.kind, notice.user_id, notice.detail["text"]) == ("attention.report", ANA, WORDS)
    assert str(BEN) not in str(notice.detail)


async def test_who_the_organisers_stopped_is_shown_to_nobody(home: House) -> None:
    routed = await asked(home, BEN)
    await home.app.communities.stop_member(GUILD, ORGANISER, ANA)
    assert not await home.standups.requests([(BEN, routed.open.blocker.id)])
    with pytest.raises(BlockerOver):
        await home.standups.request(BEN, routed.open.blocker.id)
    with pytest.raises(PostsStopped):
        await home.standups.ask_about(ANA, routed.open.entry.id, await topic(home))


async def test_a_helper_can_be_silenced_and_shown_to_the_organisers(home: House) -> None:
    blocker = (await asked(home, BEN, CARO)).open.blocker
    await home.standups.offer(BEN, blocker.id)
    for who, other in ((ANA, CARO), (DAN, BEN)):
        with pytest.raises(BlockerOver):
            await home.standups.silence_helper(who, blocker.id, other)
    await home.standups.report_helper(ANA, blocker.id, BEN)
    (notice,) = await home.app.attention.open_notices(GUILD)
    assert notice.user_id == BEN
    await home.standups.silence_helper(ANA, blocker.id, BEN)
    assert await home.app.attention.has_silences(ANA)
    await home.standups.finish(ANA, blocker.id, Stage.SOLVED)
    home.clock.forward(days=2)
    entry = await write(home, ANA, await home.standups.standup(GUILD, 1), "another thing")
    await home.standups.ask_about(ANA, entry.id, await topic(home))
    assert await waiting(home, BEN) == []


async def test_privacy_shows_exports_and_forgets_asker_and_helper(home: House) -> None:
    blocker = (await asked(home, BEN, CARO)).open.blocker
    await home.standups.offer(BEN, blocker.id)
    lang = get_lang("en")
    kept = await home.app.people.what_is_kept(ANA, lang)
    assert "Which topics you asked about when you were stuck." in kept["standups"]
    kept = await home.app.people.what_is_kept(BEN, lang)
    assert "That you were asked to help others, and whether you did." in kept["standups"]
    assert "On which topics you may be asked for help, and when you were asked last." in kept["communities"]
    names = {each.name: each for each in await home.app.people.documents(ANA)}
    assert names["stuck"].rows[0]["topic"] == "pytorch"
    names = {each.name: each for each in await home.app.people.documents(BEN)}
    assert names["asked-to-help"].rows[0]["answer"] == "offered"
    assert WORDS not in str(names), "the words are another's"
    await home.app.people.forget(BEN, None)
    assert "standups" not in await home.app.people.what_is_kept(BEN, lang)
    assert await home.standups.offers([blocker.id]) == {}
    assert len(await home.standups.still_open(ANA, GUILD)) == 1
    await home.app.people.forget(ANA, None)
    assert await home.standups.still_open(ANA, GUILD) == []
    assert await waiting(home, CARO) == []
    assert (GUILD, ANA) not in await home.app.db.read(home.standups.members)


async def test_a_deleted_thread_of_the_day_asks_nobody_any_more(home: House) -> None:
    routed = await asked(home, BEN)
    day = await home.day(routed.open.entry.home_id)
    assert day.thread_id is not None
    await home.standups.thread_deleted(day.thread_id)
    assert await waiting(home, BEN) == []
    assert await home.standups.still_open(ANA, GUILD) == []


async def test_removing_the_standup_leaves_nothing_that_asks(home: House) -> None:
    routed = await asked(home, BEN)
    await home.standups.offer(BEN, routed.open.blocker.id)
    await home.standups.remove(GUILD, ORGANISER, routed.open.blocker.standup_id)
    assert await waiting(home, ANA, OFFER) == []
    assert await home.standups.next_hand() is None


async def test_a_removed_topic_leaves_the_blocker_open_without_its_name(home: House) -> None:
    routed = await asked(home, BEN)
    await home.app.communities.remove_topic(GUILD, ORGANISER, routed.open.blocker.topic_id)
    request = await home.standups.request(BEN, routed.open.blocker.id)
    assert request.topic is None
    (still,) = await home.standups.still_open(ANA, GUILD)
    assert still.topic is None


async def test_a_removed_topic_lets_its_asker_choose_another(home: House) -> None:
    routed = await asked(home, BEN, CARO)
    entry, old = routed.open.entry, routed.open.blocker
    await home.app.communities.remove_topic(GUILD, ORGANISER, old.topic_id)
    assert (await after(home, entry)).may_ask
    home.clock.forward(days=2)
    other = await helps(home, BEN, number=2)
    again = await home.standups.ask_about(ANA, entry.id, other)
    assert again.somebody
    assert [each.subject_id for each in await waiting(home, BEN)] == [again.open.blocker.id]
    assert await waiting(home, CARO) == []
    (still,) = await home.standups.still_open(ANA, GUILD)
    assert still.blocker.topic_id == other
    assert not (await after(home, entry)).may_ask


async def test_a_removed_topic_leaves_a_hand_that_was_offered(home: House) -> None:
    routed = await asked(home, BEN)
    await home.standups.offer(BEN, routed.open.blocker.id)
    await home.app.communities.remove_topic(GUILD, ORGANISER, routed.open.blocker.topic_id)
    found = await after(home, routed.open.entry)
    assert not found.may_ask
    assert found.still is not None
