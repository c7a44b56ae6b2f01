"""Owns when standups open, on both databases: schedules, zones, clock changes, downtime, several processes (S2, S3, S4)."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import open_app
from bot.core.clock import next_occurrence
from bot.standups.model import PROMPT
from tests.standups.service import ANA, BEN, GUILD, ORGANISER, House, house

FRIDAY_NINE = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
EVERY_DAY = frozenset(range(7))
HOUR = timedelta(hours=1)


async def every_day(home: House, zone: str, at: time) -> int:
    """A standup on all seven days; returns its id."""
    made = await home.add(zone, at)
    await home.standups.reschedule(GUILD, ORGANISER, made.id, at=at, zone=zone, days=EVERY_DAY)
    return made.id


async def test_working_days_only_and_each_at_its_hour(home: House) -> None:
    await home.add()
    posts = await home.prompts(FRIDAY_NINE + timedelta(days=14))
    dates = [post.day.date for post in posts]
    assert dates == [date(2026, 1, 2) + timedelta(days=n) for n in range(15) if n % 7 not in {1, 2}]
    assert all(post.day.opened_at.time() == time(8) for post in posts)
    assert not any(post.day.late or post.day.quiet for post in posts)


async def test_changing_the_zone_at_three_in_the_afternoon_costs_no_day_and_brings_no_second_prompt(
    home: House,
) -> None:
    standup = await home.add("America/New_York", time(16))
    posts = await home.prompts(datetime(2026, 1, 5, 20, tzinfo=UTC))  # Monday, 15:00 in New York
    assert [post.day.date for post in posts] == [date(2026, 1, 1), date(2026, 1, 2)]
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=time(16), zone="Asia/Tokyo", days=frozenset(range(5))
    )
    posts = await home.prompts(home.clock.now + timedelta(days=3))
    assert [post.day.date for post in posts] == [date(2026, 1, n) for n in (5, 6, 7, 8)]
    assert posts[0].day.opened_at == datetime(2026, 1, 5, 21, tzinfo=UTC), "Monday keeps New York's hour"
    assert posts[1].day.opened_at == datetime(2026, 1, 6, 7, tzinfo=UTC), "Tuesday follows Tokyo"


async def test_changing_the_zone_westwards_after_the_prompt_repeats_no_date(home: House) -> None:
    standup = await home.add("Asia/Tokyo", time(15))
    posts = await home.prompts(datetime(2026, 1, 5, 6, tzinfo=UTC))
    assert posts[-1].day.date == date(2026, 1, 5)
    await home.standups.reschedule(
        GUILD, ORGANISER, standup.id, at=time(15), zone="America/Los_Angeles", days=EVERY_DAY
    )
    posts = await home.prompts(datetime(2026, 1, 8, tzinfo=UTC))
    assert [post.day.date for post in posts] == [date(2026, 1, 6), date(2026, 1, 7)]


async def test_while_paused_nothing_opens_and_nothing_is_made_up_for(home: House) -> None:
    standup = await home.add()
    await home.standups.pause(GUILD, ORGANISER, standup.id, paused=True)
    assert await home.standups.next_opening() is None
    assert await home.prompts(FRIDAY_NINE + timedelta(days=3, hours=1)) == []
    resumed = await home.standups.pause(GUILD, ORGANISER, standup.id, paused=False)
    assert resumed.planned is not None
    assert resumed.planned.date == date(2026, 1, 6)
    (post,) = await home.prompts(FRIDAY_NINE + timedelta(days=4, hours=1))
    assert post.day.date == date(2026, 1, 6)


@pytest.mark.row("downtime over the opening")
@pytest.mark.parametrize(
    ("hours", "comes", "late"),
    [(0.2, True, False), (0.3, True, True), (3, True, True), (3.01, False, False), (30, False, False)],
)
async def test_after_downtime_a_prompt_is_late_or_skipped(
    home: House, hours: float, comes: bool, late: bool
) -> None:
    await home.add()
    home.clock.now = FRIDAY_NINE + timedelta(hours=hours)
    posts = await home.open()
    assert [(post.day.date, post.day.late) for post in posts] == ([(date(2026, 1, 2), late)] if comes else [])
    (monday,) = await home.prompts(FRIDAY_NINE + timedelta(days=3))
    assert (monday.day.date, monday.day.late) == (date(2026, 1, 5), False)


async def test_a_late_prompts_day_closes_as_if_it_had_come_in_time(home: House) -> None:
    await home.add()
    home.clock.now = FRIDAY_NINE + 2 * HOUR
    (post,) = await home.open()
    assert post.day.closes_at == FRIDAY_NINE + timedelta(hours=24)


@pytest.mark.row("downtime over the opening")
async def test_a_week_of_downtime_is_coalesced_to_one(home: House) -> None:
    await home.add()
    home.clock.now = FRIDAY_NINE + timedelta(days=7, hours=1)
    posts = await home.open()
    assert len(posts) <= 1
    while (due := await home.standups.next_opening()) is not None and due <= home.clock.now:
        posts += await home.open()
    assert [post.day.date for post in posts] in ([], [date(2026, 1, 9)])
    (monday,) = await home.prompts(FRIDAY_NINE + timedelta(days=10))
    assert monday.day.date == date(2026, 1, 12)


@pytest.mark.row("kill -9 between claim and render")
async def test_the_same_prompts_claimed_by_many_at_once_come_once(home: House) -> None:
    for number in range(9):
        await home.standups.add(
            GUILD + number, ORGANISER, channel_id=number, name="Daily", at=time(9), zone="Europe/Berlin"
        )
    home.clock.now = FRIDAY_NINE
    async with open_app(home.app.settings, clock=home.clock) as second:
        found = await asyncio.gather(
            *(app.standups.open_due() for _ in range(5) for app in (home.app, second))
        )
    days = [post.day.id for posts in found for post in posts]
    assert sorted(days) == sorted(set(days))
    assert len(days) == 9
    assert len({post.claimed.id for posts in found for post in posts}) == 9


async def test_a_quiet_opening_and_the_schedule_at_the_same_moment_open_one_day(home: House) -> None:
    standup = await home.add()
    draft = await home.draft(ANA, standup, "early")
    home.clock.now = FRIDAY_NINE
    async with open_app(home.app.settings, clock=home.clock) as second:
        saved, opened = await asyncio.gather(home.standups.publish(ANA, draft.id), second.standups.open_due())
    prompts = [each for each in saved.claimed if each.kind == PROMPT] + [post.claimed for post in opened]
    assert len(prompts) == 1
    assert saved.entry.date == date(2026, 1, 2)


ZONES = [
    ("Europe/Berlin", time(2, 30), datetime(2026, 3, 22, tzinfo=UTC)),
    ("Europe/Berlin", time(2, 30), datetime(2026, 10, 18, tzinfo=UTC)),
    ("America/St_Johns", time(2, 15), datetime(2026, 3, 1, tzinfo=UTC)),
    ("Africa/Cairo", time(0), datetime(2026, 4, 17, tzinfo=UTC)),
    ("Africa/Cairo", time(23, 30), datetime(2026, 10, 23, tzinfo=UTC)),
    ("America/Santiago", time(0, 30), datetime(2026, 8, 30, tzinfo=UTC)),
    ("Australia/Lord_Howe", time(2, 15), datetime(2026, 9, 27, tzinfo=UTC)),
    ("Australia/Lord_Howe", time(1, 45), datetime(2026, 3, 29, tzinfo=UTC)),
    ("Pacific/Apia", time(9), datetime(2026, 1, 1, tzinfo=UTC)),
    ("Pacific/Apia", time(9), datetime(2011, 12, 24, tzinfo=UTC)),
    ("Asia/Kathmandu", time(7, 45), datetime(2026, 1, 1, tzinfo=UTC)),
    ("Africa/Casablanca", time(2, 30), datetime(2026, 2, 10, tzinfo=UTC)),
]


@pytest.mark.row("clock jump")
@pytest.mark.parametrize(("zone", "at", "start"), ZONES)
async def test_two_weeks_in_any_zone_bring_one_prompt_a_local_day(
    migrated_sqlite_url: str, zone: str, at: time, start: datetime
) -> None:
    async with house(migrated_sqlite_url, start) as home:
        await every_day(home, zone, at)
        posts = await home.prompts(start + timedelta(days=14))
    dates = [post.day.date for post in posts]
    there = ZoneInfo(zone)
    local_days = [(start + n * HOUR).astimezone(there).date() for n in range(24, 13 * 24)]
    assert dates == sorted(set(dates)), "none twice, in order"
    assert set(local_days) <= set(dates), "none lost"
    expected = start - timedelta(seconds=1)
    for post in posts:
        expected = next_occurrence(at, zone, EVERY_DAY, expected)
        assert post.day.opened_at == expected
        assert post.day.opened_at.astimezone(there).date() == post.day.date


@pytest.mark.row("clock jump")
async def test_a_day_stays_open_until_the_next_opening_across_a_clock_change(
    migrated_sqlite_url: str,
) -> None:
    async with house(migrated_sqlite_url, datetime(2026, 10, 23, tzinfo=UTC)) as home:
        standup_id = await every_day(home, "Europe/Berlin", time(9))
        await home.prompts(datetime(2026, 10, 24, 12, tzinfo=UTC))
        home.clock.now = datetime(
            2026, 10, 25, 7, 30, tzinfo=UTC
        )  # 24.5 h later, the next opening is at 8:00 UTC
        standup = await home.standups.standup(GUILD, standup_id)
        saved = await home.write(BEN, standup, "on the long night")
        assert saved.entry.date == date(2026, 10, 25), "at most 24 h; then today is opened quietly"
        assert await home.prompts(datetime(2026, 10, 25, 12, tzinfo=UTC)) == []
