"""Logs: structured lines on standard error, ours and the libraries', without any token or member's text, at DEBUG too.

A library's line keeps what is known to be harmless (numbers, methods, addresses, names of events); all else in it becomes
its size. An exception keeps its type, its frames and its text up to the first quote. The finished line loses every secret.
"""

from __future__ import annotations

import copy
import functools
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, Sized
from datetime import date, time, timedelta
from enum import Enum
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import ExcInfo

_HIDDEN = "[redacted]"
_SECRETS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Interaction and webhook tokens in addresses; the first kind also alone, by what it always begins with.
        (r"(/(?:webhooks|interactions)/\d+/)[\w\-.~%]+", rf"\1{_HIDDEN}"),
        (r"aW50ZXJhY3Rpb24[\w\-.~%+/=]+", _HIDDEN),
        # A header, whatever its scheme, and the schemes alone; then a bot token anywhere.
        (
            r"(?i)(\bauthorization\b[\\\"']*\s*[:=,]\s*[\\\"']*)(?!\[redacted)(?:(?:bot|bearer|basic|token)\s+)?[^\s\"'\\,;)}\]]+",
            rf"\1{_HIDDEN}",
        ),
        (r"\b(Bot|Bearer|Basic)\s+(?=[^\s\"'\\]*[\d=_.+/-])[\w.~+/=-]{16,}", rf"\1 {_HIDDEN}"),
        (r"[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}", _HIDDEN),
        # "token": "…" and its kin, as JSON, inside JSON, as Python shows it, in a query; any value, in quotes or not.
        (
            r"(?i)((?:token|password|passwd|secret|api_?key|kaggle_key)\\*[\"']?\s*[:=]\s*)(\\*[\"'])(?:(?!\2).)+\2",
            rf"\1\2{_HIDDEN}\2",
        ),
        (
            r"(?i)((?:token|password|passwd|secret|api_?key|kaggle_key)\s*=\s*)(?!\[redacted)[^\s\"'\\,;&)}\]]+",
            rf"\1{_HIDDEN}",
        ),
        (
            r"(?i)((?:token|password|passwd|secret|api_?key|kaggle_key)\s*:\s*)(?!\[redacted)[\w.~+/=-]{16,}",
            rf"\1{_HIDDEN}",
        ),
        # Kaggle: its tokens, and user:key in any notation.
        (r"KGAT_[\w-]+", _HIDDEN),
        (r"(\w:)[0-9a-f]{32}(?![0-9a-f])", rf"\1{_HIDDEN}"),
        (r"(\bkey\\*[\"']\s*:\s*\\*[\"'])[0-9a-f]{32}(?![0-9a-f])", rf"\1{_HIDDEN}"),
        # scheme://user:password@host
        (r"(\w://[^\s/:@\"'\\]*:)[^\s/\"'\\]*@", rf"\1{_HIDDEN}@"),
    )
]

# What may stand in a library's line as it is. A name alone could be somebody's word: it needs a template that asks for one.
_PLAIN = re.compile(
    r"[A-Z][A-Z0-9_]*|[0-9a-f]{6,}|[\d.:,+-]+|(?:[A-Z]+[ :])?(?:(?:https?|wss?):/)?/[\w\-./:@{}%\[\]]*"
)
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_ASKS_FOR_NAME = re.compile(
    r"event %s|request to %s|signal to %s|exception in %s|in command %r|selector: %s|%s has successfully been|custom_id %s"
)
_TOLD_AS_TEXT = frozenset(
    {"alembic", "ipaddress", "pathlib", "uuid"}
)  # modules whose values hold no member's text

_OPENS = re.compile(r"(?:(?<!\w)|(?<=\b[bBuUrR]))['\"]")  # a quote that opens something: no apostrophe
_QUOTED_NAME = re.compile(rf"(['\"]){_NAME.pattern}\1(?!\w)")
_DETAIL = re.compile(r"DETAIL:.*?(?=\n\[SQL|\Z)", re.DOTALL)  # where PostgreSQL quotes the row
_LONGEST_CHAIN = 20
_MOST_FRAMES = 60


def redact(text: str) -> str:
    """The text without bot tokens, interaction tokens, passwords, keys and Authorization headers. Never raises."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class _Shown(str):
    """A text that stands in a line without quotes, also where the line asks for a value's repr."""

    __slots__ = ()
    __repr__ = str.__str__


def _hidden(text: str, *, keep_names: bool = False) -> str:
    """The text up to the first quote, and the size of the rest; single names in quotes may stay.

    Where a quoted text ends cannot be known: it may hold quotes itself.
    """
    at = 0
    while opens := _OPENS.search(text, at):
        name = _QUOTED_NAME.match(text, opens.start()) if keep_names else None
        if name is None:
            return f"{text[: opens.start()]}[{len(text) - opens.start()} characters]"
        at = name.end()
    return text


