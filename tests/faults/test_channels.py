"""Owns the whole bot where channels go away: only what Discord says twice counts, and an organiser repairs it with one click."""

from __future__ import annotations

from typing import Literal

import pytest

from bot.shell.client import Compound
from bot.standups.model import Standup
from tests.faults.compound import add_standup, labels, press, soon, texts, work
from tests.faults.entities import Channel, User
from tests.faults.interactions import Interaction
from tests.faults.scene import Place

pytestmark = pytest.mark.row("deleted channel, revoked permission, server outage")
MINUTE, DAY = 60, 24 * 60 * 60


@pytest.fixture
def robin(place: Place) -> User:
    """An organiser."""
    return place.server.world.add_user("robin", place.guild, organiser=True)


@pytest.fixture
def lobby(place: Place) -> Channel:
    """Another channel, in which organisers type."""
    return place.server.world.add_channel(place.guild, "lobby")


async def due(bot: Compound, place: Place) -> Standup:
    """A standup whose prompt is due in a minute."""
    return await add_standup(bot.app, place, soon(MINUTE, place.server.clock.now()))


async def setup(place: Place, who: User, where: Channel) -> Interaction:
    """The card of /setup."""
    return await (await place.server.interact.slash(place.guild, where, who, "setup")).settled()


async def suspended(bot: Compound, standup: Standup) -> bool:
    """Whether it waits for an organiser."""
    return (await bot.app.standups.standup(standup.guild_id, standup.id)).suspended_at is not None


async def refused_for_half_an_hour(bot: Compound, place: Place) -> None:
    """The prompt is due, and tried again and again."""
    await work(bot, place, seconds=MINUTE + 1)
    for _ in range(6):
        await work(bot, place, seconds=5 * MINUTE)


@pytest.mark.parametrize("code", [10003, 50001, 50013])
async def test_a_channel_out_of_reach_stops_its_standup_until_an_organiser_chooses_another(
    place: Place, compound: Compound, robin: User, lobby: Channel, code: Literal[10003, 50001, 50013]
) -> None:
    server = place.server
    standup = await due(compound, place)
    server.faults.forbid(place.channel.id, code)
    await work(compound, place, seconds=MINUTE + 1)
    assert not await suspended(compound, standup), "once is not enough"
    await refused_for_half_an_hour(compound, place)
    assert await suspended(compound, standup)
    card = await setup(place, robin, lobby)
    assert "stopped" in card.content
    form = await press(place, card, "Choose another channel")
    answer = await (await server.interact.submit(form, {"channel": [lobby]})).settled(within=15)
    assert f"<#{lobby.id}>" in answer.content
    await work(compound, place, seconds=MINUTE)
    assert len(texts(lobby)) == 1, "today's prompt, which nobody has seen"
    await work(compound, place, seconds=DAY)
    assert len(texts(lobby)) == 2
    assert texts(place.channel) == []


def asked(place: Place) -> list[str]:
    """What Discord was asked, but for whether an organiser is still a member: that is asked once a week."""
    return [each.path for each in place.server.journal.requests if "/members/" not in each.path]


async def test_a_deleted_channel_is_given_up_quietly(
    place: Place, compound: Compound, robin: User, lobby: Channel
) -> None:
    standup = await due(compound, place)
    place.server.world.delete_channel(place.channel)
    await refused_for_half_an_hour(compound, place)
    assert await suspended(compound, standup)
    for _ in range(5 * 24):
        await work(compound, place, seconds=DAY / 24)
    quiet = len(asked(place))
    for _ in range(5 * 24):
        await work(compound, place, seconds=DAY / 24)
    assert len(asked(place)) == quiet, "it is left alone"
    assert "stopped" in (await setup(place, robin, lobby)).content


async def test_let_in_again_it_goes_on_with_one_click(
    place: Place, compound: Compound, robin: User, lobby: Channel
) -> None:
    standup = await due(compound, place)
    place.server.faults.forbid(place.channel.id, 50013)
    await refused_for_half_an_hour(compound, place)
    card = await setup(place, robin, lobby)
    chosen = await place.server.interact.press(
        int(card.original["id"]) if card.original else 0, "standups:manage", robin, values=[str(standup.id)]
    )
    assert "Try again" in labels(chosen)
    still = await (await press(place, chosen, "Try again")).settled(within=15)
    assert "did not let me post" in still.content
    assert await suspended(compound, standup)
    place.server.faults.allow(place.channel.id)
    done = await (await press(place, still, "Try again")).settled(within=15)
    assert "goes on" in done.content
    await work(compound, place, seconds=MINUTE)
    await work(compound, place, seconds=DAY)
    assert [text for text in texts(place.channel) if "test" not in text]
    assert not await suspended(compound, standup)


async def test_a_permission_that_comes_back_by_itself_changes_nothing(
    place: Place, compound: Compound
) -> None:
    standup = await due(compound, place)
    place.server.faults.forbid(place.channel.id, 50001)
    await work(compound, place, seconds=MINUTE + 1)
    place.server.faults.allow(place.channel.id)
    for _ in range(4):
        await work(compound, place, seconds=5 * MINUTE)
    assert len(texts(place.channel)) == 1
    place.server.faults.forbid(place.channel.id, 50001)
    await work(compound, place, seconds=DAY - 15 * MINUTE)
    await work(compound, place, seconds=1)
    assert not await suspended(compound, standup), "a refusal a day later is a first one again"


async def test_an_outage_of_the_server_suspends_nothing(place: Place, compound: Compound) -> None:
    server = place.server
    standup = await due(compound, place)
    server.world.remove_guild(place.guild, outage=True)
    await server.until(
        lambda: bool((guild := compound.get_guild(place.guild.id)) and guild.unavailable), "told", within=5
    )
    server.faults.forbid(place.channel.id, 50001)
    await refused_for_half_an_hour(compound, place)
    assert not await suspended(compound, standup)
    server.faults.allow(place.channel.id)
    server.world.restore_guild(place.guild)
    for _ in range(3):
        await work(compound, place, seconds=20 * MINUTE)
    assert len(texts(place.channel)) == 1


@pytest.mark.parametrize(
    ("status", "code"), [(500, 0), (503, 0), (404, 10004), (403, 50083), (400, 50035), (429, 0)]
)
async def test_nothing_else_suspends(place: Place, compound: Compound, status: int, code: int) -> None:
    standup = await due(compound, place)
    faults = place.server.faults
    if status == 429:
        faults.rate_limit(60, times=1000, method="POST", path=r"/channels/\d+/messages")
    elif code:
        faults.refuse(status, code, times=1000, method="POST", path=r"/channels/\d+/messages")
    else:
        faults.fail(1000, status=503, method="POST", path=r"/channels/\d+/messages")
    await refused_for_half_an_hour(compound, place)
    assert not await suspended(compound, standup)


async def test_a_server_that_the_cache_does_not_know_is_not_gone(place: Place, compound: Compound) -> None:
    standup = await due(compound, place)
    compound._connection._guilds.clear()
    await refused_for_half_an_hour(compound, place)
    assert len(texts(place.channel)) == 1, "posting needs ids, no cache"
    assert not await suspended(compound, standup)
