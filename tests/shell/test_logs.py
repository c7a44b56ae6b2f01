"""Owns that no secret reaches a log: bot tokens and interaction tokens of any logger, at any level."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.shell.logs import configure_logs, redact, use_logging
from tests.bots import World
from tests.faults.discord_server import APPLICATION_ID, token_for

TOKEN = token_for(APPLICATION_ID)
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpzZWNyZXQtcGFydC1vZi1pdA"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a process with our logging writes to standard error, down to DEBUG."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr("sys.stderr", stream)
    configure_logs(logging.DEBUG)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        use_logging()


@pytest.mark.parametrize(
    "line",
    [
        f"Authorization: Bot {TOKEN}",
        f"token={TOKEN}!",
        f"POST https://discord.com/api/v10/interactions/1234567890123456789/{INTERACTION}/callback",
        f"PATCH /webhooks/1234567890123456789/{INTERACTION}/messages/@original",
    ],
)
def test_secrets_are_taken_out_of_a_line(line: str) -> None:
    cleaned = redact(line)
    assert TOKEN not in cleaned
    assert INTERACTION not in cleaned
    assert "[redacted]" in cleaned


@pytest.mark.parametrize(
    "line",
    [
        "commands synced count=6",
        "GET /channels/1234567890123456789/messages",
        "see docs.python.org/3.11.html",
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert redact(line) == line


def test_every_logger_of_the_process_is_redacted(written: io.StringIO) -> None:
    logging.getLogger("discord.http").debug("sending %s to /webhooks/1/%s", TOKEN, INTERACTION)
    structlog.stdlib.get_logger("bot.fresh").warning("ours", header=f"Bot {TOKEN}")
    try:
        raise RuntimeError(f"bad {TOKEN}")
    except RuntimeError:
        logging.getLogger("anything").warning("failed", exc_info=True)
    text = written.getvalue()
    assert text.count("[redacted]") == 4
    assert TOKEN not in text
    assert INTERACTION not in text


async def test_a_day_of_debug_logs_holds_neither_tokens_nor_what_members_wrote(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await world.set_up()
        await world.write(world.ana, "words-of-a-member")
    assert "words-of-a-member" not in caplog.text
