"""Metrics: what one bot tells its operator in numbers; no label ever carries an id, a name or a member's text.

Every bot has a registry of its own, so that two bots in one process do not count for each other.
"""

from __future__ import annotations

import asyncio
import math
import platform
import time

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.core.program import version

OTHER = "other"  # the route of whatever is not served: ids of old buttons must not become labels
OK, REFUSED, FAILED = "ok", "refused", "failed"

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
# Discord waits 3 seconds; we defer by ourselves at 1.8.
_ANSWERS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.8, 3.0, 5.0, 15.0)
_REQUESTS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)
_LAG = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)


class Metrics:
    """Counts what happens as it happens; what stands at one moment is set when somebody asks (`bot.shell.health`)."""

    def __init__(self) -> None:
        self.registry = mine = CollectorRegistry()
        self._interactions = Histogram(
            "compound_interaction_seconds",
            "From the arrival of a command, press or form to the end of its answer.",
            ("route", "outcome"),
            buckets=_ANSWERS,
            registry=mine,
        )
        self._requests = Histogram(
            "compound_discord_request_seconds",
            "Requests to Discord; status 0: no answer came.",
            ("method", "status"),
            buckets=_REQUESTS,
            registry=mine,
        )
        self._deliveries = Counter(
            "compound_deliveries", "Posts, by what came of each try.", ("kind", "outcome"), registry=mine
        )
        self._jobs = Counter("compound_job_runs", "Runs of background jobs.", ("job",), registry=mine)
        self._job_failures = Counter(
            "compound_job_failures",
            "Runs of background jobs that ended in an error.",
            ("job",),
            registry=mine,
        )
        self._looked = Gauge(
            "compound_jobs_last_look_seconds",
            "Seconds since the jobs last looked for due work; not a number before they began.",
            registry=mine,
        )
        self._backlog = Gauge(
            "compound_backlog_age_seconds",
            "How long the oldest thing that is due has been waiting; not a number when nobody can tell.",
            registry=mine,
        )
        self._sources = Gauge(
            "compound_source_up",
            "Whether what the bot depends on answered when it was last asked.",
            ("source",),
            registry=mine,
        )
        self._shards = Gauge("compound_shards", "This process's shards, by state.", ("state",), registry=mine)
        self._servers = Gauge("compound_servers", "Servers that this process serves.", registry=mine)
        self._quiet = Gauge(
            "compound_quiet_seconds",
            "For how long nothing is posted because Discord wants quiet; 0: it goes on.",
            registry=mine,
        )
        self._lag = Histogram(
            "compound_event_loop_lag_seconds",
            "How much later than asked the event loop came back, sampled.",
            buckets=_LAG,
            registry=mine,
        )
        self._last_lag = Gauge(
            "compound_event_loop_last_lag_seconds",
            "The newest sample of the event loop's lag.",
            registry=mine,
        )
        self._build = Gauge(
            "compound_build_info", "Always 1; which program this is.", ("version", "python"), registry=mine
        )
        prometheus_client.ProcessCollector(registry=mine)

    def interaction(self, route: str, seconds: float, outcome: str) -> None:
        """Count an answered command, press or form. `route` is one that is served, a command's name, or OTHER."""
        self._interactions.labels(route or OTHER, outcome).observe(max(0.0, seconds))

    def request(self, method: str, status: int, seconds: float) -> None:
        """Count a request to Discord; status 0 when no answer came."""
        known = method if method in _METHODS else OTHER
        self._requests.labels(known, str(status if 100 <= status < 600 else 0)).observe(max(0.0, seconds))

    def delivered(self, kind: str, outcome: str) -> None:
        """Count what came of sending, editing or removing a post: sent, gone, refused or unknown."""
        self._deliveries.labels(kind, outcome).inc()

    def job(self, name: str, *, failed: bool = False) -> None:
        """Count one run of a job."""
        self._jobs.labels(name).inc()
        failures = self._job_failures.labels(
            name
        )  # made at once, so that a rate is known before the first failure
        if failed:
            failures.inc()

    def source(self, name: str, up: bool) -> None:
        """Say whether something the bot depends on answers: `discord`, `database`, later each outside source."""
        self._sources.labels(name).set(1 if up else 0)

    def shards(self, own: int, connected: int, servers: int) -> None:
        """Say how many shards this process runs, how many of them are connected, and for how many servers."""
        self._shards.labels("own").set(own)
        self._shards.labels("connected").set(connected)
        self._servers.set(servers)

    def quiet(self, seconds: float) -> None:
        """Say for how long nothing is posted because Discord asked for it or refused too much."""
        self._quiet.set(seconds)

    def jobs(self, looked_ago: float | None, backlog_age: float | None) -> None:
        """Say how long ago jobs looked for work and how long the oldest of it waits (seconds; None: unknown)."""
        self._looked.set(math.nan if looked_ago is None else looked_ago)
        self._backlog.set(math.nan if backlog_age is None else backlog_age)

    def text(self, accept: str = "") -> tuple[bytes, str]:
        """Everything in Prometheus's text format, or OpenMetrics where `accept` asks for it, and its content type."""
        self._build.labels(version(), platform.python_version()).set(1)
        encode, content_type = prometheus_client.exposition.choose_encoder(accept)
        return encode(self.registry), content_type

    async def watch_the_loop(self, every: float = 0.5) -> None:
        """Sample the event loop's lag every so many seconds until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(every)
            lag = max(0.0, time.perf_counter() - before - every)
            self._lag.observe(lag)
            self._last_lag.set(lag)
