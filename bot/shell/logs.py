"""Logs: structured lines on standard error, ours and the libraries', without any token or member's text."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

# Interaction tokens stand in webhook addresses, bot tokens in headers that DEBUG logs of discord.py print.
_SECRETS = re.compile(
    r"(?P<path>/(?:webhooks|interactions)/\d+/)[\w\-.~%]+|(?:Bot |Bearer |Basic )?[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
)


def redact(text: str) -> str:
    """The text without bot tokens and interaction tokens."""
    return _SECRETS.sub(lambda found: f"{found.group('path') or ''}[redacted]", text)


class _Redacting(logging.Formatter):
    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redact(self._inner.format(record))


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
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


def configure_logs(level: int = logging.INFO) -> None:
    """Send every log line of the process to standard error, as JSON where nobody watches, coloured in a terminal."""
    use_logging()
    watched = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(formatter))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
