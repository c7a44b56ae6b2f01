"""Owns what every test stands on: no error logged unseen, no socket beyond this machine, and honest skips.

* A test during which an ERROR is logged fails. One that provokes it is marked `expects_errors` and inspects
  `caplog` or `error_records`; a marked test without an error fails as well.
* A connection beyond loopback is refused, and fails the test even where the refusal was swallowed.
* Nothing of this machine comes in: no `BOT_…` or `KAGGLE_…` variable, no `.env` (tests run in an empty folder).
* Tests skip only when something outside the repository is absent: here `recorded_data`, `discord_description`
  and `chromium`. CI has all of it: under `pytest --only-skip=disk` any skip but those "disk: …" fails the run.
"""

from __future__ import annotations

import inspect
import ipaddress
import logging
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.shell.logs import use_logging
from tests.openapi import SPEC

# Fixtures that have a file of their own.
pytest_plugins = ["tests.databases", "tests.bots"]

# A run starts some two hundred Pythons. What one has compiled (into __pycache__, which Git ignores) the others read,
# also where the machine's default is to keep nothing: that costs each of them over half a second.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "data"

# The same examples each time: red is red for everyone. `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile(
    "explore", parent=settings.get_profile("same"), derandomize=False, max_examples=1000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-skip",
        metavar="WORD,…",
        help="fail the run if a test skips whose reason has another first word",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "expects_errors: this test provokes ERROR log records and inspects them"
    )
    allowed: str | None = config.getoption("--only-skip")
    if allowed is not None:
        config.pluginmanager.register(OnlySkip(*allowed.split(",")), "only-skip")


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two cores: most tests wait more than they work, and more of them get in each other's way."""
    return max(1, (os.cpu_count() or 2) * 3 // 2)


# Files whose tests wait most, for clocks and pages; the first of them takes longest of all.
WAITING = ("tests/faults/test_killing.py", "tests/faults/", "tests/e2e/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait and files that work take turns, the longest first: so the cores are busy all the time."""

    def waits(file: str) -> int:
        return next((n for n, name in enumerate(WAITING) if file.startswith(name)), len(WAITING))

    files = list(dict.fromkeys(item.nodeid.partition("::")[0] for item in items))
    waiting = sorted((file for file in files if waits(file) < len(WAITING)), key=waits)
    working = [file for file in files if waits(file) == len(WAITING)]
    step = len(working) / max(len(waiting), 1)
    place = {file: number * step for number, file in enumerate(waiting)}
    place |= {file: float(number) for number, file in enumerate(working)}
    items.sort(key=lambda item: place[item.nodeid.partition("::")[0]])


class OnlySkip:
    """Turns a run's skips into its failure, where all that tests need is installed; `allowed` may still skip."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = {word.strip() for word in allowed}
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._add(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._add(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.skipped:
            terminalreporter.section("skipped, and --only-skip does not allow it", red=True)
            terminalreporter.write_line("\n".join(self.skipped))

    def _add(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if reason.removeprefix("Skipped: ").partition(":")[0] not in self.allowed:
            self.skipped.append(f"{report.nodeid}: {reason}")


class _ErrorRecords(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(scope="session", autouse=True)
def _our_own_lines_are_records() -> None:
    # Unconfigured, structlog prints: an ERROR of ours would be seen by nobody.
    use_logging()


@pytest.fixture
def error_records() -> Iterator[list[logging.LogRecord]]:
    """The ERROR log records of this test so far, whichever logger they came through."""
    handler = _ErrorRecords()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)


@pytest.fixture(autouse=True)
def _no_error_unseen(
    request: pytest.FixtureRequest, error_records: list[logging.LogRecord]
) -> Iterator[None]:
    expected = request.node.get_closest_marker("expects_errors") is not None
    if expected and not {"caplog", "error_records"} & inspect.signature(request.function).parameters.keys():
        pytest.fail(
            "a test marked expects_errors takes caplog or error_records and says which errors it expects"
        )
    yield
    if expected:
        assert error_records, "marked expects_errors, but no ERROR was logged"
    else:
        text = "\n".join(f"{record.name}: {logging.Formatter().format(record)}" for record in error_records)
        assert not error_records, f"an ERROR was logged during this test:\n{text}"


class NetworkReachedError(RuntimeError):
    """A test reached for the network. No OSError: what survives a broken network must not survive this."""


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address, is this machine."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in {"", "localhost"}


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith(("BOT_", "KAGGLE_"))]:
            patch.delenv(name)
        patch.chdir(tmp_path_factory.mktemp("empty"))
        yield


@pytest.fixture(scope="session")
def outside_connections() -> Iterator[list[str]]:
    """The refused attempts of this run to reach beyond loopback; empty unless something is wrong."""
    refused: list[str] = []

    def refuse(target: object) -> None:
        refused.append(str(target))
        raise NetworkReachedError(f"tests run without a network, and something reached for {target}")

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, address: Any, *rest: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(str(address[0])):
                refuse(address)
            return original(self, address, *rest)

        return call

    find = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        # None and the wildcards are what servers bind to; looking a name up would already leave the machine.
        if name is not None and not is_loopback(name) and name not in {"0.0.0.0", "::"}:
            refuse(name)
        return find(host, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield refused


@pytest.fixture(autouse=True)
def _no_network(outside_connections: list[str]) -> Iterator[None]:
    before = len(outside_connections)
    yield
    assert outside_connections[before:] == [], "this test reached beyond the machine"


@pytest.fixture(scope="session")
def recorded_data() -> Path:
    """The folder of recorded answers (`../shared/data`); skips where it is absent, as in a plain clone."""
    if not RECORDED.is_dir():
        pytest.skip(f"recorded data: no folder {RECORDED}")
    return RECORDED


@pytest.fixture(scope="session")
def discord_description() -> Path:
    """Discord's OpenAPI description, for tests that call `tests.openapi`; skips where it is absent."""
    if not SPEC.is_file():
        pytest.skip(f"recorded data: no file {SPEC}")
    return SPEC


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for Playwright's `executable_path`; skips where none is installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("browser: no Chromium is installed")
