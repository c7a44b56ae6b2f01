"""Owns bundles without a plain end: a server that Discord does not answer for, a death before it is recorded, an erasure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import simcord

from bot.attention.model.values import State, Why
from bot.attention.service.sending import Sending
from bot.deliveries.model import Outcome
from tests.attention.house import ANA, house
from tests.attention.house import NOON as NOON_IN_BERLIN
from tests.attention.trial import NOON, Trial, bundles, choose, inbox, later, received, tell
from tests.bots import World, answer_of, text_of
from tests.traces import in_tables


@pytest.fixture
def dies_after_sending(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first bundle is sent, and the process that sent it dies before it writes that down."""
    recorded, real = [0], vars(Sending)["record_bundle"]

    async def record(self: Sending, *given: Any) -> Any:
        recorded[0] += 1
        if recorded[0] == 1:
            raise RuntimeError("the process dies here")
        return await real.__get__(self, Sending)(*given)

    monkeypatch.setattr(Sending, "record_bundle", record)


async def elsewhere(world: World, **fault: Any) -> tuple[simcord.GuildHandle, str]:
    """A server with ana in it, of which Discord says this when it is asked about her; and the path of that question."""
    guild = world.env.create_guild("Paper club")
    guild.add_member(world.ana.user)
    path = f"/guilds/{guild.id}/members/{world.ana.id}"
    world.env.inject_error("GET", path, **fault)
    return guild, path


def asked(world: World, path: str) -> int:
    """How often Discord was asked this."""
    return sum(each.path.endswith(path) for each in world.env.http_requests)


async def know_the_channel(world: World) -> None:
    """Ana has had a bundle before."""
    await choose(world, world.ana, days_off=())
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(minutes=1))
    assert len(bundles(world.ana)) == 1


async def erase(world: World) -> simcord.InteractionResult:
    """Ana deletes everything."""
    card = await world.ana.slash(world.channel, "mine")
    privacy = await world.ana.click(answer_of(card), label="Privacy")
    sure = await world.ana.click(answer_of(privacy), label="Delete…")
    return await world.ana.select(answer_of(sure), ["all"])


@pytest.mark.parametrize(
    ("status", "code"), [(404, 10004), (403, 50001)], ids=["we are not there", "closed to us"]
)
async def test_what_comes_from_a_server_without_us_is_asked_about_once_a_bundle_and_expires_in_its_time(
    world: World, trial: Trial, status: int, code: int
) -> None:
    await know_the_channel(world)
    gone, path = await elsewhere(world, status=status, code=code, message="no", times=None)
    await tell(world, world.ana, 2, server=gone.id, lasts=timedelta(days=2))
    await world.work_until(NOON + timedelta(days=1, hours=4))
    assert asked(world, path) == 1
    card = await world.ana.user.slash("mine")
    shown = await world.ana.user.click(answer_of(card), label="Inbox")
    assert "- News number 2." in text_of(shown), "it waits where she can see it"
    await world.work_until(NOON + timedelta(days=4))
    assert asked(world, path) <= 2
    assert len(received(world.ana)) == 1
    box = await world.app.attention.inbox(world.ana.id)
    assert box.waiting == ()
    assert [(each.state, each.why) for each in box.decided][:1] == [(State.EXPIRED, Why.LATE)]


async def test_while_discord_stumbles_over_who_is_a_member_it_is_asked_less_and_less_and_not_for_ever(
    world: World, trial: Trial
) -> None:
    await know_the_channel(world)
    there, path = await elsewhere(world, status=500, times=None)
    await tell(world, world.ana, 2, server=there.id)
    await world.work_until(NOON + timedelta(days=1, minutes=28))
    tries = asked(world, path)
    assert 3 <= tries <= 12 * 5, "discord.py asks five times each"
    await world.work_until(NOON + timedelta(days=1, hours=3))
    assert asked(world, path) - tries <= 2 * 5
    (waits,) = (await world.app.attention.inbox(world.ana.id)).waiting
    assert waits.bundle_id is None, "it waits for the next one"
    world.env.backend.faults.clear()
    await world.work_until(NOON + timedelta(days=2, minutes=1))
    assert "- News number 2." in bundles(world.ana)[-1].content


async def test_a_bundle_comes_as_soon_as_discord_says_who_is_a_member(world: World, trial: Trial) -> None:
    await know_the_channel(world)
    there, _path = await elsewhere(world, status=500, times=5)
    await tell(world, world.ana, 2, server=there.id)
    await world.work_until(NOON + timedelta(days=1, hours=1))
    assert "- News number 2." in bundles(world.ana)[-1].content
    await later(world, hours=8)
    assert len(received(world.ana)) == 2


@pytest.mark.expects_errors
@pytest.mark.usefixtures("dies_after_sending")
async def test_a_bundle_sent_and_not_recorded_can_be_deleted_also_when_nothing_of_it_is_true_any_more(
    world: World, trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(seconds=10))
    assert len(received(world.ana)) == 1
    assert "bundle failed" in caplog.text
    trial.over.add(1)  # she has answered
    await world.work_until(NOON + timedelta(minutes=5))
    assert "Nothing waits for you." in text_of(await inbox(world, world.ana))
    assert text_of(await erase(world)) == "Deleted, here and in Discord."
    assert received(world.ana) == []


@pytest.mark.expects_errors
@pytest.mark.usefixtures("dies_after_sending")
async def test_it_is_looked_for_again_when_discord_does_not_answer(
    world: World, trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    await world.work_until(NOON + timedelta(seconds=10))
    assert "bundle failed" in caplog.text
    trial.over.add(1)
    messages = f"/channels/{world.ana.user.dm_channel.id}/messages"
    world.env.inject_error("GET", messages, status=500, times=5)
    await world.work_until(NOON + timedelta(minutes=8))
    assert text_of(await erase(world)) == "Deleted, here and in Discord."
    assert received(world.ana) == []


async def test_a_bundle_on_its_way_while_its_person_deletes_everything_does_not_come(
    world: World, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    await choose(world, world.ana)
    await tell(world, world.ana, 1)
    really_open = world.bot.poster.open_dm

    async def open_dm(user_id: int, until: datetime | None = None) -> Outcome:
        opened = await really_open(user_id, until)
        await world.bot.publisher.take_down(await world.app.people.forget(world.ana.id, None))
        return opened

    monkeypatch.setattr(world.bot.poster, "open_dm", open_dm)
    await world.work_until(NOON + timedelta(minutes=1))
    await later(world, hours=4)
    assert received(world.ana) == []
    assert in_tables(world.settings.database_url, world.ana.id) == []


async def test_whoever_opens_a_direct_message_hears_whether_there_is_still_something_to_send(
    migrated_url: str,
) -> None:
    async with house(migrated_url) as home:
        await home.choose(ANA)
        await home.tell(ANA, 1)
        (post,) = await home.at(NOON_IN_BERLIN)
        assert await home.attention.dm_opened(ANA, post.bundle_id, 77) is True
        await home.app.people.forget(ANA, None)
        assert await home.attention.dm_opened(ANA, post.bundle_id, 77) is False
