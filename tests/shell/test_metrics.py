"""Owns the metrics: what is counted under which labels, that no id ever is one, and that two bots do not count for each other."""

from __future__ import annotations

import asyncio
import logging
import math
import re
import time
import tomllib
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.core.program import version
from bot.shell.metrics import OTHER, Metrics
from tests.bots import World, answer_of, labels_of, text_of

BROKEN = "tests.shell.broken"


def values(metrics: Metrics) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample as Prometheus reads it, by name and labels."""
    body, content_type = metrics.text()
    assert content_type.startswith("text/plain; version=")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def value(metrics: Metrics, name: str, **labels: str) -> float:
    """One sample; 0 when nothing was counted."""
    return values(metrics).get((name, frozenset(labels.items())), 0.0)


def answered(metrics: Metrics, route: str, outcome: str) -> float:
    """How many interactions were counted under these labels."""
    return value(metrics, "compound_interaction_seconds_count", route=route, outcome=outcome)


async def test_what_people_do_is_counted_by_what_they_did_and_what_came_of_it(world: World) -> None:
    await world.set_up()
    await world.write(world.ana, "words-of-a-member")
    refused = await world.write(world.ben, "   ", post=False)
    assert "Open the form again" in labels_of(answer_of(refused))
    metrics = world.bot.metrics
    assert answered(metrics, "setup", "ok") == 1
    assert answered(metrics, "standup", "ok") == 2
    assert answered(metrics, "standups:written", "ok") == 1
    assert answered(metrics, "standups:written", "refused") == 1
    seen = {
        dict(labels)["route"] for name, labels in values(metrics) if name.startswith("compound_interaction")
    }
    assert seen <= world.bot.router.names() | {"setup", "standup"}
    assert not re.search(r"[^.]\b\d{15,}|words-of-a-member", metrics.text()[0].decode())


@pytest.mark.expects_errors
async def test_failures_and_ids_that_nobody_serves(
    world: World, error_records: list[logging.LogRecord]
) -> None:
    await world.bot.load_extension(BROKEN)
    await world.bot.sync_commands()
    await world.env.settle()
    metrics = world.bot.metrics
    card = await world.ana.slash(world.channel, "card")
    await world.ana.click(answer_of(card), label="press")
    await world.ana.click(answer_of(card), label="fine")
    await world.ana.slash(world.channel, "handled")
    assert answered(metrics, "broken:press", "failed") == 1
    assert answered(metrics, "broken:fine", "ok") == 1
    assert answered(metrics, "handled", "failed") == 1
    assert len(error_records) == 2
    card = await world.ana.slash(world.channel, "card")
    slow = await world.ana.click(answer_of(card), label="slow")
    await world.env.settle()
    assert text_of(slow) == "Here after all."
    took = value(metrics, "compound_interaction_seconds_sum", route="broken:slow", outcome="ok")
    assert took >= 1.8, "the whole time until the answer"

    card = await world.ana.slash(world.channel, "card")
    await world.bot.unload_extension(BROKEN)
    await world.ana.click(answer_of(card), label="press")
    assert answered(metrics, OTHER, "refused") == 1
    assert answered(metrics, "broken:press", "failed") == 1, "an old button's id is no label"


def test_requests_deliveries_jobs_and_sources() -> None:
    metrics = Metrics()
    metrics.request("POST", 200, 0.2)
    metrics.request("POST", 200, 0.4)
    metrics.request("BREW", 418_000, -1.0)
    metrics.request("GET", 0, 30.0)
    name = "compound_discord_request_seconds"
    assert value(metrics, f"{name}_count", method="POST", status="200") == 2
    assert value(metrics, f"{name}_sum", method="POST", status="200") == pytest.approx(0.6)
    assert value(metrics, f"{name}_bucket", method="POST", status="200", le="0.25") == 1
    assert value(metrics, f"{name}_count", method=OTHER, status="0") == 1
    assert value(metrics, f"{name}_count", method="GET", status="0") == 1

    for outcome in ("sent", "sent", "gone", "refused", "unknown"):
        metrics.delivered("standup.prompt", outcome)
    assert value(metrics, "compound_deliveries_total", kind="standup.prompt", outcome="sent") == 2
    assert value(metrics, "compound_deliveries_total", kind="standup.prompt", outcome="gone") == 1

    metrics.job("standups.open")
    assert ("compound_job_failures_total", frozenset({("job", "standups.open")})) in values(metrics)
    metrics.job("standups.open", failed=True)
    assert value(metrics, "compound_job_runs_total", job="standups.open") == 2
    assert value(metrics, "compound_job_failures_total", job="standups.open") == 1

    metrics.source("papers", True)
    metrics.source("kaggle", False)
    assert value(metrics, "compound_source_up", source="papers") == 1
    assert ("compound_source_up", frozenset({("source", "kaggle")})) in values(metrics)
    metrics.source("papers", False)
    assert value(metrics, "compound_source_up", source="papers") == 0

    metrics.shards(own=4, connected=3, servers=120)
    assert value(metrics, "compound_shards", state="own") == 4
    assert value(metrics, "compound_shards", state="connected") == 3
    assert value(metrics, "compound_servers") == 120

    metrics.quiet(12.5)
    assert value(metrics, "compound_quiet_seconds") == 12.5

    metrics.jobs(looked_ago=2.5, backlog_age=0.0)
    assert value(metrics, "compound_jobs_last_look_seconds") == 2.5
    assert value(metrics, "compound_backlog_age_seconds") == 0
    metrics.jobs(looked_ago=None, backlog_age=None)
    assert math.isnan(value(metrics, "compound_jobs_last_look_seconds"))
    assert math.isnan(value(metrics, "compound_backlog_age_seconds"))


def test_two_bots_in_one_process_count_for_themselves() -> None:
    one, two = Metrics(), Metrics()
    one.delivered("standup.prompt", "sent")
    assert value(one, "compound_deliveries_total", kind="standup.prompt", outcome="sent") == 1
    assert value(two, "compound_deliveries_total", kind="standup.prompt", outcome="sent") == 0


def test_it_says_which_program_this_is() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert version() == project["project"]["version"]
    (labels,) = [dict(labels) for name, labels in values(Metrics()) if name == "compound_build_info"]
    assert labels["version"] == version()


async def test_a_blocked_event_loop_is_seen() -> None:
    metrics = Metrics()
    watching = asyncio.create_task(metrics.watch_the_loop(every=0.5))
    await asyncio.sleep(0.1)
    time.sleep(1)  # noqa: ASYNC251 - this is what must be seen
    for _ in range(5):
        await asyncio.sleep(0)
    assert value(metrics, "compound_event_loop_last_lag_seconds") >= 0.5
    assert value(metrics, "compound_event_loop_lag_seconds_count") == 1
    assert value(metrics, "compound_event_loop_lag_seconds_sum") >= 0.5
    watching.cancel()
    assert isinstance((await asyncio.gather(watching, return_exceptions=True))[0], asyncio.CancelledError)


def test_whoever_asks_for_openmetrics_gets_it() -> None:
    body, content_type = Metrics().text("application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
    assert content_type.startswith("application/openmetrics-text")
    assert body.rstrip().endswith(b"# EOF")
