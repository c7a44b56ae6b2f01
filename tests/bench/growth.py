"""`growth`: a submission when 100,000 answers are in the database, against an empty one.

Half of the answers are of the same standup and the same members, the other half of other servers; each has its message's
delivery row. The same forms go to both files in turns (the statements are those of `submission`), and the medians count.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Table, func, insert, select

from bot.core.db import Tx
from bot.deliveries.model import State
from bot.deliveries.tables import delivery
from bot.standups.model import DEFAULT_QUESTIONS, ENTRY, PROMPT
from bot.standups.tables import standup, standup_day, standup_entry
from tests.bench.answering import FIRST_MEMBER, GUILD, SAID, Community, community
from tests.bench.measurement import Measurement

ANSWERS = 100_000
WARM_UP = 50
RUNS = 600
OTHERS = 50  # servers
AT_ONCE = 10_000  # rows stored in one statement
FIRST_OTHER = 5_000_000  # ids of the other servers, their channels and members

Row = dict[str, Any]


def measure() -> Measurement:
    """Returns the median seconds of a submission with many answers in the database, and with none."""
    with TemporaryDirectory() as folder:
        full, empty = asyncio.run(measured(Path(folder), ANSWERS, WARM_UP + RUNS))
    return Measurement("growth", median(full[WARM_UP:]), "seconds", median(empty[WARM_UP:]))


async def measured(folder: Path, answers: int, members: int) -> tuple[list[float], list[float]]:
    """The seconds of each member's submission, with this many answers in the database and with none."""
    async with community(folder, "full", members) as full, community(folder, "empty", members) as empty:
        await grow(full, answers, members)
        seconds: tuple[list[float], list[float]] = ([], [])
        for member in range(FIRST_MEMBER, FIRST_MEMBER + members):
            for here, found in zip((full, empty), seconds, strict=True):
                begin = perf_counter()
                await here.submit(member)
                found.append(perf_counter() - begin)
        if (await full.kept(), await empty.kept()) != (answers + members, members):
            raise RuntimeError("an answer was lost")
    return seconds


async def grow(here: Community, answers: int, members: int) -> None:
    """Store this many answers of earlier days: half of this standup's members, half of other servers'."""
    write = here.standups.db.write
    half = answers // 2
    await write(lambda tx: _grow(tx, here.standup_id, GUILD, FIRST_MEMBER, members, half))
    left = answers - half
    for number in range(OTHERS):
        share = left // OTHERS + (number < left % OTHERS)
        await write(partial(_grow_other, guild_id=FIRST_OTHER + number * 10_000, answers=share))


def _grow_other(tx: Tx, guild_id: int, answers: int) -> None:
    like_ours = select(standup).order_by(standup.c.id).limit(1)
    values = dict(tx.execute(like_ours).one()._mapping) | {"guild_id": guild_id, "channel_id": guild_id + 1}
    del values["id"]
    made = tx.execute(insert(standup).values(values).returning(standup.c.id)).scalar_one()
    _grow(tx, made, guild_id, guild_id + 2, 40, answers)


def _grow(tx: Tx, standup_id: int, guild_id: int, first_member: int, members: int, answers: int) -> None:
    """Store earlier days of a standup until there are this many answers, one of each member a day."""
    days = -(-answers // members)
    before = [tx.now - timedelta(days=1 + ago) for ago in range(days)]
    _store(tx, standup_day, (_day(standup_id, guild_id, opened) for opened in before))
    earlier = (standup_day.c.standup_id == standup_id, standup_day.c.opened_at.in_(before))
    rows = tx.execute(select(standup_day.c.id, standup_day.c.opened_at).where(*earlier)).all()
    opened = {row.id: row.opened_at for row in rows}
    _store(tx, delivery, (_sent(PROMPT, day, guild_id, at) for day, at in opened.items()))
    newest = tx.execute(select(func.coalesce(func.max(standup_entry.c.id), 0))).scalar_one()
    pairs = ((day, at, first_member + who) for day, at in opened.items() for who in range(members))
    made = (_entry(standup_id, guild_id, *pair) for pair in islice(pairs, answers))
    _store(tx, standup_entry, made)
    ids = tx.execute(
        select(standup_entry.c.id, standup_entry.c.written_at).where(standup_entry.c.id > newest)
    )
    _store(tx, delivery, (_sent(ENTRY, row.id, guild_id, row.written_at) for row in ids.all()))


def _store(tx: Tx, table: Table, rows: Iterator[Row]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        tx.execute(insert(table), some)


def _day(standup_id: int, guild_id: int, opened: datetime) -> Row:
    return {
        "standup_id": standup_id,
        "guild_id": guild_id,
        "channel_id": guild_id + 1,
        "date": opened.date(),
        "opened_at": opened,
        "closes_at": opened + timedelta(days=1),
        "quiet": False,
        "late": False,
        "thread_id": int(opened.timestamp()) + guild_id,
    }


def _entry(standup_id: int, guild_id: int, day_id: int, opened: datetime, user_id: int) -> Row:
    answers = [
        {"kind": asked.kind.value, "label": asked.label, "text": text, "key": asked.key}
        for asked, text in zip(DEFAULT_QUESTIONS, SAID, strict=True)
    ]
    return {
        "day_id": day_id,
        "home_id": day_id,
        "standup_id": standup_id,
        "guild_id": guild_id,
        "user_id": user_id,
        "answers": answers,
        "kept": False,
        "written_at": opened + timedelta(hours=1),
    }


def _sent(kind: str, subject_id: int, guild_id: int, at: datetime) -> Row:
    return {
        "kind": kind,
        "subject_id": subject_id,
        "part": 0,
        "guild_id": guild_id,
        "channel_id": guild_id + 1,
        "message_id": subject_id * 1_000 + len(kind),
        "state": State.SENT.value,
        "attempt": 0,
        "fence": 2,
        "first_claimed_at": at,
        "give_up_at": at + timedelta(days=7),
    }
