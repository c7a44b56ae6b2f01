"""Every request the server got, kept for assertions: what was asked, when, and what was answered.

The bot token is never kept; interaction tokens are part of the path and body, as on the wire.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

RESET = 0


@dataclass(slots=True)
class Recorded:
    """One request. `at` is the server's clock, `arrived` a monotonic time in seconds.

    `status` is None while the answer is pending, and 0 (`RESET`) when the connection was cut instead.
    `took_effect` says whether a handler ran, so whether the world changed although the answer was a fault.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: list[str]
    headers: dict[str, str]
    at: datetime
    arrived: float
    status: int | None = None
    sent: str = ""
    took_effect: bool = False
    routed: bool = True

    @property
    def answer(self) -> Any:
        """Return what was answered, as it was then: JSON as values, anything else as text, None if empty."""
        try:
            return json.loads(self.sent)
        except ValueError:
            return self.sent or None

    @property
    def params(self) -> dict[str, str]:
        """Return the query, under the name that `tests.openapi` knows."""
        return self.query

    @property
    def json(self) -> Any:
        """Return the body, under the name that `tests.openapi` knows."""
        return self.body

    def summary(self) -> dict[str, Any]:
        """Return the request as plain JSON values."""
        return {
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "body": self.body,
            "files": self.files,
            "at": self.at.isoformat(),
            "arrived": self.arrived,
            "status": self.status,
            "answer": self.answer,
            "took_effect": self.took_effect,
        }


class Journal:
    """The requests in order of arrival. `keep` bounds how many a long load check may hold."""

    def __init__(self, keep: int = 200_000) -> None:
        self.requests: list[Recorded] = []
        self.statuses: Counter[int] = Counter()
        self._keep = keep

    def add(self, request: Recorded) -> None:
        """Note a request that has just arrived."""
        if len(self.requests) >= self._keep:
            del self.requests[: self._keep // 10]
        self.requests.append(request)

    def answered(self, request: Recorded, status: int, sent: str = "") -> None:
        """Note how a request was answered, with the body as sent."""
        request.status = status
        request.sent = sent
        self.statuses[status] += 1

    def find(self, method: str | None = None, path: str | None = None) -> list[Recorded]:
        """Return the requests with this method whose whole path (without /api/v10) matches the pattern."""
        return [
            one
            for one in self.requests
            if (method is None or one.method == method) and (path is None or re.fullmatch(path, one.path))
        ]

    def sends(self) -> list[Recorded]:
        """Return the requests that send a message into a channel."""
        return self.find("POST", r"/channels/\d+/messages")

    def unrouted(self) -> list[Recorded]:
        """Return the requests to endpoints this server does not have (answered 404, code 0)."""
        return [one for one in self.requests if not one.routed]

    def invalid(self) -> int:
        """Return how many answers count towards Discord's ban at 10,000 in 10 minutes: 401, 403 and 429."""
        return sum(self.statuses[status] for status in (401, 403, 429))

    def clear(self) -> None:
        """Forget the requests and counts so far."""
        self.requests.clear()
        self.statuses.clear()


def without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers in lower case, without the one that carries the bot token."""
    return {name.lower(): value for name, value in headers.items() if name.lower() != "authorization"}
