"""`due`: 10,000 standups open in the same minute, against APScheduler with as many cron jobs.

Seconds until all are claimed, each with its next opening, its day and its prompt's delivery row on disk (see `opening`
for both ways). The two take turns, and the middle one of each counts. `missed` must be 0; `postgres` is ours on the
server that TEST_POSTGRES_URL names.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.answering import url_of
from tests.bench.measurement import Measurement
from tests.bench.opening import MANY, Rush, claim, cron_jobs, due_standups
from tests.databases import POSTGRES, postgres_database

ROUNDS = 3


def measure() -> Measurement:
    """Returns the seconds until all are claimed, and until APScheduler has run its jobs."""
    ours, other = [], []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            ours.append(asyncio.run(claimed(url_of(Path(folder), "due"))))
        other.append(asyncio.run(run_by_apscheduler()))
    more: dict[str, float] = {
        "missed": sum(each.missed for each in ours),
        "baseline_missed": sum(each.missed for each in other),
    }
    if os.environ.get(POSTGRES):
        rounds = [_on_postgres() for _ in range(ROUNDS)]
        more |= {
            "postgres": median(each.seconds for each in rounds),
            "postgres_missed": sum(each.missed for each in rounds),
        }
    value, baseline = (median(each.seconds for each in rounds) for rounds in (ours, other))
    return Measurement("due", value, "seconds", baseline, more=more)


async def claimed(url: str, many: int = MANY) -> Rush:
    """One round of ours, in a fresh database."""
    async with due_standups(url, many) as service:
        return await claim(service, many)


async def run_by_apscheduler(many: int = MANY) -> Rush:
    """One round of APScheduler's."""
    async with cron_jobs(many) as rush:
        return await rush()


def _on_postgres() -> Rush:
    with postgres_database() as url:
        return asyncio.run(claimed(url))
