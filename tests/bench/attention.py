"""`attention`: 10,000 people for whom something waits are planned: seconds of work until each has their bundle on disk.

Their bundles are due in the same minute, wherever they live: each chose a time, quiet hours and days off of their own, every
fifth was away or is going to be, every seventh has a focus session ahead, and one to four messages of eight kinds, from three
servers, wait for each. It is the loop of the job that sends bundles, `Attention.claim_bundles` until nothing is due. After
it each person has one bundle, its delivery row, and when to be looked at next; `missed` is every person without.

The `baseline` is the promise: 2 seconds for all. `block` is the longest time, in ms, for which the event loop did nothing
else meanwhile (see `ticker`). Of several rounds, each in a fresh database and on another day, the middle one counts.
`postgres` and `postgres_block` are the same on the server that TEST_POSTGRES_URL names.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from bot.attention.model.values import BUNDLE, Message
from bot.attention.service import Attention
from bot.attention.store import outbox
from bot.attention.tables import away, bundle, hold, intent, mailbox
from bot.core.db import Database, Tx, migrate, open_database
from bot.deliveries.tables import delivery
from bot.people.tables import person
from tests.bench.answering import url_of
from tests.bench.measurement import Measurement
from tests.bench.opening import MANY, ZONES, fresh_minute, settled
from tests.bench.ticker import watched
from tests.databases import POSTGRES, postgres_database

ROUNDS = 3
PROMISED = 2.0  # seconds
KINDS = (
    *("standups.reminder", "standups.reply", "standups.help", "standups.offer"),
    *("papers.question", "competitions.deadline", "showcase.thanks", "mentoring.pair"),
)
SERVERS = (1_000_001, 1_000_002, 1_000_003)
LATE = timedelta(seconds=1)  # after the moment: when it is noticed


def measure() -> Measurement:
    """Returns the seconds until all are planned, and the promise."""
    rounds = []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            rounds.append(asyncio.run(planned(url_of(Path(folder), "attention"))))
    more = {"block": median(each[1] for each in rounds), "missed": sum(each[2] for each in rounds)}
    if os.environ.get(POSTGRES):
        there = [_on_postgres() for _ in range(ROUNDS)]
        more |= {
            "postgres": median(each[0] for each in there),
            "postgres_block": median(each[1] for each in there),
        }
    return Measurement("attention", median(each[0] for each in rounds), "seconds", PROMISED, more=more)


def _on_postgres() -> tuple[float, float, int]:
    with postgres_database() as url:
        return asyncio.run(planned(url))


async def planned(url: str, many: int = MANY) -> tuple[float, float, int]:
    """One round: seconds, the longest block in ms, and how many were missed."""
    async with waiting_people(url, many) as service:
        async with watched() as ticker:
            begin = perf_counter()
            while await service.claim_bundles():
                pass
            seconds = perf_counter() - begin
        return seconds, ticker.longest, many - await service.db.read(_rightly_planned)


@asynccontextmanager
async def waiting_people(url: str, many: int) -> AsyncIterator[Attention]:
    """A fresh database at `url` with this many people whose bundle has just become due, for the time of the `async with`."""
    moment = fresh_minute().replace(hour=12, minute=7)  # no midnight anywhere
    migrate(url)
    async with open_database(url, lambda: moment + LATE) as db:
        await _fill(db, moment, many)
        with settled():
            yield Attention(db)


async def _fill(db: Database, moment: datetime, many: int) -> None:
    people = range(1, many + 1)

    def store(tx: Tx) -> None:
        tx.execute(insert(person), [_person(each, moment) for each in people])
        tx.execute(insert(mailbox), [_mailbox(each, moment) for each in people])
        tx.execute(insert(away), [_away(each, moment) for each in people if each % 5 == 0])
        tx.execute(insert(hold), [_hold(each, moment) for each in people if each % 7 == 0])
        for start in range(0, many, 500):
            outbox.tell(
                tx, *(told for each in people[start : start + 500] for told in _messages(each, moment))
            )

    await db.write(store)


def _zone(each: int) -> str:
    return ZONES[each % len(ZONES)]


def _person(each: int, moment: datetime) -> dict[str, Any]:
    return {"user_id": each, "zone": _zone(each), "language": "de" if each % 3 else "", "changed_at": moment}


def _mailbox(each: int, moment: datetime) -> dict[str, Any]:
    """Quiet for nine hours, some hours before and after the moment; days off that are not today."""
    there = moment.astimezone(ZoneInfo(_zone(each)))
    begin = (there.hour + 3 + each % 11) % 24
    return {
        "user_id": each,
        "bundles": 1 + each % 3,
        "bundle_at": there.time(),
        "quiet_from": time(begin, each % 60),
        "quiet_to": time((begin + 9) % 24, each % 60),
        "days_off": sorted({(there.weekday() + ahead) % 7 for ahead in range(1, 1 + each % 4)}),
        "next_at": moment,
        "changed_at": moment - timedelta(days=30),
    }


def _away(each: int, moment: datetime) -> dict[str, Any]:
    first = moment.date() + timedelta(days=3 if each % 2 else -9)
    return {"user_id": each, "first_date": first, "last_date": first + timedelta(days=7), "made_at": moment}


def _hold(each: int, moment: datetime) -> dict[str, Any]:
    begin = moment + timedelta(minutes=20 + each % 100)
    return {"user_id": each, "kind": "focus", "begins_at": begin, "ends_at": begin + timedelta(minutes=90)}


def _messages(each: int, moment: datetime) -> list[Message]:
    told = []
    for number in range(1 + each % 4):
        kind = KINDS[(each + number) % len(KINDS)]
        server = SERVERS[number % len(SERVERS)]
        until = moment + timedelta(hours=2 + number)
        words = {"url": f"https://discord.com/channels/{server}/{each}/{number}"}
        told.append(
            Message(each, server, kind, each, f"{kind}:{number}", until, priority=number, words=words)
        )
    return told


def _rightly_planned(tx: Tx) -> int:
    """People with exactly one bundle and its delivery row, something in it, and a later moment to be looked at."""
    rows = (
        select(bundle.c.user_id)
        .join(delivery, (delivery.c.kind == BUNDLE) & (delivery.c.subject_id == bundle.c.id))
        .join(mailbox, (mailbox.c.user_id == bundle.c.user_id) & (mailbox.c.next_at > tx.now))
        .where(select(intent.c.id).where(intent.c.bundle_id == bundle.c.id).exists())
        .group_by(bundle.c.user_id)
        .having(func.count() == 1)
    )
    return int(tx.execute(select(func.count()).select_from(rows.subquery())).scalar_one())
