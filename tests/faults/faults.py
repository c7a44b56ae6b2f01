"""What can go wrong on purpose: rate limits, failing or slow answers, cut connections, closed channels.

A fault with `effect="before"` hits a request before anything happened; with `effect="after"` the world has
changed and only the answer is lost, which is how a bot meets an unknown outcome.
"""

from __future__ import annotations

import hashlib
import math
import re
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.faults.api import ApiError

Effect = Literal["before", "after"]
MESSAGES = r"/channels/\d+/messages"
# Real Discord sends it on every answer; discord.py takes a 429 without it for a ban by Cloudflare.
VIA = {"Via": "1.1 google"}
# Announced when no route limit is set, so that discord.py does not slow itself down.
_WIDE = 100_000


@dataclass(slots=True)
class Fault:
    """One fault and the requests it is for; it ends after `times` of them.

    `status` None with `delay` makes the answer slow, with `cut` it cuts the connection; otherwise the fault
    answers itself with `status`, `body` and `headers`.
    """

    effect: Effect
    times: float
    method: str | None
    path: str
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: Literal["", "reset", "close"] = ""

    def takes(self, effect: Effect, method: str, path: str) -> bool:
        """Return whether this fault hits the request, and count it if so."""
        if self.times <= 0 or effect != self.effect or self.method not in (None, method):
            return False
        if re.fullmatch(self.path, path) is None:
            return False
        self.times -= 1
        return True


class Faults:
    """The faults that are on. Each method that switches one on returns it; `clear()` switches all off.

    `path` is a pattern for the whole path without /api/v10; `times` may be `math.inf`. Faults hit in the
    order they were switched on, and one request meets at most one fault of each effect.
    """

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.forbidden: dict[int, ApiError] = {}

    def fail(
        self,
        times: float = 1,
        status: int = 503,
        effect: Effect = "before",
        method: str | None = None,
        path: str = ".*",
        body: Any = None,
    ) -> Fault:
        """Answer with a server error. 503 by default, which discord.py hands on; it retries 500, 502, 504."""
        return self._add(Fault(effect, times, method, path, status, body or "upstream connect error"))

    def refuse(
        self,
        status: int,
        code: int,
        message: str = "Refused",
        times: float = 1,
        method: str | None = None,
        path: str = ".*",
    ) -> Fault:
        """Answer with an error of Discord's own, such as 400/40003 (direct messages opened too fast)."""
        return self._add(Fault("before", times, method, path, status, ApiError(status, code, message).body()))

    def cut(
        self,
        times: float = 1,
        effect: Effect = "before",
        method: str | None = None,
        path: str = ".*",
        how: Literal["reset", "close"] = "reset",
    ) -> Fault:
        """Cut the connection instead of answering: with a TCP reset, or closed as by a proxy that goes away.

        aiohttp itself repeats GET, PUT and DELETE once when a kept connection is cut.
        """
        return self._add(Fault(effect, times, method, path, cut=how))

    def slow(
        self,
        seconds: float,
        times: float = 1,
        effect: Effect = "after",
        method: str | None = None,
        path: str = ".*",
    ) -> Fault:
        """Hold the answer back (`after`), or the whole request before it takes effect (`before`)."""
        return self._add(Fault(effect, times, method, path, delay=seconds))

    def rate_limit(
        self,
        retry_after: float,
        times: float = 1,
        scope: Literal["global", "user", "shared"] = "user",
        method: str | None = None,
        path: str = ".*",
    ) -> Fault:
        """Answer 429 with `retry_after` seconds, whatever the real pace is."""
        headers, body = too_many(retry_after, scope)
        return self._add(Fault("before", times, method, path, 429, body, headers))

    def ban(self, times: float = math.inf, retry_after: int = 3600) -> Fault:
        """Answer 429 as Cloudflare does after 10,000 invalid answers: HTML, and without the Via header."""
        page = "<html><title>Access denied | discord.com used Cloudflare to restrict access</title></html>"
        return self._add(
            Fault("before", times, None, ".*", 429, page, {"Via": "", "Retry-After": str(retry_after)})
        )

    def forbid(self, channel_id: int, code: Literal[10003, 50001, 50013]) -> None:
        """Close a channel to the bot: unknown (10003), not visible (50001) or read only (50013)."""
        sentence = {10003: "Unknown Channel", 50001: "Missing Access", 50013: "Missing Permissions"}[code]
        self.forbidden[channel_id] = ApiError(404 if code == 10003 else 403, code, sentence)

    def allow(self, channel_id: int) -> None:
        """Open a closed channel again."""
        self.forbidden.pop(channel_id, None)

    def clear(self) -> None:
        """Switch every fault off."""
        self.active.clear()
        self.forbidden.clear()

    def next(self, effect: Effect, method: str, path: str) -> Fault | None:
        """Return the fault that hits this request now, counted; None if none does."""
        found = next((fault for fault in self.active if fault.takes(effect, method, path)), None)
        if found is not None and found.times <= 0:
            self.active.remove(found)
        return found

    def check_channel(self, channel_ids: list[int], method: str) -> None:
        """Raise the error of a closed channel; a read only one still answers GET."""
        for channel_id in channel_ids:
            error = self.forbidden.get(channel_id)
            if error is not None and not (error.code == 50013 and method == "GET"):
                raise error

    def _add(self, fault: Fault) -> Fault:
        self.active.append(fault)
        return fault


