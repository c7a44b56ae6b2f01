"""Owns the whole bot in storms of rate limits, refusals and lost answers: what is due comes once, and nobody is banned."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter

import pytest
from sqlalchemy import select

from bot.config import Shards
from bot.core.db import Tx
from bot.deliveries.tables import delivery
from bot.shell.client import Compound
from bot.shell.pace import Pace
from bot.standups.store import schedule
from tests.faults.compound import open_now, texts, work, working, write
from tests.faults.entities import Channel
from tests.faults.faults import MESSAGES
from tests.faults.lives import due_standup
from tests.faults.scene import Place

STORM = "429 storm"
LOST = "5xx, timeout, connection reset"


async def due_now(bot: Compound, place: Place, posts: int, channels: int) -> list[Channel]:
    """So many prompts are due in so many channels, whose texts are equal; returns the channels."""
    world = place.server.world
    made = [world.add_channel(place.guild, f"channel-{number}") for number in range(channels)]

    def save(tx: Tx) -> None:
        for number in range(posts):
            schedule.add(tx, due_standup(place.guild.id, made[number % channels].id, tx.now))

    await bot.app.db.write(save)
    place.server.advance(seconds=1)
    return made


def prompts(channels: list[Channel]) -> Counter[str]:
    """How often each prompt is there, by its button."""
    return Counter(
        str(message["components"][0]["components"][0]["custom_id"])
        for channel in channels
        for message in channel.messages.values()
    )


async def until_quiet(bot: Compound, place: Place) -> None:
    """Time passes until nothing is left to be done."""
    for _ in range(60):
        await work(bot, place, seconds=65)
        due = await bot.app.standups.next_unfinished()
        if due is None:
            return


async def assert_silent(place: Place) -> None:
    """What was on its way arrives; nothing else does, whoever waited for a turn."""
    await asyncio.sleep(0.2)
    sent = len(place.server.journal.sends())
    await asyncio.sleep(1)
    assert len(place.server.journal.sends()) == sent


@pytest.mark.row(STORM)
async def test_three_hundred_posts_meet_no_limit_and_people_do_not_wait(
    place: Place, compound: Compound
) -> None:
    server = place.server
    await open_now(compound, place)
    channels = await due_now(compound, place, 300, 20)
    assert server.limits.per_second == 50
    began = time.monotonic()
    async with working(compound):
        await server.until(lambda: sum(prompts(channels).values()) > 20, "the first prompts", within=20)
        answered = time.monotonic()
        form = await server.interact.slash(place.guild, place.channel, place.ada, "standup")
        await server.interact.submit(form, {"q1": "in the rush"})
        assert time.monotonic() - answered < 3, "whoever waits is answered beside the queue"
        await server.until(lambda: sum(prompts(channels).values()) == 300, "all prompts", within=60)
    assert time.monotonic() - began > 300 / 50, "no quicker than Discord allows"
    assert set(prompts(channels).values()) == {1}
    # Unpaced it is a refusal for every fifth request; where a busy machine holds some up, a few meet the next second's.
    assert server.journal.statuses[429] <= 3


@pytest.mark.row(STORM)
@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_prompts_that_meet_rate_limits_come_once(place: Place, compound: Compound, scope: str) -> None:
    channels = await due_now(compound, place, 40, 4)
    place.server.faults.rate_limit(0.3, times=25, scope=scope, method="POST", path=MESSAGES)  # type: ignore[arg-type]
    async with working(compound):
        await place.server.until(lambda: len(prompts(channels)) >= 10, "some prompts", within=80)
    await compound.jobs.run_due()
    await until_quiet(compound, place)
    assert prompts(channels) == dict.fromkeys(prompts(channels), 1)
    assert len(prompts(channels)) == 40


@pytest.mark.row(STORM)
@pytest.mark.expects_errors
async def test_a_ban_silences_the_bot_but_not_its_answers_and_ends(
    place: Place, compound: Compound, error_records: list[logging.LogRecord]
) -> None:
    server = place.server
    await open_now(compound, place)
    channels = await due_now(compound, place, 60, 3)
    server.faults.ban(retry_after=4)
    async with working(compound):
        await server.until(lambda: compound.pace.quiet_for > 0, "quiet", within=20)
        await assert_silent(place)
        server.faults.clear()
        answered = await server.interact.slash(place.guild, place.channel, place.ada, "standup")
        assert answered.callback_type is not None, "people are answered"
        assert prompts(channels) == {}
    await server.until(lambda: compound.pace.quiet_for == 0, "the end of it", within=20)
    assert [record.getMessage().count("nothing is posted") for record in error_records] == [1]
    await until_quiet(compound, place)
    assert len(prompts(channels)) == 60
    assert set(prompts(channels).values()) == {1}


@pytest.mark.row(STORM)
@pytest.mark.expects_errors
async def test_two_thousand_refusals_are_the_last(
    place: Place, compound: Compound, error_records: list[logging.LogRecord]
) -> None:
    server = place.server
    await open_now(compound, place)
    for _ in range(1_990):
        compound.pace.note(403, {})
    channels = await due_now(compound, place, 60, 3)
    for channel in channels:
        server.faults.forbid(channel.id, 50013)
    async with working(compound):
        await server.until(lambda: compound.pace.quiet_for > 0, "quiet", within=20)
        await assert_silent(place)
        sent = len(server.journal.sends())
        await write(place, "still here")
        compound.jobs.wake()
        answered = await server.interact.slash(place.guild, place.channel, place.ada, "standup")
        assert answered.callback_type is not None
    await work(compound, place, seconds=700)
    assert len(server.journal.sends()) == sent
    assert compound.pace.quiet_for > 60
    assert [record.getMessage().count("nothing is posted") for record in error_records] == [1]


@pytest.mark.row(STORM)
@pytest.mark.expects_errors
def test_the_breaker_opens_at_two_thousand_in_ten_minutes_and_closes(
    error_records: list[logging.LogRecord],
) -> None:
    now = 1000.0
    pace = Pace(Shards(), clock=lambda: now)
    for _ in range(1_999):
        now += 0.25
        pace.note(401, {})
    pace.note(200, {})
    pace.note(429, {"X-RateLimit-Scope": "shared", "Via": "1.1 google"})
    assert pace.quiet_for == 0
    pace.note(403, {})
    assert 60 < pace.quiet_for <= 600
    now += pace.quiet_for + 0.01
    assert pace.quiet_for == 0
    assert len(error_records) == 1


@pytest.mark.row(STORM)
def test_slow_refusals_close_nothing() -> None:
    now = 1000.0
    pace = Pace(Shards(), clock=lambda: now)
    for _ in range(10_000):
        now += 0.31
        pace.note(403, {})
        assert pace.quiet_for == 0


@pytest.mark.row(STORM)
@pytest.mark.parametrize(
    ("shards", "a_second"), [("0/1", 45), ("0/2", 22.5), ("0-2/4", 33.75), ("5/16", 2.8125)]
)
def test_processes_share_the_pace(shards: str, a_second: float) -> None:
    assert Pace(Shards.parse(shards)).a_second == a_second


@pytest.mark.row(LOST)
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_becomes_of_the_answers_each_prompt_comes_once(
    place: Place, compound: Compound, seed: int
) -> None:
    faults, chance = place.server.faults, random.Random(seed)
    channels = await due_now(compound, place, 60, 3)
    where = {"method": "POST", "path": MESSAGES}
    for _ in range(12):
        effect = chance.choice(["before", "after"])
        times = chance.randint(1, 6)
        match chance.choice(["fail", "reset", "close", "slow"]):
            case "fail":
                faults.fail(times, effect=effect, **where)  # type: ignore[arg-type]
            case "slow":
                faults.slow(chance.uniform(0.1, 0.8), times, effect=effect, **where)  # type: ignore[arg-type]
            case how:
                faults.cut(times, effect=effect, how=how, **where)  # type: ignore[arg-type]
    faults.fail(2, status=502, **where)  # type: ignore[arg-type]
    await compound.jobs.run_due()
    await until_quiet(compound, place)
    assert len(prompts(channels)) == 60
    assert set(prompts(channels).values()) == {1}
    rows = await compound.app.db.read(
        lambda tx: tx.execute(select(delivery.c.state, delivery.c.message_id)).all()
    )
    assert sorted(row.message_id for row in rows) == sorted(id for each in channels for id in each.messages)


@pytest.mark.row(LOST)
async def test_what_became_stale_is_dropped_with_a_note(place: Place, compound: Compound) -> None:
    server = place.server
    server.faults.fail(times=10_000, method="POST", path=MESSAGES)
    (channel,) = await due_now(compound, place, 1, 1)
    for _ in range(16):
        await work(compound, place, seconds=900)
    server.faults.clear()
    await work(compound, place, seconds=3600)
    assert texts(channel) == []
    (given_up,) = await compound.app.deliveries.troubled(place.guild.id)
    assert given_up.state == "dropped"
    assert given_up.reason
