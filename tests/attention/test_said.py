"""Owns what cards say of bundles and the inbox where that is easily untrue: closed DMs, a used day, a busy server."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import simcord

from tests.attention.house import ANA, GUILD, OTHER_GUILD, House, house
from tests.attention.trial import NOON, Trial, bundles, choose, inbox, later, tell
from tests.bots import World, answer_of, labels_of, text_of

CLOSED = "Discord does not let me send you direct messages"


@pytest.fixture
async def closed(world: World, trial: Trial) -> None:
    """Discord refused ana's bundle, and she was told so."""
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    path = f"/channels/{world.ana.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, message="Cannot send", times=None)
    await world.work_until(NOON + timedelta(minutes=1))
    told = await world.ana.user.slash("mine")
    assert CLOSED in answer_of(told).content
    assert "this server" not in answer_of(told).content, "it is said in the bot's own DM"


def stamped(instant: datetime) -> str:
    """As Discord shows an instant in each reader's own zone."""
    return f"<t:{int(instant.timestamp())}:F>"


@pytest.mark.usefixtures("closed")
async def test_with_closed_direct_messages_a_choice_says_that_and_offers_to_try_again(world: World) -> None:
    chosen = await choose(world, world.ana, at="13:00")
    assert text_of(chosen).startswith("Done, but " + CLOSED)
    assert "at 13:00" in text_of(chosen)
    assert "Choose another time" not in text_of(chosen)
    assert "comes as a direct message" not in text_of(chosen)
    assert labels_of(answer_of(chosen)) == ["Try again", "My bundles", "No bundles", "Back to settings"]
    world.env.backend.faults.clear()
    again = await world.ana.click(answer_of(chosen), label="Try again")
    assert stamped(NOON + timedelta(hours=1)) in text_of(again)
    await world.work_until(NOON + timedelta(days=4))
    assert len(bundles(world.ana)) == 1


@pytest.mark.usefixtures("closed")
async def test_without_bundles_closed_direct_messages_are_no_reason_and_nothing_is_tried(
    world: World,
) -> None:
    before = await inbox(world, world.ana)
    assert "Try again" in labels_of(answer_of(before))
    none = await world.ana.click(answer_of(await choose(world, world.ana)), label="No bundles")
    assert text_of(none).startswith("I send you nothing.")
    shown = await inbox(world, world.ana)
    assert "You get no bundles, so I send you nothing" in text_of(shown)
    assert CLOSED not in text_of(shown)
    assert "Try again" not in labels_of(answer_of(shown))
    again = await world.ana.click(answer_of(before), label="Try again")
    assert text_of(again).startswith("You get no bundles, so there is nothing to try.")
    assert labels_of(answer_of(again)) == ["My bundles", "Inbox"]


async def test_after_todays_bundle_a_later_time_is_said_to_come_on_the_next_day(
    world: World, trial: Trial
) -> None:
    await choose(world, world.ana, days_off=())
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(minutes=1))
    await tell(world, world.ana, 2)
    chosen = await choose(world, world.ana, at="18:00", days_off=())
    tomorrow = NOON + timedelta(days=1, hours=6)
    assert f"the next one comes {stamped(tomorrow)}" in text_of(chosen)
    assert f"It waits for your next bundle, {stamped(tomorrow)}." in text_of(await inbox(world, world.ana))
    await world.work_until(tomorrow - timedelta(minutes=1))
    assert len(bundles(world.ana)) == 1
    await world.work_until(tomorrow + timedelta(minutes=1))
    assert len(bundles(world.ana)) == 2


async def test_whoever_wants_more_is_told_of_the_one_that_is_left_today(world: World, trial: Trial) -> None:
    await choose(world, world.ana, days_off=())
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(minutes=1))
    chosen = await choose(world, world.ana, bundles="2", at="14:00", days_off=())
    second = NOON + timedelta(hours=5)
    assert f"the next one comes {stamped(second)}" in text_of(chosen)
    await tell(world, world.ana, 2)
    await world.work_until(second - timedelta(minutes=1))
    assert len(bundles(world.ana)) == 1
    await world.work_until(second + timedelta(minutes=1))
    assert len(bundles(world.ana)) == 2


async def test_what_was_decided_lately_is_shown_however_much_another_server_decides(
    world: World, trial: Trial
) -> None:
    busy = world.env.create_guild("Paper club")
    busy.add_member(world.ana.user)
    hour = timedelta(hours=1)
    await tell(world, world.ana, 1, lasts=hour)
    await tell(world, world.ana, *range(2, 14), server=busy.id, lasts=2 * hour)
    await later(world, hours=4)
    assert text_of(await inbox(world, world.ana)).count("dropped: its time had passed") == 1
    shown = await world.ana.user.click(answer_of(await world.ana.user.slash("mine")), label="Inbox")
    assert decided(shown) == ["News (Paper club)"] * 10


def decided(shown: simcord.InteractionResult) -> list[str]:
    """What was decided lately, newest first."""
    lines = text_of(shown).partition("Lately:")[2].splitlines()
    return [line.split("> ")[1].partition(":")[0] for line in lines if "dropped" in line]


async def test_the_last_ten_decisions_are_those_of_the_server_and_of_no_server(migrated_url: str) -> None:
    async with house(migrated_url) as home:
        await _decide(home)
        box = await home.attention.inbox(ANA, GUILD)
        assert [each.subject_id for each in box.decided] == [2, 1]
        assert [each.subject_id for each in (await home.attention.inbox(ANA)).decided] == list(
            range(12, 2, -1)
        )


async def _decide(home: House) -> None:
    """One is over that comes from GUILD, one from no server, then ten from another one."""
    for number in range(1, 13):
        server = {1: GUILD, 2: 0}.get(number, OTHER_GUILD)
        await home.tell(ANA, number, server=server, lasts=timedelta(minutes=number))
    await home.at(home.clock.now + timedelta(hours=1))