class Limits:
    """Discord's rate limits: a global one per bot, and one per route and channel.

    `per_second` counts every request with a bot token in a sliding second (Discord's 50; interaction answers
    are exempt); `sends_only` counts only message sends. Routes are not limited unless `bucket` is set, as
    (requests, seconds): Discord's for sends is (5, 5.0).
    """

    def __init__(self) -> None:
        self.per_second: int | None = 50
        self.sends_only = False
        self.bucket: tuple[int, float] | None = None
        self._recent: deque[float] = deque()
        self._buckets: defaultdict[str, deque[float]] = defaultdict(deque)

    def check(
        self, method: str, path: str, bucket: str, *, public: bool
    ) -> tuple[tuple[dict[str, str], dict[str, Any]] | None, dict[str, str]]:
        """Count one request. Returns (headers, body) of a 429 or None, and the headers of other answers."""
        now = time.monotonic()
        counted = not public and (not self.sends_only or (method == "POST" and re.fullmatch(MESSAGES, path)))
        if counted and self.per_second is not None:
            wait = _wait(self._recent, now, self.per_second, 1.0)
            if wait > 0:
                return too_many(wait, "global"), {}
        headers: dict[str, str] = {}
        if not public:
            size, seconds = self.bucket or (_WIDE, 1.0)
            used = self._buckets[bucket] if self.bucket else deque[float]()
            headers = {"X-RateLimit-Bucket": _name(bucket), "X-RateLimit-Limit": str(size)}
            wait = _wait(used, now, size, seconds)
            if wait > 0:
                refused, body = too_many(wait, "user")
                return (refused | headers | _reset(0, wait), body), {}
            used.append(now)
            headers |= _reset(size - len(used), seconds - (now - used[0]))
        if counted:
            self._recent.append(now)
        return None, headers


def too_many(retry_after: float, scope: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Return headers and body of a 429. Source: Discord reference, "Rate Limits"."""
    headers = {"Retry-After": str(math.ceil(retry_after)), "X-RateLimit-Scope": scope}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    message = "You are being rate limited."
    return headers, {"message": message, "retry_after": round(retry_after, 3), "global": scope == "global"}


def _name(bucket: str) -> str:
    route = bucket.rsplit(":", 1)[0]
    return hashlib.blake2b(route.encode(), digest_size=16).hexdigest()


def _wait(times: deque[float], now: float, size: int, seconds: float) -> float:
    while times and times[0] <= now - seconds:
        times.popleft()
    return 0.0 if len(times) < size else times[0] + seconds - now


def _reset(remaining: int, after: float) -> dict[str, str]:
    return {
        "X-RateLimit-Remaining": str(max(0, remaining)),
        "X-RateLimit-Reset": f"{time.time() + after:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
    }
