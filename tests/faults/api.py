"""The vocabulary of the REST side: calls, replies, routes and Discord's error answers.

Codes and their meaning come from Discord's reference ("JSON Error Codes"); statuses are those its API sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Payload = dict[str, Any]


class ApiError(Exception):
    """An answer that is not a success: HTTP status, Discord's numeric code and its sentence."""

    def __init__(self, status: int, code: int, message: str, errors: Payload | None = None) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Payload:
        """Return the JSON body Discord sends with this error."""
        body: Payload = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


def unauthorized() -> ApiError:
    """Return 401 for a wrong or missing bot token."""
    return ApiError(401, 0, "401: Unauthorized")


def unknown(code: int, what: str) -> ApiError:
    """Return 404 for a thing that does not exist (10003 channel, 10008 message, 10062 interaction ...)."""
    return ApiError(404, code, f"Unknown {what}")


def invalid_form(path: str, code: str, message: str) -> ApiError:
    """Return 400/50035 with Discord's nested `errors` object; `path` is dotted, such as "nonce"."""
    errors: Payload = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        errors = {part: errors}
    return ApiError(400, 50035, "Invalid Form Body", errors)


def archived() -> ApiError:
    """Return 400/50083: an archived thread's messages and settings cannot be changed."""
    return ApiError(400, 50083, "Thread is archived")


def missing_permissions() -> ApiError:
    """Return 403/50013: the bot is in the channel but may not do this."""
    return ApiError(403, 50013, "Missing Permissions")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    name: str
    filename: str
    data: bytes


@dataclass(slots=True)
class Call:
    """One request as a handler sees it: parsed, and already past the faults and the rate limit."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: list[Upload]
    ids: dict[str, str] = field(default_factory=dict)

    def id(self, name: str) -> int:
        """Return a snowflake of the path; ApiError 50035 when it is not a number, as Discord answers."""
        value = self.ids[name]
        if not value.isdecimal():
            raise invalid_form(f"{name}_id", "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    @property
    def json(self) -> Payload:
        """Return the body as an object; an absent body is an empty object."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise ApiError(400, 50109, "The request body contains invalid JSON.")
        return self.body


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers; `body` None is sent as no content."""

    status: int
    body: Any = None


NO_CONTENT = Reply(204)
Handler = Callable[[Call], Reply]


@lru_cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


@dataclass(frozen=True, slots=True)
class Route:
    """One REST endpoint.

    Public ones need no bot token (interaction tokens are in the path), and Discord leaves them out of the
    bot's global limit.
    """

    method: str
    template: str
    handler: Handler
    public: bool = False

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Return the named parts of `path`, or None when this route is another one."""
        if method != self.method:
            return None
        found = _pattern(self.template).fullmatch(path)
        return None if found is None else found.groupdict()

    def bucket(self, ids: dict[str, str]) -> str:
        """Return the name of the rate limit bucket: the route and its major parameter."""
        major = next((ids[name] for name in ("channel", "guild", "token") if name in ids), "")
        return f"{self.method}:{self.template}:{major}"
