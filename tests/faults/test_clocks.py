"""Owns the whole bot when clocks jump and when it was away: one prompt a local date, late ones marked, stale ones skipped."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.shell.client import Compound
from bot.standups.model import Planned
from bot.standups.store import schedule
from tests.databases import run_sql
from tests.faults.compound import (
    add_standup,
    open_now,
    real_time_app,
    running_compound,
    soon,
    texts,
    work,
    write,
)
from tests.faults.faults import MESSAGES
from tests.faults.scene import Place

JUMPS = "clock jump"
AWAY = "downtime over the opening"
HOUR, DAY = 3600, 86_400


def dates(url: str) -> list[str]:
    """The local dates that were opened, in order."""
    return [str(day) for (day,) in run_sql(url, "SELECT date FROM standup_day ORDER BY date")]


async def days_pass(bot: Compound, place: Place, days: int) -> None:
    """Days pass, with the jobs at work whenever one is due, and every four hours."""
    until = place.server.clock.now() + timedelta(days=days)
    while (now := place.server.clock.now()) < until:
        due = max(await bot.jobs.next_due() or until, now + timedelta(minutes=1))
        await work(bot, place, seconds=min(4 * HOUR, (min(due, until) - now).total_seconds()))


@pytest.mark.row(JUMPS)
@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
async def test_a_jump_brings_no_prompt_twice_and_loses_no_later_one(
    place: Place, compound: Compound, migrated_sqlite_url: str, hours: int
) -> None:
    await open_now(compound, place)
    await write(place, "before the jump")
    await work(compound, place, seconds=hours * HOUR)
    await write(place, "after the jump", place.server.world.add_user("ben", place.guild))
    await days_pass(compound, place, 3)
    opened = dates(migrated_sqlite_url)
    assert len(opened) == len(set(opened)) == len(texts(place.channel))
    first = datetime.fromisoformat(opened[0])
    expected = [first + timedelta(days=number) for number in range(len(opened))]
    assert [datetime.fromisoformat(each) for each in opened] == expected, "no date is left out"
    now = place.server.clock.now()
    assert abs((now.date() - datetime.fromisoformat(opened[-1]).date()).days) <= 1, (
        "it goes on by the new time"
    )
    assert run_sql(migrated_sqlite_url, "SELECT count(*) FROM delivery WHERE state <> 'sent'") == [(0,)]


@pytest.mark.row(JUMPS)
async def test_a_clock_that_was_a_day_ahead_for_a_moment_repeats_nothing(
    place: Place, compound: Compound, migrated_sqlite_url: str
) -> None:
    await open_now(compound, place)
    for _ in range(3):
        await work(compound, place, seconds=DAY)
        await work(compound, place, seconds=-DAY)
    assert len(texts(place.channel)) == len(dates(migrated_sqlite_url)) == 2
    await days_pass(compound, place, 2)
    opened = dates(migrated_sqlite_url)
    assert len(texts(place.channel)) == len(opened) == len(set(opened)) == 3


@pytest.mark.row(JUMPS)
@pytest.mark.parametrize("effect", ["before", "after"])
async def test_what_was_claimed_by_a_clock_a_day_ahead_is_finished_by_the_right_one(
    place: Place, compound: Compound, effect: str
) -> None:
    server = place.server
    server.advance(days=1)
    await add_standup(compound.app, place, soon(60, server.clock.now()))
    server.faults.cut(effect=effect, method="POST", path=MESSAGES)  # type: ignore[arg-type]
    await work(compound, place, seconds=61)
    server.advance(seconds=-DAY)
    for _ in range(4):
        await work(compound, place, seconds=60)
    assert len(texts(place.channel)) == 1


@pytest.mark.row(JUMPS)
async def test_new_rules_of_a_zone_count_from_the_next_opening_on(migrated_sqlite_url: str) -> None:
    """Only the zone and the local time last; the instant is worked out anew each time, so that a tzdata update is enough."""
    async with real_time_app(migrated_sqlite_url) as app:
        made = await app.standups.add(1, 1, channel_id=2, name="Daily", at=time(9), zone="Asia/Tokyo")
        stale = datetime.now(UTC) - timedelta(minutes=90)  # where older rules had it
        old = Planned(stale, stale.date())
        await app.db.write(lambda tx: schedule.set_planned(tx, [(made.id, old, None)]))
        assert len(await app.standups.open_due()) == 1
        (planned,) = [each.planned for each in await app.standups.of_guild(1)]
        assert planned is not None
        assert planned.at.astimezone(ZoneInfo("Asia/Tokyo")).time() == time(9)
        assert planned.date > old.date


@pytest.mark.row(AWAY)
@pytest.mark.parametrize(
    ("away", "today"),
    [
        (20 * 60, "late"),
        (2.9 * HOUR, "late"),
        (4 * HOUR, "skipped"),
        (23 * HOUR, "skipped"),
        (7.5 * DAY, "skipped"),
    ],
)
async def test_back_after_the_opening(
    place: Place, migrated_sqlite_url: str, away: float, today: str
) -> None:
    server = place.server
    async with running_compound(place, migrated_sqlite_url) as bot:
        await add_standup(bot.app, place, soon(600, server.clock.now()))
        await work(bot, place)
    server.advance(seconds=600 + away)
    async with running_compound(place, migrated_sqlite_url) as bot:
        await work(bot, place)
        await work(bot, place, seconds=65)
        if today == "late":
            (prompt,) = texts(place.channel)
            assert "A little late today, sorry." in prompt
        else:
            assert texts(place.channel) == []
        before = len(texts(place.channel))
        for _ in range(3):
            await days_pass(bot, place, 1)
        later = texts(place.channel)[before:]
        assert len(later) == 3
        assert not any("late" in text for text in later), "the days after are as ever"


@pytest.mark.row(AWAY)
async def test_a_day_away_loses_nothing_that_was_written(place: Place, migrated_sqlite_url: str) -> None:
    server = place.server
    async with running_compound(place, migrated_sqlite_url) as bot:
        await open_now(bot, place)
        await write(place, "the thread is there")
        server.faults.fail(times=1000, method="POST", path=MESSAGES)
        ben = server.world.add_user("ben", place.guild)
        assert (await write(place, "written just before", ben)).content.startswith("Saved")
    server.faults.clear()
    server.advance(hours=24)
    async with running_compound(place, migrated_sqlite_url) as bot:
        for _ in range(3):
            await work(bot, place, seconds=65)
        threads = [one for one in server.world.channels.values() if one.is_thread]
        read = [text for thread in threads for text in texts(thread)]
        assert len([text for text in read if "written just before" in text]) == 1
