"""Owns what becomes of notices that are not posted yet when organisers choose another channel for them, or none (A8)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import simcord

from bot.attention.model.values import NOTICE
from bot.attention.store import notices
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import NO_PERMISSION, Delivery, Refused, Sent, State, Unknown
from tests.attention.house import BEN, GUILD, House, house
from tests.bots import World, text_of
from tests.communities.setting_up import fill, later, press, setup

OLD, NEW = 70, 71
REFUSED = Refused(NO_PERMISSION, "Missing Permissions")


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    async with house(migrated_url) as made:
        await made.attention.choose_place(GUILD, BEN, OLD)
        await made.app.db.write(lambda tx: notices.notify(tx, GUILD, "trial.trouble", "k", text="zanzibar"))
        yield made


async def report(world: World) -> None:
    """Somebody wants organisers to see what Ben sent them."""

    def tell(tx: Tx) -> None:
        notices.notify(
            tx, world.guild.id, "attention.report", "k", user_id=world.ben.id, text="zanzibar", url=""
        )

    await world.app.db.write(tell)
    await world.work()


async def choose(world: World, name: str, *, refuses: bool = False) -> simcord.ChannelHandle:
    """The organiser chooses a new channel, in which Discord lets us post or not."""
    there = world.guild.create_text_channel(name)
    if refuses:
        messages = f"/channels/{there.id}/messages"
        world.env.inject_error("POST", messages, status=403, code=NO_PERMISSION, message="no", times=None)
    await fill(world, await setup(world, "Notices", "Choose a channel"), channel=[there])
    return there


async def first_try(home: House) -> Delivery:
    """A notice on its way to the old channel."""
    (post,) = await home.attention.claim_notices()
    assert post.claimed.channel_id == OLD
    return post.claimed


async def places(home: House) -> list[tuple[State, int]]:
    """Where the one notice is posted or to be posted."""
    (notice,) = await home.attention.open_notices(GUILD)
    rows = await home.app.db.read(lambda tx: deliveries.of_subject(tx, NOTICE, notice.id))
    return [(each.state, each.channel_id) for each in rows]


async def test_what_one_channel_refused_is_posted_in_the_next_and_the_card_blames_neither(
    world: World,
) -> None:
    general = await choose(world, "general", refuses=True)
    await report(world)
    assert f"Discord does not let me post in {general.mention}" in text_of(await setup(world, "Notices"))
    organisers = await choose(world, "organisers")
    await later(world, minutes=1)
    assert [each for each in organisers.history() if "zanzibar" in each.content]
    await later(world, minutes=40)
    card = text_of(await setup(world, "Notices"))
    assert f"What organisers should know is posted in {organisers.mention}" in card
    assert "does not let me post" not in card


async def test_without_a_channel_nothing_is_posted_any_more_also_not_where_we_may_again(world: World) -> None:
    general = await choose(world, "general", refuses=True)
    await report(world)
    await press(world, await setup(world, "Notices"), "No channel")
    world.env.backend.faults.clear()
    await later(world, hours=12)
    assert general.history() == []
    assert "zanzibar" in text_of(await setup(world, "Notices")), "the card has it"


async def test_what_was_refused_goes_to_the_new_place_at_once(home: House) -> None:
    await home.app.deliveries.record(await first_try(home), REFUSED)
    await home.attention.choose_place(GUILD, BEN, NEW)
    (post,) = await home.attention.claim_notices()
    assert post.claimed.channel_id == NEW
    home.clock.forward(minutes=20)
    assert [each.claimed.id for each in await home.attention.take_unfinished_notices()] == [post.claimed.id]


async def test_the_same_place_chosen_anew_is_tried_at_once(home: House) -> None:
    await home.app.deliveries.record(await first_try(home), REFUSED)
    await home.attention.choose_place(GUILD, BEN, OLD)
    (post,) = await home.attention.claim_notices()
    assert post.claimed.channel_id == OLD


async def test_what_is_on_its_way_to_the_old_place_goes_from_there_when_it_arrives(home: House) -> None:
    claimed = await first_try(home)
    await home.attention.choose_place(GUILD, BEN, NEW)
    (post,) = await home.attention.claim_notices()
    assert post.claimed.channel_id == NEW
    await home.app.deliveries.record(post.claimed, Sent(901))
    stands = await home.app.deliveries.record(claimed, Sent(900))
    assert stands is not None
    assert (stands.state, stands.message_id, stands.channel_id) == (State.REMOVING, 900, OLD)
    assert await places(home) == [(State.SENT, NEW)]


async def test_what_may_be_in_the_old_place_is_looked_for_there_and_removed(home: House) -> None:
    claimed = await first_try(home)
    await home.app.deliveries.record(claimed, Unknown("no idea"))
    home.clock.forward(seconds=5)
    await home.attention.choose_place(GUILD, BEN, None)
    home.clock.forward(minutes=10)
    (removal,) = await home.app.deliveries.take_due_removals(9)
    assert (removal.id, removal.channel_id, removal.message_id) == (claimed.id, OLD, None)
    assert await home.attention.take_unfinished_notices() == []
    assert await home.attention.claim_notices() == []
    assert await places(home) == []


async def test_what_is_on_its_way_to_the_place_chosen_again_is_left_alone(home: House) -> None:
    claimed = await first_try(home)
    await home.attention.choose_place(GUILD, BEN, OLD)
    assert await home.attention.claim_notices() == []
    await home.app.deliveries.record(claimed, Sent(900))
    assert await places(home) == [(State.SENT, OLD)]


async def test_what_is_posted_stays_and_what_is_settled_is_not_posted(home: House) -> None:
    await home.app.deliveries.record(await first_try(home), Sent(900))
    await home.attention.choose_place(GUILD, BEN, NEW)
    assert await home.attention.claim_notices() == []
    assert await places(home) == [(State.SENT, OLD)]
    await home.app.db.write(lambda tx: notices.notify(tx, GUILD, "trial.trouble", "other"))
    (post,) = await home.attention.claim_notices()
    await home.app.deliveries.record(post.claimed, REFUSED)
    await home.attention.notice_seen(GUILD, post.notice.id)
    await home.attention.choose_place(GUILD, BEN, OLD)
    assert await home.attention.claim_notices() == []


async def test_a_refusal_that_comes_late_says_nothing_about_the_new_place(home: House) -> None:
    await home.attention.choose_place(GUILD, BEN, NEW)
    await home.attention.notices_refused(GUILD, OLD)
    place = await home.attention.place_of(GUILD)
    assert place is not None
    assert place.refused_at is None
    await home.attention.notices_refused(GUILD, NEW)
    home.clock.now += timedelta(hours=1)
    await home.attention.notices_got_through(GUILD, OLD)
    place = await home.attention.place_of(GUILD)
    assert place is not None
    assert place.refused_at is not None
