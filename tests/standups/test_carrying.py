"""Owns what happens to something still open when its author writes again, keeps an entry or deletes one of several (S8)."""

from __future__ import annotations

import pytest

from bot.deliveries.model import Delivery, Sent
from bot.standups.model import Entry, Standup
from bot.standups.model.blockers import OFFER, Blocker, BlockerOver, Stage
from tests.standups.service import ANA, BEN, GUILD, House, message_id
from tests.standups.test_blockers import CARO, WORDS, after, asked, helps, topic, waiting, write
from tests.standups.test_service import opened
from tests.standups.test_weekly import begun, due_weeks, edits, on
from tests.traces import in_tables

MONDAY = "and now the loader hangs"


async def on_monday(home: House, words: str = MONDAY) -> Entry:
    """Days later Ana posts again, still stuck."""
    home.clock.forward(days=3)
    await home.open()
    entry = await write(home, ANA, await home.standups.standup(GUILD, 1), words)
    await after(home, entry)
    return entry


async def still(home: House) -> list[tuple[int, int]]:
    """The entry and the topic of what Ana is still stuck on."""
    return [(each.entry.id, each.blocker.topic_id) for each in await home.standups.still_open(ANA, GUILD)]


async def hand(home: House, blocker: Blocker, who: int = BEN) -> Delivery:
    """Somebody helps: the message and its thread are there."""
    claimed = (await home.standups.offer(who, blocker.id)).claimed
    assert claimed is not None
    await home.app.deliveries.record(claimed, Sent(message_id(claimed)))
    await home.standups.hand_thread(blocker.id, message_id(claimed))
    return claimed


async def is_removed(home: House, claimed: Delivery) -> bool:
    """Whether this message is going."""
    home.clock.forward(minutes=2)
    return claimed.id in {each.id for each in await home.app.deliveries.take_removals([claimed.id])}


async def test_a_deleted_entry_takes_its_words_from_the_organisers_though_its_author_is_stuck_on(
    home: House,
) -> None:
    routed = await asked(home, BEN)
    await home.standups.report_asker(BEN, routed.open.blocker.id)
    newer = await on_monday(home)
    assert await still(home) == [(newer.id, routed.open.blocker.topic_id)]
    await home.standups.delete(ANA, routed.open.entry.id)
    assert await home.app.attention.open_notices(GUILD) == []
    assert in_tables(str(home.app.settings.database_url), WORDS) == []
    assert await still(home) == [(newer.id, routed.open.blocker.topic_id)]


async def test_each_entry_is_shown_to_the_organisers_once(home: House) -> None:
    routed = await asked(home, BEN, CARO)
    for who in (BEN, CARO):
        await home.standups.report_asker(who, routed.open.blocker.id)
    newer = await on_monday(home)
    await home.standups.report_asker(CARO, routed.open.blocker.id)
    shown = await home.app.attention.open_notices(GUILD)
    assert [each.detail["text"] for each in shown] == [MONDAY, WORDS]
    await home.standups.delete(ANA, newer.id)
    (left,) = await home.app.attention.open_notices(GUILD)
    assert left.detail["text"] == WORDS


async def test_deleting_the_newer_entry_leaves_open_what_the_older_one_says(home: House) -> None:
    routed = await asked(home, BEN)
    blocker, older = routed.open.blocker, routed.open.entry
    home.clock.forward(minutes=1)
    claimed = await hand(home, blocker)
    newer = await on_monday(home)
    removed = await home.standups.delete(ANA, newer.id)
    assert await still(home) == [(older.id, blocker.topic_id)]
    assert await waiting(home, ANA, OFFER)
    assert claimed.id in removed.removals, "it may have linked what was deleted"
    typed = (await home.standups.open(GUILD, ANA, blocker.standup_id, 0)).typed
    assert WORDS in [each.text for each in typed]
    await home.standups.delete(ANA, older.id)
    assert await still(home) == []


async def test_what_was_asked_with_the_deleted_words_is_asked_with_no_others(home: House) -> None:
    standup, _ = await opened(home)
    chosen = await helps(home, BEN)
    older = await write(home, ANA, standup, WORDS)
    await after(home, older)
    newer = await on_monday(home)
    blocker = (await home.standups.ask_about(ANA, newer.id, chosen)).open.blocker
    assert await waiting(home, BEN)
    await home.standups.delete(ANA, newer.id)
    assert await still(home) == [(older.id, 0)]
    assert await waiting(home, BEN) == []
    with pytest.raises(BlockerOver):
        await home.standups.request(BEN, blocker.id)


