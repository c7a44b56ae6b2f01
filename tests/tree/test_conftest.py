"""Proves that the shared fixtures do what they promise: errors are not unseen, the network is not reached."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

import pytest

from tests.conftest import NetworkReachedError, is_loopback

pytest_plugins = ["pytester"]
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> Run:
    """Runs tests in a process of their own, with this project's fixtures and configuration."""
    root = request.config.rootpath
    pytester.makeconftest(
        "from tests.conftest import *\nfrom tests.conftest import _no_error_unseen, _no_network\n"
    )
    configuration = ["-c", str(root / "pyproject.toml"), "--rootdir", str(pytester.path)]
    options = ["-o", f"pythonpath={root}", "-p", "no:cacheprovider"]

    def run_source(source: str, *arguments: str) -> pytest.RunResult:
        path = pytester.makepyfile(source)
        return pytester.runpytest_subprocess(*configuration, *options, *arguments, path)

    return run_source


def test_an_error_in_the_log_fails_a_test_that_does_not_expect_it(run: Run) -> None:
    result = run(
        """
        import logging, pytest

        def test_unseen():
            logging.getLogger("bot").error("lost")

        @pytest.mark.expects_errors
        def test_seen(error_records):
            logging.getLogger("bot").error("lost")
            assert [record.getMessage() for record in error_records] == ["lost"]

        @pytest.mark.expects_errors
        def test_expected_but_absent(error_records):
            pass

        @pytest.mark.expects_errors
        def test_expected_but_not_inspected():
            logging.getLogger("bot").error("lost")

        def test_warnings_are_no_errors():
            logging.getLogger("bot").warning("slow")
        """
    )
    # Two fail after a body that passed; the one that does not inspect is stopped before its body.
    assert result.parseoutcomes() == {"passed": 4, "errors": 3}


def test_a_refused_connection_fails_the_test_even_when_swallowed(run: Run) -> None:
    result = run(
        """
        import socket

        def test_swallowed():
            try:
                socket.create_connection(("203.0.113.1", 80), timeout=1)
            except Exception:
                pass
        """
    )
    assert result.parseoutcomes() == {"passed": 1, "errors": 1}


def test_a_skip_fails_the_run_where_it_is_not_allowed(run: Run) -> None:
    source = "import pytest\n\ndef test_absent():\n    pytest.skip('browser: none')\n"
    assert run(source).ret == pytest.ExitCode.OK
    assert run(source, "--only-skip=disk,browser").ret == pytest.ExitCode.OK
    result = run(source, "--only-skip=disk")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*--only-skip does not allow it*", "*test_absent*browser: none*"])


def test_loopback_is_open(outside_connections: list[str]) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
    assert outside_connections == []


@pytest.mark.parametrize("address", [("203.0.113.1", 80), ("2001:db8::1", 80), ("example.org", 443)])
def test_the_outside_is_closed(address: tuple[str, int], outside_connections: list[str]) -> None:
    with pytest.raises(NetworkReachedError, match="without a network"):
        socket.create_connection(address, timeout=1)
    assert outside_connections.pop() in {str(address), address[0]}  # taken back: this test meant it


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", ""])
def test_what_is_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "0.0.0.0", "localhost.example.org", "fe80::1%eth0"])
def test_what_is_another_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.expects_errors
def test_error_records_hold_what_was_logged(error_records: list[logging.LogRecord]) -> None:
    logging.getLogger("bot.somewhere").error("lost %s", "it")
    assert [record.getMessage() for record in error_records] == ["lost it"]
