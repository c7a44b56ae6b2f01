"""Proves what the container's scripts do, as processes of their own: when they wait, when they end, and with which code."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot import __main__ as command_line
from tests.deploy.documents import DOCKER

START = DOCKER / "start.py"
HEALTHY = DOCKER / "healthy.py"


def launched(script: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """A script as a process in the test's empty folder."""
    return subprocess.Popen(
        [sys.executable, str(script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **settings},
    )


def ended(script: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """The exit code of a script and what it wrote."""
    with launched(script, *arguments, **settings) as process:
        out, _ = process.communicate(timeout=60)
        return process.returncode, out


def test_it_waits_where_only_a_person_helps_and_a_signal_ends_the_wait() -> None:
    with launched(START, "run", BOT_TOKEN="") as process:
        assert process.stdout
        first, second = process.stdout.readline(), process.stdout.readline()
        assert first.startswith("BOT_TOKEN is missing.")
        assert second.startswith("Starting again does not help here.")
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == command_line.EXIT_SETTINGS


def test_other_commands_and_other_codes_end_at_once(tmp_path: Path) -> None:
    assert ended(START, "check", "--offline", BOT_SHARDS="7")[0] == command_line.EXIT_SETTINGS
    code, out = ended(START, "migrate", BOT_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'db'}")
    assert (code, out) == (0, "The database is up to date.\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    code, out = ended(START, "run", BOT_TOKEN="x", BOT_DATABASE_URL=f"sqlite+aiosqlite:///{folder}")
    assert code == command_line.EXIT_DATABASE, out


def test_it_waits_after_exactly_the_codes_that_restarts_do_not_help() -> None:
    script = runpy.run_path(str(START), run_name="start")
    assert set(script["HELPLESS"]) == {command_line.EXIT_SETTINGS, command_line.EXIT_LOGIN}
    # Discord: a thousand log-ins a day.
    assert 24 * 3600 / script["PAUSE"] * 4 < 1000


class Page(BaseHTTPRequestHandler):
    """A health page that is well at /healthz and not ready at /readyz."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 503)
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def port() -> Iterator[str]:
    """Where a health page answers."""
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield str(server.server_port)
        server.shutdown()
        thread.join()


def test_health_is_what_the_page_says(port: str) -> None:
    assert ended(HEALTHY, BOT_METRICS_PORT=port) == (0, "/healthz\n")
    assert ended(HEALTHY, "/readyz", BOT_METRICS_PORT=port) == (1, "/readyz\n")
    # A proxy for the outside has no business here.
    assert ended(HEALTHY, BOT_METRICS_PORT=port, http_proxy="http://127.0.0.1:1")[0] == 0


def test_no_page_is_not_healthy() -> None:
    code, out = ended(HEALTHY, BOT_METRICS_PORT="1")
    assert code == 1
    assert "refused" in out
    assert ended(HEALTHY)[0] == 1