async def test_what_was_solved_does_not_come_back_with_a_deleted_entry(home: House) -> None:
    standup, _ = await opened(home)
    await after(home, await write(home, ANA, standup, WORDS))
    solved = await on_monday(home)
    ((_entry, _topic),) = await still(home)
    (open_,) = await home.standups.still_open(ANA, GUILD)
    await home.standups.finish(ANA, open_.blocker.id, Stage.SOLVED)
    home.clock.forward(days=1)
    await home.open()
    another = await write(home, ANA, standup, "another thing")
    await after(home, another)
    assert await still(home) == [(another.id, 0)]
    await home.standups.delete(ANA, another.id)
    assert await still(home) == []
    assert (await home.standups.entry(ANA, solved.id)).id == solved.id


async def test_an_older_summary_is_told_anew_when_its_author_writes_on(home: House) -> None:
    standup = await begun(home)
    await on(home, 5)
    chosen = await helps(home, BEN)
    older = await write(home, ANA, standup, WORDS)
    await after(home, older)
    asked_about = await home.standups.ask_about(ANA, older.id, chosen)
    (post,) = await due_weeks(home)
    assert len(post.stuck) == 1
    await on(home, 12)
    assert await edits(home) == []
    await after(home, await write(home, ANA, standup, MONDAY))
    (edit,) = await edits(home)
    told = await home.standups.week_post(edit)
    assert told is not None
    assert told.stuck == (), "nothing would tell that week when this is solved"
    await home.standups.finish(ANA, asked_about.open.blocker.id, Stage.SOLVED)


async def test_what_is_kept_to_oneself_is_not_opened_again(home: House) -> None:
    routed = await asked(home, BEN)
    blocker = routed.open.blocker
    claimed = await hand(home, blocker)
    await home.standups.finish(ANA, blocker.id, Stage.DROPPED)
    standup: Standup = await home.standups.standup(GUILD, 1)
    await write(home, ANA, standup, WORDS, keep=True)
    assert await is_removed(home, claimed), "nothing public says any more that Ana could use a hand"
    with pytest.raises(BlockerOver):
        await home.standups.reopen(ANA, blocker.id)
    with pytest.raises(BlockerOver):
        await home.standups.offer(BEN, blocker.id)
    await home.standups.unkeep(ANA, routed.open.entry.id)
    assert (await home.standups.reopen(ANA, blocker.id)).blocker.is_open
    again = await home.standups.offer(BEN, blocker.id)
    assert again.claimed is None, "its thread is there already"


async def test_a_deleted_thread_of_the_day_takes_the_message_with_its_link_along(home: House) -> None:
    routed = await asked(home, BEN)
    claimed = await hand(home, routed.open.blocker)
    day = await home.day(routed.open.entry.home_id)
    assert day.thread_id is not None
    await home.standups.thread_deleted(day.thread_id)
    assert await is_removed(home, claimed)
    with pytest.raises(BlockerOver):
        await home.standups.reopen(ANA, routed.open.blocker.id)


async def test_who_was_asked_today_is_left_alone_though_they_choose_nothing_in_between(home: House) -> None:
    routed = await asked(home, BEN)
    chosen = await topic(home)
    await home.app.communities.help_with(GUILD, BEN, [])
    await home.app.communities.help_with(GUILD, BEN, [chosen])
    entry = await write(home, CARO, await home.standups.standup(GUILD, 1), "another thing")
    assert not (await home.standups.ask_about(CARO, entry.id, chosen)).somebody
    home.clock.forward(days=1)
    assert (await home.standups.ask_about(CARO, entry.id, chosen)).somebody
    assert routed.somebody


async def test_another_question_gets_a_thread_of_its_own(home: House) -> None:
    routed = await asked(home, BEN)
    old, older = routed.open.blocker, routed.open.entry
    claimed = await hand(home, old)
    await home.app.people.forget(BEN, None)
    newer = await on_monday(home)
    other = await helps(home, CARO, number=2)
    asked_now = (await home.standups.ask_about(ANA, newer.id, other)).open.blocker
    assert await still(home) == [(newer.id, other)]
    assert (asked_now.id != old.id, asked_now.thread_id) == (True, None)
    assert not await is_removed(home, claimed), "the thread stays, with the message that opened it"
    assert await waiting(home, ANA, OFFER) == []
    assert (await home.standups.offer(CARO, asked_now.id)).claimed is not None
    with pytest.raises(BlockerOver):
        await home.standups.reopen(ANA, old.id)
    newest = await on_monday(home, "and it hangs again")
    await home.standups.delete(ANA, newest.id)
    assert await still(home) == [(newer.id, other)]
    assert claimed.id in (await home.standups.delete(ANA, older.id)).removals
    assert await still(home) == [(newer.id, other)]


async def test_the_same_question_asked_again_goes_to_the_thread_that_is_there(home: House) -> None:
    routed = await asked(home, BEN)
    old = routed.open.blocker
    await hand(home, old)
    await home.app.people.forget(BEN, None)
    await helps(home, CARO)
    again = (await home.standups.ask_about(ANA, routed.open.entry.id, old.topic_id)).open.blocker
    assert (again.id, again.thread_id is not None) == (old.id, True)
    assert (await home.standups.offer(CARO, old.id)).claimed is None
