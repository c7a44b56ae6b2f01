"""Proves how bundles are claimed and recorded: at any death, by two processes, past their time, with DMs closed or paused."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.attention.model.values import BUNDLE
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Refused, Sent, State, Unknown
from tests.attention.house import ANA, BEN, GUILD, NOON, OTHER_GUILD, WEEK, House, house, news, numbers

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


async def ledger(home: House, bundle_id: int) -> list[Delivery]:
    """The rows of a bundle in the ledger."""
    return await home.app.db.read(lambda tx: deliveries.of_subject(tx, BUNDLE, bundle_id))


async def test_a_bundle_comes_at_its_time_once_with_all_that_waits(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    await home.tell(ANA, 2, server=OTHER_GUILD)
    assert await home.attention.next_bundle() == NOON
    assert await home.at(NOON - MINUTE) == []
    post = await home.one(NOON)
    assert (post.user_id, post.language, post.dm_channel) == (ANA, "de", 0)
    assert numbers(post.intents) == [1, 2]
    assert (post.claimed.kind, post.claimed.guild_id, post.claimed.subject_id) == (BUNDLE, 0, post.bundle_id)
    assert await home.at(NOON) == []
    stands = await home.arrive(post)
    assert (stands.state, stands.channel_id) == (State.SENT, ANA * 7)
    assert await home.states(ANA) == {1: ("sent", "bundle"), 2: ("sent", "bundle")}
    assert await home.attention.next_bundle() == NOON + DAY
    assert await home.attention.next_unfinished() is None
    await home.tell(ANA, 3)
    assert (await home.one(NOON + DAY)).dm_channel == ANA * 7


async def test_without_a_choice_nothing_is_sent_and_all_waits(home: House) -> None:
    await home.tell(BEN, 1)
    assert await home.at(NOON) == []
    assert await home.states(BEN) == {1: ("waiting", "")}


async def test_nothing_waiting_makes_no_bundle_and_the_look_moves_on(home: House) -> None:
    await home.choose(ANA)
    assert await home.at(NOON) == []
    assert await home.attention.next_bundle() == NOON + DAY


async def test_many_idle_people_do_not_hide_one_for_whom_something_waits(home: House) -> None:
    for each in range(1000, 1030):
        await home.choose(each)
    await home.tell(1029, 1)
    home.clock.now = NOON
    posts = await home.attention.claim_bundles(5)
    assert [post.user_id for post in posts] == [1029]


async def test_what_expired_is_expired_for_everybody(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1, lasts=timedelta(hours=1))
    await home.tell(BEN, 2, lasts=timedelta(hours=1))
    assert await home.attention.next_bundle() == home.clock.now + timedelta(hours=1)
    assert await home.at(NOON) == []
    assert await home.states(ANA) == {1: ("expired", "late")}
    assert await home.states(BEN) == {2: ("expired", "late")}


async def test_a_bundle_shows_nothing_that_expires_before_it_is_given_up(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1, lasts=NOON - home.clock.now + 5 * MINUTE)
    await home.tell(ANA, 2)
    post = await home.one(NOON)
    assert numbers(post.intents) == [1, 2]
    assert post.claimed.give_up_at == NOON + 5 * MINUTE
    (late,) = await home.again(minutes=6)
    assert late.claimed.is_over(home.clock.now)
    await home.attention.bundle_failed(post.bundle_id)
    await home.attention.claim_bundles()
    assert await home.states(ANA) == {1: ("expired", "late"), 2: ("waiting", "")}


@pytest.mark.row("kill -9 between claim and render")
async def test_a_bundle_that_nobody_sent_is_taken_again_and_sent_once(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    assert await home.again() == []
    assert await home.attention.next_unfinished() == NOON + MINUTE
    (again,) = await home.again(minutes=1)
    assert (again.bundle_id, again.intents, again.language) == (
        post.bundle_id,
        tuple(again.intents),
        "de",
    )
    assert numbers(again.intents) == [1]
    assert again.claimed.attempt == 2
    assert not again.claimed.is_over(home.clock.now)
    await home.arrive(again)
    assert await home.states(ANA) == {1: ("sent", "bundle")}
    assert await home.attention.next_unfinished() is None


@pytest.mark.row("kill -9 between send and record")
async def test_a_bundle_found_after_its_time_counts_as_sent(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    (late,) = await home.again(hours=2)
    assert late.claimed.is_over(home.clock.now)
    await home.arrive(late)
    assert await home.states(ANA) == {1: ("sent", "bundle")}
    assert (await ledger(home, post.bundle_id))[0].state is State.SENT


async def test_a_bundle_not_found_after_its_time_waits_on_and_its_place_stays_used(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.attention.dm_opened(ANA, post.bundle_id, 77)
    await home.again(minutes=31)
    await home.attention.bundle_failed(post.bundle_id)
    assert await ledger(home, post.bundle_id) == []
    assert await home.states(ANA) == {1: ("waiting", "")}
    await home.attention.replan(ANA)
    assert await home.at(home.clock.now) == []
    assert numbers((await home.one(NOON + DAY)).intents) == [1]


async def test_a_bundle_that_cannot_have_been_sent_is_planned_anew_the_same_day(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.attention.bundle_failed(post.bundle_id)  # no channel was known yet
    again = await home.one(NOON + MINUTE)
    assert again.bundle_id != post.bundle_id
    await home.attention.dm_opened(ANA, again.bundle_id, 77)
    await home.attention.bundle_failed(again.bundle_id, unsent=True)
    assert numbers((await home.one(NOON + 2 * MINUTE)).intents) == [1]


@pytest.mark.row("two processes, split brain")
async def test_two_processes_claim_each_bundle_once(migrated_url: str) -> None:
    people = range(1000, 1040)
    async with house(migrated_url) as one, house(migrated_url, NOON) as two:
        for each in people:
            await one.choose(each)
            await one.tell(each, each)
        one.clock.now = NOON
        found = await asyncio.gather(
            *(home.attention.claim_bundles(9) for _ in range(10) for home in (one, two))
        )
        claimed = [post.user_id for posts in found for post in posts]
        while posts := await one.attention.claim_bundles():
            claimed += [post.user_id for post in posts]
        assert sorted(claimed) == list(people)


async def test_a_second_process_that_comes_late_records_nothing(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    (again,) = await home.again(minutes=2)
    ids = [each.id for each in post.intents]
    assert await home.attention.record_bundle(post.claimed, Unknown("late"), ids, []) is None
    await home.arrive(again)
    assert await home.attention.record_bundle(post.claimed, Sent(5), ids, []) is None
    assert await home.states(ANA) == {1: ("sent", "bundle")}


async def test_a_refusal_records_nothing_as_shown(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    ids = [each.id for each in post.intents]
    stands = await home.attention.record_bundle(post.claimed, Refused(50013, "no"), ids, [])
    assert stands is not None
    assert stands.state is State.SENDING
    assert await home.states(ANA) == {1: ("waiting", "")}


async def test_a_bundle_that_is_given_up_is_decided_in_the_same_transaction(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.attention.dm_opened(ANA, post.bundle_id, 77)
    (late,) = await home.again(minutes=40)
    stands = await home.attention.record_bundle(late.claimed, Refused(0, "its time had passed"), [], [])
    assert stands is not None
    assert stands.state is State.DROPPED
    assert await ledger(home, post.bundle_id) == []
    await home.attention.bundle_failed(post.bundle_id)  # once more, by whoever does not know
    assert await home.at(home.clock.now) == []
    assert numbers((await home.one(NOON + DAY)).intents) == [1]


async def test_what_is_told_while_a_bundle_is_on_its_way_waits_for_the_next(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1, 2)
    post = await home.one(NOON)
    expires_at = home.clock.now + WEEK
    await home.attention.tell(news(ANA, 3, GUILD, expires_at, key="news:1"))
    assert await home.states(ANA) == {1: ("merged", "newer"), 2: ("waiting", ""), 3: ("waiting", "")}
    await home.arrive(post)
    assert await home.states(ANA) == {1: ("sent", "bundle"), 2: ("sent", "bundle"), 3: ("waiting", "")}
    assert numbers((await home.one(NOON + DAY)).intents) == [3]


async def test_what_is_no_longer_true_is_dropped_and_what_did_not_fit_waits(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1, 2, 3)
    post = await home.one(NOON)
    first, second, _third = post.intents
    await home.attention.dm_opened(ANA, post.bundle_id, 77)
    await home.app.deliveries.record(post.claimed, Sent(5))
    await home.attention.bundle_sent(post.bundle_id, [first.id], [second.id])
    assert await home.states(ANA) == {
        1: ("sent", "bundle"),
        2: ("dropped", "settled"),
        3: ("waiting", ""),
    }
    assert numbers((await home.one(NOON + DAY)).intents) == [3]


async def test_a_bundle_that_is_said_to_be_sent_does_not_come_again(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.attention.bundle_sent(post.bundle_id, [each.id for each in post.intents])
    assert await home.again(minutes=2) == []
    assert await home.states(ANA) == {1: ("sent", "bundle")}


async def test_a_bundle_with_nothing_left_to_say_is_not_sent_and_uses_no_place(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.attention.bundle_empty(post.bundle_id, [post.intents[0].id])
    assert await ledger(home, post.bundle_id) == []
    assert await home.states(ANA) == {1: ("dropped", "settled")}
    await home.choose(ANA, bundles=2)
    await home.tell(ANA, 2)
    assert numbers((await home.one(NOON + timedelta(hours=3))).intents) == [2]


@pytest.mark.parametrize("held", ["away", "focus", "travel", "fewer"])
async def test_what_was_not_sent_before_a_person_was_held_is_not_sent_then(home: House, held: str) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    assert await home.attention.may_send(ANA)
    today = date(2026, 1, 12)
    match held:
        case "away":
            await home.attention.go_away(ANA, today, today, guild_id=GUILD, language="de")
        case "focus":
            await home.attention.hold(ANA, NOON, NOON + timedelta(hours=1))
        case "travel":
            await home.app.people.choose_zone(ANA, "Pacific/Apia")  # tomorrow already
        case "fewer":
            await home.attention.choose(ANA, guild_id=GUILD, language="de", bundles=0)
    (again,) = await home.again(minutes=1)
    assert again.bundle_id == post.bundle_id
    assert again.claimed.is_over(home.clock.now)
    assert await home.attention.may_send(ANA) is False or held == "travel"


async def test_closed_direct_messages_are_tried_again_only_on_the_persons_word(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    post = await home.one(NOON)
    await home.attention.dm_closed(ANA, post.bundle_id)
    box = await home.attention.mailbox(ANA)
    assert (box.closed_at, box.told_at, box.next_at) == (NOON, None, None)
    assert await home.at(NOON + DAY) == []
    assert await home.states(ANA) == {1: ("waiting", "")}
    assert await home.attention.next_unfinished() is None
    await home.attention.told_closed(ANA)
    assert (await home.attention.mailbox(ANA)).told_at == NOON + DAY
    assert (await home.attention.reopen(ANA)).closed_at is None
    assert numbers((await home.one(NOON + DAY)).intents) == [1]


async def test_while_no_direct_message_may_be_opened_those_that_are_open_go_on(home: House) -> None:
    for who in (ANA, BEN):
        await home.choose(who)
        await home.tell(who, 1)
    for post in await home.at(NOON):
        if post.user_id == ANA:
            await home.arrive(post)
        else:
            await home.attention.pause_dms(NOON + timedelta(hours=2))
            await home.attention.bundle_failed(post.bundle_id)
    assert await home.attention.next_bundle() == NOON + timedelta(hours=2)
    assert await home.at(NOON + timedelta(hours=1)) == []
    assert [post.user_id for post in await home.at(NOON + timedelta(hours=2))] == [BEN]
    await home.tell(ANA, 2)
    await home.attention.pause_dms(NOON + 2 * DAY)
    assert [post.user_id for post in await home.at(NOON + DAY)] == [ANA]


async def test_whoever_travels_gets_no_second_bundle_on_the_same_date(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    await home.arrive(await home.one(NOON))
    await home.tell(ANA, 2)
    await home.app.people.choose_zone(ANA, "America/New_York")
    assert await home.at(NOON + timedelta(hours=6)) == []
    assert numbers((await home.one(NOON + DAY + timedelta(hours=6))).intents) == [2]


async def test_whoever_travels_keeps_their_noon(home: House) -> None:
    await home.choose(ANA, zone="America/New_York")
    assert await home.attention.next_bundle() == NOON + timedelta(hours=6)
    await home.app.people.choose_zone(ANA, "Asia/Kathmandu")
    assert await home.attention.next_bundle() == NOON - timedelta(hours=4, minutes=45) + DAY


async def test_without_a_zone_of_ones_own_the_servers_serves(home: House) -> None:
    await home.app.standups.add(GUILD, BEN, channel_id=1, name="Daily", at=NOON.time(), zone="Asia/Tokyo")
    box = await home.attention.choose(ANA, guild_id=GUILD, language="", bundles=1)
    assert (await home.attention.inbox(ANA)).zone == "Asia/Tokyo"
    assert box.next_at == NOON - timedelta(hours=8) + DAY


async def test_down_over_noon_the_bundle_comes_late_or_the_next_day(home: House) -> None:
    await home.choose(ANA)
    await home.tell(ANA, 1)
    await home.arrive(await home.one(NOON + timedelta(hours=2)))
    await home.tell(ANA, 2)
    assert await home.at(NOON + DAY + timedelta(hours=4)) == []
    assert numbers((await home.one(NOON + 2 * DAY)).intents) == [2]


async def test_a_row_without_its_bundle_is_let_go_of(home: House) -> None:
    def orphan(tx: Tx) -> None:
        deliveries.claim_new(tx, BUNDLE, 999, guild_id=0, channel_id=0, keep_for=MINUTE)

    await home.app.db.write(orphan)
    assert await home.again(minutes=2) == []
    assert await home.attention.next_unfinished() is None
