"""Owns what `due` and `block` measure: 10,000 standups that open in the same minute, and two ways to notice it.

Ours is the loop of the job that opens days: `Standups.open_due` until nothing is due. Each standup then has its next
opening, its day and the delivery row of its prompt on disk, so that a crash afterwards loses none.

The other is APScheduler's AsyncIOScheduler with a cron job for each of the same timetables, all due at the same moment,
in its default job store (memory, which a crash loses) with `misfire_grace_time=None`, so that it skips none. Its jobs do
nothing but an await. Making the standups and adding the jobs is not counted for either.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, product
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import func, insert, select

from bot.communities import store as communities
from bot.communities.model import Community
from bot.core.db import Database, Tx, migrate, open_database
from bot.deliveries.tables import delivery
from bot.standups.model import DEFAULT_QUESTIONS, PROMPT, Schedule
from bot.standups.service import Standups
from bot.standups.tables import standup, standup_day

MANY = 10_000
A_SERVER = 4  # standups of one server
FIRST_GUILD, FIRST_CHANNEL = 1_000_000, 2_000_000
LATE = timedelta(seconds=1)  # after the moment: when it is noticed
ENOUGH = 120.0  # seconds after which a way has lost what it did not run

LANGUAGES = ("en", "de", "")  # "": a server that never chose one, and has no row
NAMES = (
    "Daily standup",
    "Lesson 3 study group",
    "Kaggle: leaf disease",
    "Papers on Fridays",
    "Ask me anything",
)
ZONES = (
    *(
        "UTC",
        "Europe/London",
        "Europe/Berlin",
        "Europe/Paris",
        "Europe/Madrid",
        "Europe/Kyiv",
        "Europe/Istanbul",
    ),
    *(
        "Africa/Lagos",
        "Africa/Cairo",
        "Africa/Nairobi",
        "Africa/Johannesburg",
        "Asia/Kolkata",
        "Asia/Karachi",
    ),
    *(
        "Asia/Dhaka",
        "Asia/Jakarta",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Tokyo",
        "Asia/Tehran",
        "Asia/Dubai",
    ),
    *("Australia/Sydney", "Australia/Perth", "Pacific/Auckland", "America/New_York", "America/Chicago"),
    *("America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "America/Bogota", "America/Mexico_City"),
    *("America/Santiago", "America/Argentina/Buenos_Aires", "America/Toronto", "America/St_Johns"),
)
DAYS = (range(7), range(5), (0, 2, 4), (1, 3), (0, 1, 2, 3), (0, 3), (2,))  # besides the day that it is there


@dataclass(frozen=True)
class Rush:
    """What one way took: seconds from the moment to the last, and how many it missed."""

    seconds: float
    missed: int


def timetables(moment: datetime) -> list[Schedule]:
    """Timetables by which it is time at `moment` (aware UTC, a whole minute), wherever in the world."""
    made = []
    for zone, days in product(ZONES, DAYS):
        there = moment.astimezone(ZoneInfo(zone))
        made.append(Schedule(there.time(), zone, frozenset(days) | {there.weekday()}))
    return made


def this_minute() -> datetime:
    """The minute that it is (aware UTC)."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


_weeks = count(1)


def fresh_minute() -> datetime:
    """A minute of another week at each call (aware UTC): what an earlier round worked out about its days helps no later one."""
    return this_minute() + timedelta(weeks=next(_weeks))


def rows(moment: datetime, places: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """The columns of a standup that is due at `moment` in each of these places, given as (server, channel)."""
    wanted = timetables(moment)
    questions = [asdict(question) for question in DEFAULT_QUESTIONS]
    made = []
    for number, (guild_id, channel_id) in enumerate(places):
        timetable = wanted[number % len(wanted)]
        made.append(
            {
                "guild_id": guild_id,
                "channel_id": channel_id,
                "name": NAMES[number % len(NAMES)],
                "at": timetable.at,
                "zone": timetable.zone,
                "days": sorted(timetable.days),
                "questions": questions,
                "summary": "daily" if number % 2 == 0 else "weekly",
                "paused": False,
                "next_due_at": moment,
                "next_due_date": moment.astimezone(ZoneInfo(timetable.zone)).date(),
                "made_at": moment - timedelta(days=30),
            }
        )
    return made


async def fill(db: Database, moment: datetime, places: Sequence[tuple[int, int]]) -> None:
    """Store a standup that is due at `moment` in each of these places, and the languages of most servers."""

    def store(tx: Tx) -> None:
        tx.execute(insert(standup), rows(moment, places))
        for guild_id in sorted({guild_id for guild_id, _ in places}):
            if language := LANGUAGES[guild_id % len(LANGUAGES)]:
                communities.save(tx, Community(guild_id, "UTC", language))

    await db.write(store)


def crowd(many: int) -> list[tuple[int, int]]:
    """The places of this many standups, a few in each server, each in a channel of its own."""
    return [(FIRST_GUILD + number // A_SERVER, FIRST_CHANNEL + number) for number in range(many)]


@asynccontextmanager
async def due_standups(url: str, many: int) -> AsyncIterator[Standups]:
    """A fresh database at `url` in which this many standups have just become due, for the time of the `async with`."""
    moment = fresh_minute()
    migrate(url)
    async with open_database(url, lambda: moment + LATE) as db:
        await fill(db, moment, crowd(many))
        with settled():
            yield Standups(db)


async def claim(service: Standups, many: int) -> Rush:
    """Claim all that is due; missed is every standup without exactly one day and one delivery row."""
    begin = perf_counter()
    while await service.open_due():
        pass
    seconds = perf_counter() - begin
    return Rush(seconds, many - await service.db.read(_rightly_open))


def _rightly_open(tx: Tx) -> int:
    of_day = (delivery.c.kind == PROMPT, delivery.c.subject_id == standup_day.c.id)
    rows = (
        select(standup_day.c.standup_id)
        .select_from(standup_day)
        .join(delivery, of_day[0] & of_day[1])
        .group_by(standup_day.c.standup_id)
        .having(func.count() == 1)
    )
    return int(tx.execute(select(func.count()).select_from(rows.subquery())).scalar_one())


@asynccontextmanager
async def cron_jobs(many: int) -> AsyncIterator[Callable[[], Awaitable[Rush]]]:
    """APScheduler with this many jobs that have just become due; the function lets it begin and waits for the last."""
    moment = this_minute()
    wanted = timetables(moment)
    left = many
    done = asyncio.Event()

    async def job() -> None:
        nonlocal left
        await asyncio.sleep(0)
        left -= 1
        if not left:
            done.set()

    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None})
    scheduler.start(paused=True)
    for number in range(many):
        scheduler.add_job(job, cron_trigger(wanted[number % len(wanted)]), next_run_time=moment)

    async def rush() -> Rush:
        begin = perf_counter()
        scheduler.resume()
        try:
            await asyncio.wait_for(done.wait(), ENOUGH)
        except TimeoutError:
            pass
        return Rush(perf_counter() - begin, left)

    try:
        with settled():
            yield rush
    finally:
        scheduler.shutdown()
        await asyncio.sleep(0)  # it ends at the loop's next turn


def cron_trigger(timetable: Schedule) -> CronTrigger:
    """The same timetable as APScheduler writes it."""
    days = ",".join(str(day) for day in sorted(timetable.days))
    at = timetable.at
    return CronTrigger(day_of_week=days, hour=at.hour, minute=at.minute, timezone=timetable.zone)


@contextmanager
def settled() -> Iterator[None]:
    """What was made until now is not collected meanwhile, as in a run that has started; the same for both ways."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
