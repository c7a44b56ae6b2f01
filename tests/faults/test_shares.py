"""Owns shares where Discord or the moment is against them, in a text channel and in a forum, which knows no nonce: one post."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.attention.store.notices import open_notices
from bot.deliveries.model import State
from bot.deliveries.tables import delivery
from bot.shell.client import Compound
from tests.databases import run_sql
from tests.faults.compound import bot_process, real_time_app, work
from tests.faults.entities import FORUM, TEXT
from tests.faults.scene import Place
from tests.faults.showcase import mark, open_gallery, posting, published, share, until_quiet

both = pytest.mark.parametrize("type", [TEXT, FORUM], ids=["text", "forum"])
LOST = "5xx, timeout, connection reset"
KILLED = "kill -9 between send and record"
RECORDED = "SELECT count(*) FROM delivery WHERE state = 'sent'"


async def age(url: str, by: timedelta) -> None:
    """As if the process had been away for so long."""
    async with real_time_app(url) as app:
        values: dict[str, Any] = {"first_claimed_at": app.clock() - by, "due_at": app.clock()}
        await app.db.write(lambda tx: tx.execute(update(delivery).values(values)).rowcount)


@both
@pytest.mark.row(KILLED)
@pytest.mark.parametrize("away", [timedelta(seconds=65), timedelta(minutes=20)], ids=["a minute", "longer"])
async def test_killed_between_send_and_record_there_is_one_post(
    place: Place, migrated_sqlite_url: str, tmp_path: Path, type: int, away: timedelta
) -> None:
    server = place.server
    async with real_time_app(migrated_sqlite_url) as app:
        gallery = await open_gallery(app, place, type)
        made = await published(app, place)
    await age(migrated_sqlite_url, timedelta())
    server.faults.slow(30, effect="after", method="POST", path=gallery.sends)
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(lambda: bool(gallery.messages()), "it is sent", within=25)
        assert await run.end(signal.SIGKILL) == -signal.SIGKILL
    assert run_sql(migrated_sqlite_url, "SELECT state, message_id FROM delivery") == [("sending", None)]
    server.advance(seconds=away.total_seconds())
    await age(migrated_sqlite_url, away)
    async with bot_process(place, migrated_sqlite_url, tmp_path) as run:
        await server.until(lambda: run_sql(migrated_sqlite_url, RECORDED) == [(1,)], "recorded", within=25)
        assert await run.end() == 0, run.log
    assert gallery.shown() == {mark(made.share): 1}
    ((channel_id, message_id),) = run_sql(migrated_sqlite_url, "SELECT channel_id, message_id FROM delivery")
    assert channel_id == (message_id if gallery.in_forum else gallery.channel.id)


@both
@pytest.mark.row(LOST)
@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("fault", [503, 500, "reset"])
async def test_an_answer_that_is_lost_makes_no_second_post(
    place: Place, compound: Compound, type: int, effect: Any, fault: Any
) -> None:
    gallery, faults = await open_gallery(compound.app, place, type), place.server.faults
    if fault == "reset":
        faults.cut(effect=effect, method="POST", path=gallery.sends)
    else:
        faults.fail(status=fault, effect=effect, method="POST", path=gallery.sends)
    made, _ = await share(compound, place)
    await until_quiet(compound, place)
    assert gallery.shown() == {mark(made): 1}
    delivered = await compound.app.showcase.posted(made.id)
    assert delivered is not None
    assert delivered.state is State.SENT


async def test_a_post_that_discord_archived_before_anybody_wrote_it_down_is_found(
    place: Place, compound: Compound
) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    place.server.faults.fail(effect="after", method="POST", path=gallery.sends)
    made, _ = await share(compound, place)
    place.server.world.edit_channel(gallery.threads()[0], {"archived": True})
    await until_quiet(compound, place)
    assert gallery.shown() == {mark(made): 1}


async def test_while_posts_cannot_be_listed_nothing_is_posted_anew(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    faults = place.server.faults
    faults.fail(effect="after", method="POST", path=gallery.sends)
    made, _ = await share(compound, place)
    faults.fail(times=1000, method="GET", path=r"/guilds/\d+/threads/active")
    for _ in range(5):
        await work(compound, place, seconds=65)
    assert gallery.shown() == {mark(made): 1}
    faults.clear()
    await until_quiet(compound, place)
    assert gallery.shown() == {mark(made): 1}


@both
@pytest.mark.row("429 storm")
async def test_fifty_at_once_under_discords_own_limit_are_fifty(
    place: Place, compound: Compound, type: int
) -> None:
    gallery, server = await open_gallery(compound.app, place, type), place.server
    people = [server.world.add_user(f"person{n}", place.guild).id for n in range(50)]
    made = [await published(compound.app, place, who, title=f"Number {n}") for n, who in enumerate(people)]
    server.limits.bucket = (10, 1.0)
    await asyncio.gather(*(posting(compound).share(each.share.id, each.claimed) for each in made))
    server.limits.bucket = None
    await until_quiet(compound, place)
    assert gallery.shown() == {mark(each.share): 1 for each in made}


@both
@pytest.mark.row("429 storm")
async def test_a_discord_that_wants_to_be_left_alone_gets_its_post_later(
    place: Place, compound: Compound, type: int
) -> None:
    gallery = await open_gallery(compound.app, place, type)
    place.server.faults.rate_limit(0.2, times=2, method="POST", path=gallery.sends)
    place.server.faults.rate_limit(45.0, method="POST", path=gallery.sends)
    made, _ = await share(compound, place)
    await until_quiet(compound, place)
    assert gallery.shown() == {mark(made): 1}


async def test_a_post_asked_for_twice_at_the_same_time_is_one(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    made = await published(compound.app, place)
    (claimed,) = made.claimed
    place.server.faults.slow(0.5, effect="after", method="POST", path=gallery.sends)
    await asyncio.gather(*(posting(compound).share(made.share.id, [claimed]) for _ in range(2)))
    assert gallery.shown() == {mark(made.share): 1}


async def test_a_forum_that_wants_a_tag_since_a_moment_gets_one(place: Place, compound: Compound) -> None:
    gallery = await open_gallery(compound.app, place, FORUM)
    await share(compound, place, link="https://leaves.example/first")
    gallery.channel.tags = [each for each in gallery.channel.tags if each["name"] == "Other"]
    gallery.channel.flags = 1 << 4
    _, delivered = await share(compound, place)
    assert gallery.where(delivered).tags == [gallery.channel.tags[0]["id"]]


async def test_from_a_server_that_discord_does_not_show_us_nothing_is_gone(
    place: Place, compound: Compound
) -> None:
    gallery, server = await open_gallery(compound.app, place), place.server
    made, _ = await share(compound, place)
    server.world.remove_guild(place.guild, outage=True)
    await server.until(
        lambda: bool((guild := compound.get_guild(place.guild.id)) and guild.unavailable), "told", within=5
    )
    server.faults.forbid(gallery.channel.id, 10003)
    assert await posting(compound).check(made.id)
    for _ in range(3):
        await work(compound, place, seconds=65)
    server.world.restore_guild(place.guild)
    server.faults.allow(gallery.channel.id)
    await work(compound, place, seconds=65)
    assert await compound.app.showcase.posted(made.id) is not None


@both
@pytest.mark.row("deleted channel, revoked permission, server outage")
@pytest.mark.parametrize("code", [10003, 50001, 50013])
async def test_organisers_hear_once_that_the_showcase_is_out_of_reach_and_it_goes_on_by_itself(
    place: Place, compound: Compound, type: int, code: Any
) -> None:
    gallery = await open_gallery(compound.app, place, type)
    place.server.faults.forbid(gallery.channel.id, code)
    made, delivered = await share(compound, place)
    assert delivered.is_out_of_reach
    assert await notices(compound, place) == [], "once is not enough"
    for _ in range(5):
        await work(compound, place, seconds=15 * 60)
    assert await notices(compound, place) == ["showcase.refused"]
    place.server.faults.allow(gallery.channel.id)
    await until_quiet(compound, place, step=900)
    assert gallery.shown() == {mark(made): 1}
    assert await notices(compound, place) == []


async def notices(bot: Compound, place: Place) -> list[str]:
    """The kinds of what organisers have not seen to."""
    found = await bot.app.db.read(lambda tx: open_notices(tx, place.guild.id, 10))
    return [each.kind for each in found]
