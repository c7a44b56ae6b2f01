"""`concurrent`: 2,000 members send their forms in the same moment, against async SQLAlchemy Core on aiosqlite.

Discord waits three seconds for an answer, and the entry must be on disk before it is told "saved". `value` and
`baseline` are submissions a second (more is better), `p99` and `baseline_p99` the seconds within which 99 of 100
people had theirs on disk, `lost` how many are not there afterwards. Of several rounds the middle one counts.
"""

from __future__ import annotations

import asyncio
import gc
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.answering import FIRST_MEMBER, Community, Submit, async_core, community, url_of
from tests.bench.measurement import Measurement

MEMBERS = 2_000
ROUNDS = 5


@dataclass(frozen=True)
class Round:
    """One rush, in seconds."""

    total: float
    p99: float
    lost: int


def measure() -> Measurement:
    """Returns submissions a second by the bot and the other way, with the p99 of both and what was lost."""
    ours, other = [], []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            ours.append(asyncio.run(_ours(Path(folder))))
            other.append(asyncio.run(_other(Path(folder))))
    middle, baseline = (sorted(rounds, key=lambda each: each.p99)[ROUNDS // 2] for rounds in (ours, other))
    return Measurement(
        "concurrent",
        MEMBERS / middle.total,
        "submissions a second",
        MEMBERS / baseline.total,
        more={
            "p99": middle.p99,
            "baseline_p99": baseline.p99,
            "lost": sum(each.lost for each in ours),
            "baseline_lost": sum(each.lost for each in other),
        },
    )


async def _ours(folder: Path) -> Round:
    async with community(folder, "ours", MEMBERS) as here:
        return await _rush(here, here.submit)


async def _other(folder: Path) -> Round:
    async with (
        community(folder, "other", MEMBERS) as here,
        async_core(here, url_of(folder, "other")) as other,
    ):
        return await _rush(here, other.submit)


async def _rush(here: Community, submit: Submit) -> Round:
    gc.collect()
    gc.freeze()  # as a run does when it has started, for both ways
    begin = perf_counter()

    async def one(member: int) -> float:
        await submit(member)
        return perf_counter() - begin

    seconds = sorted(await asyncio.gather(*(one(FIRST_MEMBER + number) for number in range(MEMBERS))))
    gc.unfreeze()
    lost = MEMBERS - await here.kept()
    return Round(total=seconds[-1], p99=seconds[MEMBERS * 99 // 100 - 1], lost=lost)