def _told(error: BaseException) -> str:
    """An exception's own text up to what it quotes, which may be what a member wrote."""
    try:
        text = str(error)
    except Exception:
        return "[a text that cannot be read]"
    if isinstance(error, OSError) and error.errno is not None:
        return text  # a path or an address
    return _hidden(
        _DETAIL.sub("DETAIL: [hidden]", text),
        keep_names=isinstance(error, AttributeError | ImportError | NameError | TypeError),
    )


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    """An exception with what led to it, oldest first, as Python prints it; frames show code, never values."""
    seen.add(id(error))
    before = error.__cause__
    if before is None and not error.__suppress_context__:
        before = error.__context__
    if before is not None and id(before) not in seen and len(seen) < _LONGEST_CHAIN:
        yield from _lines(before, seen)
        yield (
            "\nThat led to the following exception:\n"
            if error.__cause__ is before
            else "\nWhile handling that:\n"
        )
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield from (frame.rstrip("\n") for frame in traceback.format_tb(error.__traceback__, -_MOST_FRAMES))
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    yield f"{name}: {_told(error)}"
    for note in getattr(error, "__notes__", ()):
        yield _hidden(str(note))
    if isinstance(error, BaseExceptionGroup):
        for number, each in enumerate(error.exceptions, 1):
            if id(each) not in seen and len(seen) < _LONGEST_CHAIN:
                yield f"--- {number} of {len(error.exceptions)} ---"
                yield from _lines(each, seen)


def describe(exc_info: ExcInfo) -> str:
    """An exception as the log shows it: whole chain, frames with their code, no variables, no quoted text."""
    return redact("\n".join(_lines(exc_info[1], set())))


def _shown(value: object, *, asks_for_name: bool) -> object:
    """What of a library's argument may stand in the log."""
    if value is None or isinstance(value, bool | int | float | date | time | timedelta):
        return value
    if isinstance(value, BaseException):
        return _Shown(f"{type(value).__name__}: {_told(value)}")
    if isinstance(value, type):
        return _Shown(value.__qualname__)
    if isinstance(value, functools.partial):
        return _Shown(f"[{getattr(value.func, '__qualname__', 'call')} with {len(value.args)} arguments]")
    if isinstance(value, Enum) or type(value).__module__.partition(".")[0] in _TOLD_AS_TEXT:
        return _Shown(value)
    if type(value).__name__ == "URL":
        value = str(value)
    if isinstance(value, str):
        address, _, query = value.partition("?")
        if _PLAIN.fullmatch(address) or (asks_for_name and _NAME.fullmatch(value.replace(":", "_"))):
            return _Shown(f"{address}?[{len(query)} characters]" if query else value)
        return _Shown(f"[{len(value)} characters]")
    if isinstance(value, Mapping) and "op" in value and "t" in value:  # an event of the gateway
        event = value["t"] if isinstance(value["t"], str) and _PLAIN.fullmatch(value["t"]) else None
        numbers = {key: value.get(key) for key in ("op", "s") if isinstance(value.get(key), int)}
        return _Shown(f"[{event} {numbers}]")
    size = f" of {len(value)}" if isinstance(value, Sized) else ""
    return _Shown(f"[{type(value).__name__}{size}]")


def harmless(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of a library's record with the size of everything that is not known to be harmless; our own stay as they are."""
    record = copy.copy(record)
    if isinstance(record.msg, dict):  # structlog's: ours, whose values are ids, names and numbers
        return record
    template = str(record.msg)
    if not record.args:
        record.msg, record.args = _hidden(template), ()
        return record
    named = bool(_ASKS_FOR_NAME.search(template))
    if isinstance(record.args, Mapping):
        if "%(" in template:
            values: Any = {key: _shown(value, asks_for_name=named) for key, value in record.args.items()}
        else:  # logging unpacks a single mapping by itself
            values = (_shown(record.args, asks_for_name=named),)
    else:
        values = tuple(_shown(value, asks_for_name=named) for value in record.args)
    try:
        record.msg = template % values
    except Exception:
        record.msg = f"{_hidden(template)} [{len(values)} arguments that do not fit]"
    record.args = ()
    return record


class Discreet(logging.Formatter):
    """Formats with `inner` what is harmless of a record. Never raises: logging would print the record as it came."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        try:
            return redact(self._inner.format(harmless(record)))
        except Exception as error:
            event = record.msg.get("event") if isinstance(record.msg, dict) else record.msg
            line = {
                "event": _hidden(event) if isinstance(event, str) else "a log line that cannot be shown",
                "level": record.levelname.lower(),
                "logger": record.name,
                "unreadable": type(error).__name__,
            }
            return redact(json.dumps(line))


class _ToStandardError(logging.StreamHandler[Any]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Nothing: standard error itself is broken, and the record's raw values must not go anywhere else."""


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the process unforeseen goes through the log as well: Python would print its text as it is."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        structlog.stdlib.get_logger(__name__).critical("ended by an error", exc_info=error)


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(describe),
]


def use_logging() -> None:
    """Hand our own log lines to the standard library's loggers, where handlers and tests see them."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def configure_logs(level: int | str = logging.INFO) -> None:
    """Send every log line of the process from `level` on to standard error: JSON where nobody watches, coloured in a terminal."""
    use_logging()
    watched = sys.stderr.isatty()
    # The exception is a finished text by then: the console's own formatter would show every variable of every frame.
    renderer = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if watched
        else structlog.processors.JSONRenderer()
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = _ToStandardError(sys.stderr)
    handler.setFormatter(Discreet(formatter))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    sys.excepthook = _last_words
