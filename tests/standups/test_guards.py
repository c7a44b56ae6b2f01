"""Owns what protects those who ask and who are asked: guards that outlast a deletion, words that nobody may see (A9, S8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import simcord

from bot.attention.model.refusals import TooOften
from bot.core.lang import get_lang
from bot.standups.model.blockers import (
    MOST_ASKS,
    OFFER,
    BlockerOver,
    NobodyOffers,
    NothingToShow,
    NotShown,
    Stage,
)
from cogs.attention.views import notices
from tests.attention.trial import bundles, choose, inbox
from tests.bots import World, answer_of, text_of
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House
from tests.standups.test_blockers import CARO, DAN, after, asked, topic, waiting, write
from tests.standups.test_hands import FRIDAY_NINE, WORDS, is_stuck, opened, option_of
from tests.standups.test_hands import asked as shown_to
from tests.standups.test_rights import close

EN = get_lang("en-US")


async def reported(home: House) -> str:
    """What the organisers read of the one thing that was reported."""
    (notice,) = await home.app.attention.open_notices(GUILD)
    return notices.report(notice, EN).text


async def asks_again(home: House) -> bool:
    """Days later Ana is stuck once more and asks; whether anybody is asked."""
    home.clock.forward(days=3)
    await home.open()
    entry = await write(home, ANA, await home.standups.standup(GUILD, 1), "another thing")
    await after(home, entry)
    return (await home.standups.ask_about(ANA, entry.id, await topic(home))).somebody


@pytest.mark.parametrize("way", ["emptied", "kept"])
async def test_organisers_are_not_told_of_an_offer_when_the_askers_words_are_gone(
    home: House, way: str
) -> None:
    entry, blocker = (routed := (await asked(home, BEN)).open).entry, routed.blocker
    if way == "emptied":
        did, following, stuck = entry.answers
        await home.standups.revise(ANA, entry.id, [did, following, replace(stuck, text="")])
    else:
        await write(home, ANA, await home.standups.standup(GUILD, 1), "x", keep=True)
    await home.standups.report_asker(BEN, blocker.id)
    text = await reported(home)
    assert text.startswith(f"A member wants you to see something that <@{ANA}> sent them.")
    assert "offered" not in text


async def test_organisers_are_told_of_an_offer_as_one(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    await home.standups.offer(BEN, blocker.id)
    await home.standups.report_helper(ANA, blocker.id, BEN)
    assert f"<@{BEN}> offered them a hand; they wrote no words of their own." in await reported(home)


async def test_who_deletes_what_they_asked_can_still_be_silenced(home: House) -> None:
    routed = await asked(home, BEN)
    blocker = routed.open.blocker
    await home.standups.delete(ANA, routed.open.entry.id)
    with pytest.raises(NothingToShow):
        await home.standups.report_asker(BEN, blocker.id)
    for stranger in (CARO, ANA):
        for call in (home.standups.report_asker(stranger, blocker.id),):
            with pytest.raises(BlockerOver):
                await call
        with pytest.raises(BlockerOver):
            await home.standups.silence_asker(stranger, blocker.id, BEN)
    await home.standups.silence_asker(BEN, blocker.id, ANA)
    assert not await asks_again(home)


async def test_nobody_is_silenced_in_the_name_of_another(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    with pytest.raises(BlockerOver):
        await home.standups.silence_asker(BEN, blocker.id, DAN)


async def test_who_deletes_their_entry_can_still_keep_off_who_offered_a_hand(home: House) -> None:
    routed = await asked(home, BEN, CARO)
    blocker = routed.open.blocker
    await home.standups.offer(BEN, blocker.id)
    for call in (home.standups.silence_helper, home.standups.report_helper):
        with pytest.raises(BlockerOver):
            await call(ANA, blocker.id, CARO)
    await home.standups.delete(ANA, routed.open.entry.id)
    await home.standups.report_helper(ANA, blocker.id, BEN)
    assert f"<@{BEN}> offered them a hand" in await reported(home)
    await home.standups.silence_helper(ANA, blocker.id, BEN)
    for call in (home.standups.silence_helper, home.standups.report_helper):
        with pytest.raises(BlockerOver):
            await call(DAN, blocker.id, BEN)
    await home.app.communities.help_with(GUILD, CARO, [])
    assert not await asks_again(home)


async def test_a_helper_who_deletes_everything_or_silences_first_can_still_be_kept_off(home: House) -> None:
    blocker = (await asked(home, BEN, CARO)).open.blocker
    for who in (BEN, CARO):
        await home.standups.offer(who, blocker.id)
    await home.app.people.forget(BEN, None)
    await home.standups.silence_asker(CARO, blocker.id, ANA)
    with pytest.raises(NothingToShow):
        await home.standups.report_helper(ANA, blocker.id, BEN)
    await home.standups.report_helper(ANA, blocker.id, CARO)
    for who in (BEN, CARO):
        await home.standups.silence_helper(ANA, blocker.id, who)
    await home.app.attention.hear_everybody(CARO)
    await home.app.communities.help_with(GUILD, BEN, [await topic(home)])
    await home.standups.finish(ANA, blocker.id, Stage.SOLVED)
    assert not await asks_again(home)


async def test_who_left_is_shown_to_nobody_until_they_are_back(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    await home.app.people.ask_about([(GUILD, ANA)])
    await home.app.people.went(GUILD, ANA)
    assert not await home.standups.requests([(BEN, blocker.id)])
    for call in (home.standups.request, home.standups.offer):
        with pytest.raises(BlockerOver):
            await call(BEN, blocker.id)
    assert await waiting(home, ANA, OFFER) == []
    await home.app.people.stayed(GUILD, ANA)
    assert await home.standups.requests([(BEN, blocker.id)])
    assert (await home.standups.offer(BEN, blocker.id)).claimed is not None


@pytest.mark.parametrize("way", ["nothing", "another topic", "erased"])
async def test_who_offers_the_topic_no_more_is_not_shown_it(home: House, way: str) -> None:
    blocker = (await asked(home, BEN, CARO)).open.blocker
    if way == "erased":
        await home.app.people.forget(BEN, "communities")
    else:
        other = [] if way == "nothing" else [await topic(home, 2)]
        await home.app.communities.help_with(GUILD, BEN, other)
    pairs = [(BEN, blocker.id), (CARO, blocker.id)]
    assert set(await home.standups.requests(pairs)) == {(CARO, blocker.id)}
    for call in (home.standups.request, home.standups.offer):
        with pytest.raises(NotShown):
            await call(BEN, blocker.id)
    await home.standups.pass_on(BEN, blocker.id)
    assert await waiting(home, BEN) == []


async def test_a_removed_topic_brings_nobody_a_line_about_something(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    await home.app.communities.remove_topic(GUILD, ORGANISER, blocker.topic_id)
    assert not await home.standups.requests([(BEN, blocker.id)])


async def after_nothing(world: World, who: simcord.MemberActor) -> simcord.InteractionResult:
    """Somebody chooses in /mine to be asked about nothing."""
    card = await who.slash(world.channel, "mine")
    shown = await who.click(answer_of(card), label="Helping others")
    return await who.click(answer_of(shown), label="Ask me about nothing")


async def test_you_are_not_asked_any_more_is_true_of_the_next_bundle_and_of_cards_one_has(
    world: World,
) -> None:
    await opened(world)
    await choose(world, world.ben, at="12:00")
    await is_stuck(world, world.ana)
    done = await after_nothing(world, world.ben)
    assert "You are not asked any more." in text_of(done)
    await world.work_until(FRIDAY_NINE + timedelta(hours=6))
    assert bundles(world.ben) == []


async def test_a_card_from_before_says_why_it_is_closed(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    card = await shown_to(world, world.ben)
    await after_nothing(world, world.ben)
    late = await world.ben.click(answer_of(card), label="I can help")
    assert text_of(late).startswith("You chose not to be asked about this topic any more")
    assert not any("could use a hand" in text for text in world.messages(world.channel))


async def test_the_guards_on_a_card_outlast_the_entry(world: World) -> None:
    await opened(world)
    await is_stuck(world, world.ana)
    card = await shown_to(world, world.ben)
    await world.ana.click(answer_of(await world.ana.slash(world.channel, "standup")), label="Delete")
    told = await world.ben.click(answer_of(card), label="Tell the organisers")
    assert text_of(told).startswith("This was deleted meanwhile, so I have nothing left")
    muted = await world.ben.click(answer_of(card), label="Nothing more from this person")
    assert text_of(muted).startswith("Nothing more reaches you from this person")


async def lend_a_hand(world: World) -> simcord.InteractionResult:
    """Ben opens what he was asked from the bundle in his direct messages."""
    (bundle,) = bundles(world.ben)
    box = await world.ben.user.click(bundle, label="Open my inbox")
    one = await world.ben.user.select(answer_of(box), [option_of(box, "Somebody is stuck")])
    shown: simcord.InteractionResult = await world.ben.user.click(answer_of(one), label="Lend a hand?")
    return shown


@pytest.mark.parametrize("way", ["in the server", "in direct messages", "another process serves it"])
async def test_words_from_a_channel_that_a_helper_does_not_see_stay_there(world: World, way: str) -> None:
    await opened(world)
    await choose(world, world.ben, at="12:00")
    await is_stuck(world, world.ana)
    elsewhere = world.guild.create_text_channel("general")
    close(world, world.ben, view_channel=False)
    if way == "in the server":
        box = await world.ben.click(answer_of(await world.ben.slash(elsewhere, "mine")), label="Inbox")
        given = await world.ben.click(answer_of(box), label="Give it to me now")
        one = await world.ben.select(answer_of(given), [option_of(given, "Somebody is stuck")])
        shown = await world.ben.click(answer_of(one), label="Lend a hand?")
    else:
        await world.work_until(FRIDAY_NINE + timedelta(hours=6))
        if way != "in direct messages":
            world.bot._connection._guilds.pop(world.guild.id)
        shown = await lend_a_hand(world)
    assert text_of(shown).startswith("This was written in a channel that you do not see")
    assert WORDS not in text_of(shown)
    card = await world.ben.slash(elsewhere, "mine")
    assert "Nothing waits" in text_of(await world.ben.click(answer_of(card), label="Inbox"))


async def test_a_channel_closed_meanwhile_takes_no_help_from_who_cannot_see_it(world: World) -> None:
    await opened(world)
    await choose(world, world.ben, at="12:00")
    await is_stuck(world, world.ana)
    await world.work_until(FRIDAY_NINE + timedelta(hours=6))
    card = await lend_a_hand(world)
    assert WORDS in text_of(card)
    close(world, world.ben, view_channel=False)
    await world.env.settle()
    late = await world.ben.user.click(answer_of(card), label="I can help")
    assert text_of(late).startswith("This was written in a channel that you do not see")
    assert not any("could use a hand" in text for text in world.messages(world.channel))
    assert "Nothing waits" in text_of(await inbox(world, world.ana))


async def test_who_offered_a_hand_tells_the_asker_no_second_time(home: House) -> None:
    blocker = (await asked(home, BEN, CARO)).open.blocker
    await home.standups.offer(BEN, blocker.id)
    (first,) = await waiting(home, ANA, OFFER)
    assert (await home.standups.request(BEN, blocker.id)).offered
    assert not (await home.standups.request(CARO, blocker.id)).offered
    home.clock.forward(hours=1)
    await home.standups.offer(BEN, blocker.id)
    assert await waiting(home, ANA, OFFER) == [first]
    await home.standups.offer(CARO, blocker.id)
    assert await waiting(home, ANA, OFFER) != [first], "somebody else is news"


async def test_nobody_goes_to_and_fro_to_be_heard(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    for _ in range(MOST_ASKS):
        await home.standups.offer(BEN, blocker.id)
        await home.standups.pass_on(BEN, blocker.id)
    with pytest.raises(TooOften):
        await home.standups.offer(BEN, blocker.id)


async def test_a_hand_that_is_taken_back_leaves_it_open(home: House) -> None:
    blocker = (await asked(home, BEN)).open.blocker
    await home.standups.offer(BEN, blocker.id)
    await home.standups.pass_on(BEN, blocker.id)
    with pytest.raises(NobodyOffers):
        await home.standups.offered(ANA, blocker.id)
    await home.standups.finish(ANA, blocker.id, Stage.SOLVED)
    with pytest.raises(BlockerOver):
        await home.standups.offered(ANA, blocker.id)


async def test_who_is_silenced_is_named_no_more_where_others_still_offer(home: House) -> None:
    blocker = (await asked(home, BEN, CARO)).open.blocker
    for who in (BEN, CARO):
        await home.standups.offer(who, blocker.id)
    await home.standups.silence_helper(ANA, blocker.id, BEN)
    assert (await home.standups.offered(ANA, blocker.id)).helpers == (CARO,)
    assert await waiting(home, ANA, OFFER), "somebody else offered, too"
    await home.standups.silence_helper(ANA, blocker.id, CARO)
    assert await waiting(home, ANA, OFFER) == []
    with pytest.raises(NobodyOffers):
        await home.standups.offered(ANA, blocker.id)
