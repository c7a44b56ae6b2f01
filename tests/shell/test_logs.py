"""Owns that no secret and no member's text reaches a log: of any logger, at any level, inside exceptions too."""

from __future__ import annotations

import functools
import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.shell.logs import configure_logs, describe, redact, use_logging
from tests.bots import World
from tests.faults.discord_server import APPLICATION_ID, token_for

TOKEN = token_for(APPLICATION_ID)
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpzZWNyZXQtcGFydC1vZi1pdA"
OPAQUE = "Zx81-q_LmN0pQr7sTuV"
KAGGLE = "KGAT_0123456789abcdef0123456789abcdef"
KEY = "0123456789abcdef0123456789abcdef"
PHRASE = "I'm stuck on \"attention\", and my son's words"


class _Stream(io.StringIO):
    """Standard error of a process."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What was logged, as JSON says it."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@contextmanager
def our_logs(level: int | str = "DEBUG", *, terminal: bool = False) -> Iterator[_Stream]:
    """Our logging as a process has it, and what it writes; afterwards everything is as before."""
    stream = _Stream(terminal=terminal)
    root, libraries = logging.getLogger(), logging.getLogger("apscheduler")
    handlers, levels = list(root.handlers), (root.level, libraries.level)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stderr", stream)
        patch.setattr("sys.excepthook", sys.excepthook)
        try:
            configure_logs(level)
            yield stream
        finally:
            root.handlers[:] = handlers
            root.setLevel(levels[0])
            libraries.setLevel(levels[1])
            use_logging()


SECRET_LINES = [
    f"Authorization: Bot {TOKEN}",
    f"{{'Authorization': 'Bot {TOKEN}', 'X': 'y'}}",
    f"headers={{'authorization': 'Bearer {OPAQUE}'}}",
    "Authorization: Basic dXNlcjpwYXNzd29yZA==",
    f"sent Bearer {KAGGLE}",
    f"token={TOKEN}!",
    f"GET /x?access_token={OPAQUE}&limit=5",
    f"POST https://discord.com/api/v10/interactions/1234567890123456789/{INTERACTION}/callback",
    f"PATCH /webhooks/1234567890123456789/{INTERACTION}/messages/@original",
    f"PATCH /webhooks/1234567890123456789/{OPAQUE}/messages/@original",
    f'{{"id": "1", "token": "{OPAQUE}", "version": 1}}',
    f"{{'id': '1', 'token': '{OPAQUE}', 'version': 1}}",
    json.dumps({"event": json.dumps({"token": OPAQUE, "nested": {"token": OPAQUE}})}),
    f"it was {INTERACTION} there",
    f"connecting to postgresql+asyncpg://compound:{OPAQUE}@db.example:5432/compound",
    f"connecting to postgresql://compound:p@{OPAQUE}@db.example/compound",
    f"dsn host=db user=compound password={OPAQUE} port=5432",
    f"the key {KAGGLE} is wrong",
    f"KAGGLE_API_TOKEN={KAGGLE}",
    f"('Authorization', 'Bearer {KAGGLE}')",
    "Headers({'authorization': 'Basic dXNlcjpwYXNzd29yZA=='})",
    "[(b'Authorization', b'Basic dXNlcjpwYXNzd29yZA==')]",
    f"basic ada:{KEY} sent",
    f'{{"username":"ada","key":"{KEY}"}}',
    f"KAGGLE_KEY={KEY}",
    f"kaggle_key: {KEY}",
]


@pytest.mark.row("secrets in logs")
@pytest.mark.parametrize("line", SECRET_LINES)
def test_secrets_are_taken_out_of_a_line(line: str) -> None:
    cleaned = redact(line)
    for secret in (TOKEN, INTERACTION, OPAQUE, KAGGLE, KEY, "dXNlcjpwYXNzd29yZA"):
        assert secret not in cleaned
    assert "[redacted]" in cleaned
    assert redact(cleaned) == cleaned


@pytest.mark.parametrize(
    "line",
    [
        "commands synced count=6",
        "GET /channels/1234567890123456789/messages",
        "see docs.python.org/3.11.html",
        "Bot is ready and Basic settings are in use",
        "Discord does not accept BOT_TOKEN. Copy it again: discord.com/developers/applications",
        "A rate limit bucket (0123456789abcdef0123456789abcdef) has been exhausted.",
        "postgresql+asyncpg://compound@db.example:5432/compound at 2026-01-01T12:00:00.000000Z",
        '{"token": null, "key": "standups", "job": "standups.open"}',
    ],
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert redact(line) == line


@given(before=st.text(), after=st.text())
def test_a_secret_goes_whatever_stands_around_it(before: str, after: str) -> None:
    line = f"{before} {TOKEN} {after} /webhooks/1/{OPAQUE}/x {before} postgresql://u:{OPAQUE}@h {KAGGLE}"
    assert not any(secret in redact(line) for secret in (TOKEN, OPAQUE, KAGGLE))


@given(st.dictionaries(st.text(), st.recursive(st.text() | st.none() | st.integers(), st.lists)))
def test_a_json_line_stays_json(values: dict[str, Any]) -> None:
    line = json.dumps({"event": "x", **values, "token": OPAQUE, "header": f"Authorization: Bot {TOKEN}"})
    cleaned = redact(line)
    assert OPAQUE not in cleaned
    assert TOKEN not in cleaned
    assert set(json.loads(cleaned)) >= {"event", "token", "header"}


def test_every_logger_of_the_process_is_redacted() -> None:
    with our_logs() as written:
        logging.getLogger("discord.http").debug("sending to /webhooks/1/%s", INTERACTION)
        structlog.stdlib.get_logger("bot.fresh").warning("ours", header=f"Bot {TOKEN}")
        try:
            raise RuntimeError(f"bad {TOKEN}")
        except RuntimeError:
            logging.getLogger("anything").warning("failed", exc_info=True)
    assert [line["logger"] for line in written.lines] == ["discord.http", "bot.fresh", "anything"]
    exception = written.lines[2]["exception"]
    assert "RuntimeError: bad [redacted]" in exception
    assert "in test_every_logger_of_the_process_is_redacted" in exception
    assert TOKEN not in written.getvalue()
    assert INTERACTION not in written.getvalue()


# As discord.py, aiosqlite, asyncio and SQLAlchemy write them: template, arguments, and what must still be there.
URL = "https://discord.com/api/v10/channels/1234567890123456789/messages"
EVENT = {"op": 0, "t": "INTERACTION_CREATE", "s": 7, "d": {"token": OPAQUE, "values": [PHRASE]}}
LIBRARY_LINES: list[tuple[str, tuple[Any, ...], str]] = [
    (
        "%s %s with %s has returned %s",
        ("POST", URL, json.dumps({"content": PHRASE}), 200),
        f"POST {URL} with [{len(json.dumps({'content': PHRASE}))} characters] has returned 200",
    ),
    ("%s %s has received %s", ("POST", URL, {"content": PHRASE}), f"POST {URL} has received [dict of 1]"),
    ("%s %s has received %s", ("GET", URL, PHRASE), f"GET {URL} has received [{len(PHRASE)} characters]"),
    ("%s %s has received %s", ("GET", URL, "hello"), f"GET {URL} has received [5 characters]"),
    ("For Shard ID %s: WebSocket Event: %s", (0, EVENT), "[INTERACTION_CREATE {'op': 0, 's': 7}]"),
    ("Dispatching event %s", ("raw_message_edit",), "Dispatching event raw_message_edit"),
    (
        "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds.",
        ("GET", URL, 1.25),
        "1.25",
    ),
    (
        "Webhook ID %s with %s %s has returned status code %s",
        (12, "POST", f"{URL}/webhooks/12/{OPAQUE}?wait=true", 204),
        "Webhook ID 12 with POST",
    ),
    (
        "executing %s",
        (functools.partial(str.join, PHRASE, [PHRASE]),),
        "executing [str.join with 2 arguments]",
    ),
    ("returning exception %s", (ValueError(f"cannot read {PHRASE!r}"),), "ValueError: cannot read ["),
    ("Row %r", ((1, PHRASE),), "Row [tuple of 2]"),
    ("one argument: %s", ({"content": PHRASE},), "one argument: [dict of 1]"),
    ("%(what)s is %(much)d", ({"what": PHRASE, "much": 3},), "characters] is 3"),
    ("does not fit: %d %d", (PHRASE,), "does not fit: %d %d [1 arguments that do not fit]"),
    ("100% plain", (), "100% plain"),
    (f"future: <Task exception=ValueError({PHRASE!r})>", (), "future: <Task exception=ValueError(["),
]


@pytest.mark.parametrize(("template", "arguments", "kept"), LIBRARY_LINES, ids=lambda value: str(value)[:30])
def test_a_librarys_line_says_what_it_is_about_and_nothing_it_holds(
    template: str, arguments: tuple[Any, ...], kept: str
) -> None:
    with our_logs() as written:
        logging.getLogger("library").debug(template, *arguments)
    (line,) = written.lines
    assert kept in line["event"]
    assert not any(words in str(line) for words in (OPAQUE, "stuck", "son's"))


class _Unreadable:
    def __str__(self) -> str:
        raise ValueError(PHRASE)

    __repr__ = __str__


@given(st.text(), st.lists(st.text() | st.integers() | st.floats() | st.dictionaries(st.text(), st.text())))
def test_no_line_is_lost_and_none_raises(template: str, arguments: list[Any]) -> None:
    with our_logs() as written:
        logging.getLogger("library").debug(template, *arguments, _Unreadable())
        structlog.stdlib.get_logger("bot.fresh").info("ours", what=_Unreadable(), more=arguments)
    library, ours = written.lines
    assert library["logger"] == "library"
    assert library["level"] == "debug"
    assert (ours["logger"], ours["event"]) == ("bot.fresh", "ours")
    assert "stuck" not in written.getvalue()


def _raised(error: BaseException, cause: BaseException | None = None) -> str:
    try:
        if cause is None:
            raise error
        raise error from cause
    except BaseException as caught:
        return describe((type(caught), caught, caught.__traceback__))


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal: {PHRASE!r}"),
        KeyError(PHRASE),
        UnicodeEncodeError("utf-8", PHRASE, 0, 1, "surrogates not allowed"),
        RuntimeError(f"could not: {PHRASE.encode()!r}"),
        RuntimeError(f'unfinished "{PHRASE}'),
        TypeError(f"bad {PHRASE!r}"),
        ExceptionGroup("several", [ValueError(repr(PHRASE)), KeyError(PHRASE)]),
        RuntimeError(f"null value\nDETAIL:  Failing row contains (1, {PHRASE}).\n[SQL: INSERT INTO entry]"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_does_not_quote_what_a_member_wrote(error: BaseException) -> None:
    for shown in (_raised(error), _raised(RuntimeError("later"), error)):
        assert type(error).__name__ in shown
        assert "raise error" in shown, "frames show their code"
        assert "stuck" not in shown
        assert "son's" not in shown


def test_what_helps_of_an_exception_stays() -> None:
    assert "AttributeError: 'NoneType' object has no attribute 'send'" in _raised(
        AttributeError("'NoneType' object has no attribute 'send'")
    )
    assert "No such file or directory: '/data/x'" in _raised(
        FileNotFoundError(2, "No such file or directory", "/data/x")
    )
    chain = _raised(RuntimeError("second"), ValueError("first"))
    assert chain.index("ValueError: first") < chain.index("That led to") < chain.index("RuntimeError: second")
    loop = RuntimeError("round")
    loop.__context__ = other = ValueError("and round")
    other.__context__ = loop
    assert "and round" in _raised(loop)
    assert "DETAIL: [hidden]\n[SQL: INSERT" in _raised(RuntimeError("x\nDETAIL:  (1, a)\n[SQL: INSERT"))


def test_in_a_terminal_no_variables_are_shown() -> None:
    with our_logs("INFO", terminal=True) as written:
        try:
            variable_of_a_frame = PHRASE
            raise KeyError(variable_of_a_frame)
        except KeyError:
            structlog.stdlib.get_logger("bot.fresh").warning("failed", exc_info=True)
    text = written.getvalue()
    assert "KeyError: [" in text
    assert "raise KeyError(variable_of_a_frame)" in text
    assert "stuck" not in text


@pytest.mark.parametrize("level", ["WARNING", logging.WARNING])
def test_the_level_is_a_name_or_a_number(level: int | str) -> None:
    with our_logs(level) as written:
        logging.getLogger("library").info("not this")
        logging.getLogger("library").warning("but this")
    assert [line["event"] for line in written.lines] == ["but this"]


def test_what_ends_the_process_goes_through_the_log() -> None:
    with our_logs() as written:
        sys.excepthook(RuntimeError, RuntimeError(f"the end of {TOKEN} and {PHRASE!r}"), None)
    (line,) = written.lines
    assert (line["event"], line["level"]) == ("ended by an error", "critical")
    assert line["exception"].startswith("RuntimeError: the end of [redacted] and [")


async def test_a_day_of_debug_logs_holds_neither_tokens_nor_what_members_wrote(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await world.set_up()
        await world.write(world.ana, "words-of-a-member")
    assert "words-of-a-member" not in caplog.text
