"""Proves the measurements: their shape, and at small sizes that each does what it is said to measure."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.clock import next_occurrence
from tests.bench import abstracts, attention, block, due, growth, matching, memory, papers, posts
from tests.bench.__main__ import main, metrics
from tests.bench.measurement import Measurement
from tests.bench.opening import claim, cron_jobs, cron_trigger, due_standups, this_minute, timetables
from tests.bench.ticker import watched


def test_a_line_has_the_promised_keys() -> None:
    line = Measurement("start", 1.23456, "seconds", 2.0, more={"p99": 0.5}).to_json()
    assert json.loads(line) == {
        "metric": "start",
        "value": 1.235,
        "unit": "seconds",
        "baseline": 2.0,
        "ratio": 0.6173,
        "p99": 0.5,
    }


def test_every_module_of_the_folder_measures() -> None:
    promised = {
        *(
            "attention",
            "block",
            "concurrent",
            "due",
            "growth",
            "matching",
            "memory",
            "papers",
            "posts",
            "start",
        ),
        "submission",
    }
    assert set(metrics()) == promised
    assert all(callable(measure) for measure in metrics().values())


def test_an_unknown_metric_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    assert "No such metric: speed. There are: " in capsys.readouterr().err


async def test_due_claims_every_standup_with_its_day_and_its_delivery(db_url: str) -> None:
    async with due_standups(db_url, 50) as standups:
        assert await standups.next_opening() is not None
        assert (await claim(standups, 50)).missed == 0
        assert await standups.open_due() == []
        assert (await claim(standups, 51)).missed == 1, "one that is not there is missed"


async def test_apscheduler_runs_as_many_jobs() -> None:
    async with cron_jobs(50) as rush:
        assert (await rush()).missed == 0


def test_both_ways_have_timetables_that_are_due_at_that_moment() -> None:
    moment = this_minute()
    before = moment - timedelta(seconds=1)
    for each in timetables(moment):
        assert next_occurrence(each.at, each.zone, each.days, before) == moment
        assert cron_trigger(each).get_next_fire_time(None, before) == moment
    assert len({(each.zone, each.at, each.days) for each in timetables(moment)}) > 100


async def test_a_ticker_notices_how_long_the_loop_was_blocked() -> None:
    async with watched() as ticker:
        time.sleep(0.2)  # noqa: ASYNC251
        await asyncio.sleep(0)
    assert ticker.longest > 150


def test_due_and_block_measure_at_any_size(tmp_path: Path) -> None:
    assert asyncio.run(due.claimed(f"sqlite:///{tmp_path / 'due.sqlite3'}", 20)).seconds > 0
    assert asyncio.run(block.while_claiming(f"sqlite:///{tmp_path / 'block.sqlite3'}", 20)) >= 0


def test_attention_plans_everybody_at_any_size(tmp_path: Path) -> None:
    seconds, _block, missed = asyncio.run(attention.planned(f"sqlite:///{tmp_path / 'a.sqlite3'}", 450))
    assert seconds > 0
    assert missed == 0


async def test_growth_compares_a_full_file_with_an_empty_one(tmp_path: Path) -> None:
    full, empty = await growth.measured(tmp_path, answers=207, members=3)
    assert len(full) == len(empty) == 3


def _sent(channel: int, message: int, arrived: float, status: int = 200) -> dict[str, Any]:
    path = f"/channels/{channel}/messages"
    answer = {"id": str(message)} if status == 200 else {"retry_after": 0.1}
    return {"method": "POST", "path": path, "status": status, "arrived": arrived, "answer": answer}


def test_posts_counts_what_was_lost_doubled_and_refused() -> None:
    requests = [
        _sent(1, 11, 5.0),
        _sent(2, 21, 6.0),
        _sent(2, 22, 7.5),
        _sent(2, 22, 8.0),
        _sent(3, 0, 9.0, 429),
    ]
    found = posts.measurement(requests, [1, 2, 3])
    assert (found.value, found.baseline) == (3.0, 3 / 50)
    assert found.more == {"refused": 1, "lost": 1, "doubled": 1}


async def test_posts_measures_a_bot_in_a_process_of_its_own(tmp_path: Path) -> None:
    found = await posts.measured(tmp_path, servers=2, channels=3)
    assert found.more == {"refused": 0, "lost": 0, "doubled": 0}


async def test_block_watches_a_bot_that_posts(tmp_path: Path) -> None:
    assert await block.while_posting(tmp_path, many=100, seconds=2) >= 0


async def test_memory_measures_each_bot(tmp_path: Path) -> None:
    found = await memory.measured(servers=20, members=5)
    assert set(found) == {"compound", "plain", "members"}
    assert 0 < found["compound"] < found["members"], "whoever keeps members needs more"


async def test_papers_are_ranked_read_and_chosen_at_any_size() -> None:
    first, ranked, block_of = await papers.rank(abstracts.many(250), servers=2)
    assert first > 0
    assert ranked > 0
    assert block_of >= 0
    assert papers.reading(entries=20, rounds=1) > 0
    assert papers.choosing(listed=40, servers=5) > 0


async def test_matching_is_measured_at_any_size() -> None:
    ours, alone = matching.solved(many=20, seed=1)
    assert ours > 0
    assert alone > 0
    assert await matching.block(learners=20, peers=20) >= 0
    assert 0.9 <= matching.pruned(many=80) <= 1
