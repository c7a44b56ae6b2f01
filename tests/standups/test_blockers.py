"""Owns blockers as use cases on both databases: who is asked, who is told what, and when it is open (S8)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Intent, State, Why
from bot.communities.model import TopicGone
from bot.deliveries.model import Sent
from bot.deliveries.model import State as Delivered
from bot.standups.model import HELP, Draft, Entry, Kind, Question, Standup
from bot.standups.model.blockers import MOST_ASKS, OFFER, BlockerOver, NothingStuck, Stage
from bot.standups.service.blockers import Aftermath, Routed
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House, message_id
from tests.standups.test_service import opened

CARO, DAN, EVE = 13, 14, 15
WORDS = "the loss is nan after one step"


async def write(home: House, who: int, standup: Standup, stuck: str, *, keep: bool = False) -> Entry:
    """Somebody writes where they are stuck, and posts it (or keeps it)."""
    await home.standups.prefer_preview(GUILD, who, wanted=True)
    draft = await home.standups.submit(GUILD, who, standup.id, 0, ["trained", "", stuck])
    assert isinstance(draft, Draft)
    saved = await home.standups.publish(who, draft.id, keep=keep)
    await home.sent(saved.claimed)
    return saved.entry


async def after(home: House, entry: Entry) -> Aftermath:
    """What its author is told, as the bot asks for it."""
    found = await home.standups.after_writing(entry.user_id, entry.id)
    return await home.standups.note_stuck(entry.user_id, entry.id) if found.stale else found


async def topic(home: House, number: int = 1) -> int:
    """A topic of the server."""
    return (await home.app.communities.topics(GUILD))[number].id


async def helps(home: House, *people: int, number: int = 1) -> int:
    """These people may be asked about a topic; returns it."""
    chosen = await topic(home, number)
    for each in people:
        await home.app.communities.help_with(GUILD, each, [chosen])
    return chosen


async def waiting(home: House, who: int, kind: str = HELP) -> list[Intent]:
    """What waits for somebody."""
    return [each for each in (await home.app.attention.inbox(who)).waiting if each.kind == kind]


async def asked(home: House, *helpers: int) -> Routed:
    """Ana is stuck and asks; these people offered to help."""
    standup, _ = await opened(home)
    chosen = await helps(home, *helpers)
    entry = await write(home, ANA, standup, WORDS)
    assert (await after(home, entry)).may_ask
    return await home.standups.ask_about(ANA, entry.id, chosen)


async def test_without_a_topic_nobody_is_asked_and_it_is_in_the_form_next_time(home: House) -> None:
    standup, _ = await opened(home)
    await helps(home, BEN)
    entry = await write(home, ANA, standup, WORDS)
    found = await after(home, entry)
    assert found == Aftermath(may_ask=True)
    assert await waiting(home, BEN) == []
    home.clock.forward(days=3)
    await home.open()
    again = await home.standups.open(GUILD, ANA, standup.id, 0)
    assert [each.text for each in again.typed] == ["", "", WORDS]
    assert (await home.standups.open(GUILD, BEN, standup.id, 0)).typed == ()


async def test_two_who_offered_are_asked_and_nobody_else(home: House) -> None:
    routed = await asked(home, BEN, CARO, DAN, ANA)
    assert routed.somebody
    assert routed.open.topic is not None
    assert routed.open.topic.key == "pytorch"
    told = [who for who in (ANA, BEN, CARO, DAN) if await waiting(home, who)]
    assert told == [BEN, CARO]
    (intent,) = await waiting(home, BEN)
    assert WORDS not in str(intent)
    assert str(ANA) not in str(dict(intent.words))
    assert intent.expires_at == home.clock.now + timedelta(days=3)
    again = await home.standups.ask_about(ANA, routed.open.entry.id, await topic(home, 2))
    assert again.somebody
    assert again.open.topic == routed.open.topic, "asked once, it is not routed again"
    assert await waiting(home, DAN) == []


async def test_who_was_asked_today_is_left_alone_and_turns_are_taken(home: House) -> None:
    standup, _ = await opened(home)
    chosen = await helps(home, BEN, CARO, DAN)
    for who in (ANA, EVE):
        entry = await write(home, who, standup, WORDS)
        await after(home, entry)
        await home.standups.ask_about(who, entry.id, chosen)
    counts = {who: len(await waiting(home, who)) for who in (BEN, CARO, DAN)}
    assert counts == {BEN: 1, CARO: 1, DAN: 1}
    # On another topic, with the choice made anew: still once a day.
    await home.app.communities.help_with(GUILD, BEN, [await topic(home, 2)])
    third = await write(home, ORGANISER, standup, WORDS)
    assert not (await home.standups.ask_about(ORGANISER, third.id, await topic(home, 2))).somebody
    home.clock.forward(days=1)
    assert (await home.standups.ask_about(ORGANISER, third.id, await topic(home, 2))).somebody
    assert len(await waiting(home, BEN)) == 2


async def test_nobody_is_asked_by_who_they_silenced_nor_after_they_left(home: House) -> None:
    routed = await asked(home, BEN)
    await home.standups.silence_asker(BEN, routed.open.blocker.id, ANA)
    assert await waiting(home, BEN) == []
    (dropped,) = (await home.app.attention.inbox(BEN)).decided
    assert (dropped.state, dropped.why) == (State.DROPPED, Why.SILENCED)
    await home.standups.finish(ANA, routed.open.blocker.id, Stage.SOLVED)
    home.clock.forward(days=2)
    entry = await write(home, ANA, await home.standups.standup(GUILD, 1), "another thing")
    await after(home, entry)
    assert not (await home.standups.ask_about(ANA, entry.id, await topic(home))).somebody
    await home.app.attention.hear_everybody(BEN)
    assert (await home.standups.ask_about(ANA, entry.id, await topic(home))).somebody


async def test_what_is_kept_to_oneself_is_never_routed(home: House) -> None:
    standup, _ = await opened(home)
    chosen = await helps(home, BEN)
    kept = await write(home, ANA, standup, WORDS, keep=True)
    assert await after(home, kept) == Aftermath()
    with pytest.raises(NothingStuck):
        await home.standups.ask_about(ANA, kept.id, chosen)
    posted = await write(home, EVE, standup, WORDS)
    await after(home, posted)
    await home.standups.ask_about(EVE, posted.id, chosen)
    assert await waiting(home, BEN)
    await write(home, EVE, standup, WORDS, keep=True)
    assert await waiting(home, BEN) == []


async def test_only_ones_own_open_words_and_a_topic_that_is_there_can_be_asked_about(home: House) -> None:
    standup, _ = await opened(home)
    chosen = await topic(home)
    entry = await write(home, ANA, standup, WORDS)
    for who, what, refusal in ((BEN, chosen, Exception), (ANA, 999, TopicGone)):
        with pytest.raises(refusal):
            await home.standups.ask_about(who, entry.id, what)
    nothing = await write(home, BEN, standup, "")
    assert await after(home, nothing) == Aftermath()
    with pytest.raises(NothingStuck):
        await home.standups.ask_about(BEN, nothing.id, chosen)


async def test_asking_has_a_limit(home: House) -> None:
    standup, _ = await opened(home)
    entry = await write(home, ANA, standup, WORDS)
    for number in range(MOST_ASKS):
        await home.standups.ask_about(ANA, entry.id, await topic(home, number))
    with pytest.raises(TooOften):
        await home.standups.ask_about(ANA, entry.id, await topic(home))


async def test_an_offer_claims_one_message_and_tells_the_asker_once(home: House) -> None:
    routed = await asked(home, BEN, CARO)
    blocker = routed.open.blocker
    offers = await asyncio.gather(*(home.standups.offer(who, blocker.id) for who in (BEN, CARO)))
    assert sum(each.claimed is not None for each in offers) == 1
    (claimed,) = [each.claimed for each in offers if each.claimed]
    assert claimed.channel_id == CHANNEL
    (intent,) = await waiting(home, ANA, OFFER)
    assert str(BEN) not in str(intent.words) + intent.key
    assert (await home.standups.offers([blocker.id]))[blocker.id].helpers == (BEN, CARO)
    assert await waiting(home, BEN) == await waiting(home, CARO) == []


async def test_a_message_whose_thread_is_not_there_yet_comes_again(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    claimed = (await home.standups.offer(BEN, blocker.id)).claimed
    assert claimed is not None
    # The process dies here, before anything was sent.
    home.clock.forward(minutes=2)
    (again,) = await home.standups.take_hands(10)
    assert again.state is Delivered.SENDING
    await home.app.deliveries.record(again, Sent(message_id(again)))
    # And here, before the thread was opened.
    assert await home.standups.next_hand() == home.clock.now
    (sent,) = await home.standups.take_hands(10)
    assert (sent.state, sent.message_id) == (Delivered.SENT, message_id(again))
    await home.standups.hand_thread(blocker.id, message_id(again))
    await home.app.deliveries.record(sent, Sent(message_id(again)))
    assert await home.standups.next_hand() is None
    assert await home.standups.thread_for(blocker.id) == message_id(again)


async def test_only_who_was_asked_sees_the_words_and_only_while_it_is_open(home: House) -> None:
    routed = await asked(home, BEN)
    blocker = routed.open.blocker
    request = await home.standups.request(BEN, blocker.id)
    assert [each.text for each in request.words] == [WORDS]
    assert request.url.startswith(f"https://discord.com/channels/{GUILD}/")
    for stranger in (CARO, ANA):
        for call in (
            home.standups.request,
            home.standups.offer,
            home.standups.pass_on,
            home.standups.report_asker,
        ):
            with pytest.raises(BlockerOver):
                await call(stranger, blocker.id)
    await home.standups.finish(ANA, blocker.id, Stage.SOLVED)
    with pytest.raises(BlockerOver):
        await home.standups.request(BEN, blocker.id)
    assert await waiting(home, BEN) == []
    with pytest.raises(BlockerOver):
        await home.standups.finish(ANA, blocker.id, Stage.DROPPED)
    assert (await home.standups.reopen(ANA, blocker.id)).blocker.is_open
    assert (await home.standups.request(BEN, blocker.id)).blocker == blocker


async def test_the_words_shown_are_those_of_now(home: House) -> None:
    routed = await asked(home, BEN)
    entry, blocker = routed.open.entry, routed.open.blocker
    did, following, stuck = entry.answers
    await home.standups.revise(ANA, entry.id, [did, following, replace(stuck, text="gradient clipping")])
    assert [x.text for x in (await home.standups.request(BEN, blocker.id)).words] == ["gradient clipping"]
    emptied = await home.standups.revise(ANA, entry.id, [did, following, replace(stuck, text="")])
    told = await after(home, emptied)
    assert told.still is not None, "what others were asked about is open until its author says so"
    assert (await home.standups.request(BEN, blocker.id)).words == ()


async def test_what_nobody_was_asked_about_ends_with_an_empty_field_and_moves_along_with_a_full_one(
    home: House,
) -> None:
    standup, _ = await opened(home)
    await after(home, await write(home, ANA, standup, WORDS))
    for days, stuck, prefilled in ((3, "still the same", "still the same"), (1, "", "")):
        home.clock.forward(days=days)
        await home.open()
        await after(home, await write(home, ANA, standup, stuck))
        home.clock.forward(days=1)
        await home.open()
        typed = (await home.standups.open(GUILD, ANA, standup.id, 0)).typed
        assert "".join(each.text for each in typed) == prefilled
    assert await home.standups.still_open(ANA, GUILD) == []


async def test_a_little_leaves_what_is_open_alone(home: House) -> None:
    standup, _ = await opened(home)
    await after(home, await write(home, ANA, standup, WORDS))
    home.clock.forward(days=3)
    (post,) = await home.open()
    entry = (await home.standups.publish_little(GUILD, ANA, post.day.id)).entry
    assert await after(home, entry) == Aftermath()
    assert len(await home.standups.still_open(ANA, GUILD)) == 1


async def test_a_question_of_the_servers_own_can_be_about_being_stuck(home: House) -> None:
    standup, _ = await opened(home)
    own = [Question(Kind.TEXT, "What?"), Question(Kind.STUCK, "Where does it hurt?")]
    await home.standups.ask(GUILD, ORGANISER, standup.id, own)
    draft = await home.standups.submit(GUILD, ANA, standup.id, 0, ["x", WORDS])
    assert isinstance(draft, Draft)
    entry = (await home.standups.publish(ANA, draft.id)).entry
    assert (await after(home, entry)).may_ask
    home.clock.forward(days=3)
    typed = (await home.standups.open(GUILD, ANA, standup.id, 0)).typed
    assert [(each.label, each.text) for each in typed] == [("What?", ""), ("Where does it hurt?", WORDS)]
