"""Owns what is sent, looked for or left alone: equal texts, rows whose time has passed, leases that are over, orphans."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.ids import custom_id
from bot.deliveries import store
from bot.deliveries.model import Delivery, State
from bot.shell.cards import Button, Card
from bot.shell.client import Compound
from tests.faults.compound import running_compound, texts
from tests.faults.faults import MESSAGES
from tests.faults.scene import Place

HOUR = timedelta(hours=1)


def card(about: int) -> Card:
    """The same words about different things, as prompts of standups with one name are."""
    return Card("The same words", ((Button("Write", custom_id("standups", "day", about)),),))


@pytest.fixture
async def compound(place: Place, migrated_sqlite_url: str) -> AsyncIterator[Compound]:
    """The whole bot, ready, on the server's clock."""
    async with running_compound(place, migrated_sqlite_url) as bot:
        yield bot


async def claimed(bot: Compound, place: Place, about: int, keep_for: timedelta = HOUR) -> Delivery:
    """A new message, to be sent."""
    where = {"guild_id": place.guild.id, "channel_id": place.channel.id}
    made = await bot.app.db.write(lambda tx: store.claim_new(tx, "test", about, **where, keep_for=keep_for))
    assert made is not None
    return made


async def taken_again(bot: Compound, place: Place, row: Delivery, after: timedelta) -> Delivery:
    """The process died with the row; another one takes it after a while."""
    place.server.advance(seconds=after.total_seconds())
    ((again,),) = [await bot.app.db.write(lambda tx: store.lease_due(tx, [row.id]))]
    return again


async def lost(bot: Compound, place: Place, about: int, keep_for: timedelta = HOUR) -> Delivery:
    """A message that is in Discord, and a row that does not know."""
    row = await claimed(bot, place, about, keep_for)
    await bot.poster.send(place.channel.id, card(about), nonce=row.id)
    return row


async def test_of_two_equal_texts_the_one_that_is_missing_is_sent(place: Place, compound: Compound) -> None:
    there, missing = await lost(compound, place, 1), await claimed(compound, place, 2)
    (message_id,) = place.channel.messages
    for about, row in ((2, missing), (1, there)):
        again = await taken_again(compound, place, row, timedelta(minutes=10))
        stands = await compound.publisher.send(again, card(about))
        assert stands is not None
        assert stands.state is State.SENT
        assert (stands.message_id == message_id) is (about == 1)
    assert len(texts(place.channel)) == 2


async def test_past_its_time_it_is_recorded_when_it_is_there_and_never_sent_when_it_is_not(
    place: Place, compound: Compound
) -> None:
    there, missing = (
        await lost(compound, place, 1, timedelta(minutes=5)),
        await claimed(compound, place, 2, timedelta(minutes=5)),
    )
    states = []
    for about, row in ((1, there), (2, missing)):
        again = await taken_again(compound, place, row, timedelta(minutes=10))
        stands = await compound.publisher.send(again, card(about))
        states.append(stands.state if stands else None)
    assert states == [State.SENT, State.DROPPED]
    assert len(texts(place.channel)) == 1


async def test_past_its_time_it_is_not_given_up_while_nobody_can_look(
    place: Place, compound: Compound
) -> None:
    row = await lost(compound, place, 1, timedelta(minutes=5))
    again = await taken_again(compound, place, row, timedelta(minutes=10))
    place.server.faults.fail(method="GET", path=MESSAGES, times=5)
    stands = await compound.publisher.send(again, card(1))
    assert stands is not None
    assert stands.state is State.SENDING
    place.server.faults.clear()
    again = await taken_again(compound, place, row, timedelta(minutes=2))
    stands = await compound.publisher.send(again, card(1))
    assert stands is not None
    assert stands.state is State.SENT


async def test_a_lease_that_is_over_sends_nothing(place: Place, compound: Compound) -> None:
    row = await claimed(compound, place, 1)
    place.server.advance(seconds=61)
    stands = await compound.publisher.send(row, card(1))
    assert stands is not None
    assert (stands.state, stands.attempt, stands.reason) == (State.SENDING, 1, "")
    assert texts(place.channel) == []


async def test_looking_for_a_post_to_remove_spares_what_was_posted_later(
    place: Place, compound: Compound
) -> None:
    row = await lost(compound, place, 1)
    await compound.app.db.write(lambda tx: store.mark_removing(tx, "test", [1]))
    place.server.advance(minutes=30)
    # Nobody's by now: the organiser removed the standup it belonged to, the post stays.
    later = await lost(compound, place, 2)
    await compound.app.db.write(lambda tx: store.forget(tx, later.id))
    assert len(texts(place.channel)) == 2
    await compound.publisher.remove(await compound.app.deliveries.take_due_removals(5))
    (left,) = place.channel.messages.values()
    assert f":{2}" in str(left["components"])
    assert await compound.app.deliveries.still_to_go([row.id]) == []


async def test_a_discord_that_says_how_long_to_wait_is_left_alone_for_so_long(
    place: Place, compound: Compound
) -> None:
    row = await claimed(compound, place, 1)
    place.server.faults.rate_limit(45.0, method="POST", path=MESSAGES)
    stands = await compound.publisher.send(row, card(1))
    assert stands is not None
    assert stands.leased_until is not None
    assert stands.leased_until - place.server.clock.now() > timedelta(seconds=40)


async def test_after_a_restore_what_was_posted_since_is_not_taken_for_what_is_to_be_removed(
    place: Place, compound: Compound
) -> None:
    on_its_way, to_go = await claimed(compound, place, 1), await claimed(compound, place, 2)
    await compound.app.db.write(lambda tx: store.mark_removing(tx, "test", [2]))
    since = await lost(compound, place, 3)  # by the bot that ran on after the backup
    await compound.app.db.write(lambda tx: store.forget(tx, since.id))
    place.server.advance(minutes=10)
    await compound.app.db.write(compound.app.skip_past)
    await compound.app.db.write(lambda tx: store.mark_removing(tx, "test", [1]))
    while taken := await compound.app.deliveries.take_due_removals(5):
        await compound.publisher.remove(taken)
    assert len(texts(place.channel)) == 1
    assert await compound.app.deliveries.still_to_go([on_its_way.id, to_go.id]) == []
