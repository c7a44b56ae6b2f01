"""HTTP to the outside world: one place where sources are asked, with a deadline and a cap on size; knows no source.

No cookie is kept or sent. A header that says who we are goes to the host that was asked, and into no log and no exception.
A client is made at the first request, off the loop: a start needs none, and making one takes a third of a second.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import httpx

REDIRECTS = 3  # followed at most, and only within the host that was asked
STEP = 1 << 20  # bytes that are decompressed without letting others in between
LONGEST_WAIT = timedelta(days=1)  # that we are quiet for, whatever a server asks
_GZIP = 16 + zlib.MAX_WBITS  # RFC 1952
_SECONDS = re.compile(r"(\d{1,9})\d*(\.\d{1,9})?\d*", re.ASCII)


class Lost(StrEnum):
    """Why there is no reply."""

    UNREACHABLE = "unreachable"  # no connection, or it broke
    SLOW = "slow"  # not done within the deadline
    LARGE = "large"  # more than the most that was asked for, compressed or not
    BROKEN = "broken"  # its compression cannot be undone


@dataclass(frozen=True)
class NoReply:
    """There is no reply; `words` name the error's kind, for the log, and hold nothing of the request."""

    why: Lost
    words: str = ""


@dataclass(frozen=True)
class Reply:
    """A server's whole answer, whatever its status; names in `headers` are lower case, `body` is not compressed any more."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def retry_after(reply: Reply) -> timedelta:
    """How long the server wants us to be quiet (RFC 9110, 10.2.3), a day at most: seconds, or until a date by its own clock.

    Nothing where it does not say so.
    """
    written = reply.headers.get("retry-after", "").strip()
    if seconds := _SECONDS.fullmatch(written):
        whole, part = seconds.groups()
        return min(timedelta(seconds=math.ceil(float(whole + (part or "")))), LONGEST_WAIT)
    until = _instant(written)
    if until is None:
        return timedelta()
    now = _instant(reply.headers.get("date", "")) or datetime.now(UTC)
    return min(max(until - now, timedelta()), LONGEST_WAIT)


def _instant(written: str) -> datetime | None:
    """A date as HTTP writes it (RFC 9110, 5.6.7), or as ISO 8601 does; aware, None where it is neither."""
    try:
        moment = (
            datetime.fromisoformat(written) if written[:4].isdecimal() else parsedate_to_datetime(written)
        )
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@dataclass(frozen=True)
class _Asking:
    """A request. `headers` are the caller's, and may be secret; without a `body` it is a GET, which may be redirected."""

    url: httpx.URL
    most: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


class Http:
    """Asks servers as `agent`, which says who we are and how to reach whoever runs this bot."""

    def __init__(self, agent: str) -> None:
        self.agent = agent
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        deadline: float,
        most: int,
        accept: str = "*/*",
        headers: Mapping[str, str] | None = None,
    ) -> Reply | NoReply:
        """What the server answers, or why it does not; nothing is tried again.

        `deadline`: seconds for all of it, however slowly it drips. `most`: bytes of the body at most, as sent and as
        decompressed. `headers`: more of them, as Authorization. Where it redirects to another host, that redirection is
        the reply.
        """
        return await self._reply(url, params, None, headers, deadline, most, accept)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        deadline: float,
        most: int,
        accept: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Reply | NoReply:
        """What the server answers to `body`, which is JSON, or why it does not; all else is as in `get`.

        No redirection is followed: it is the reply.
        """
        return await self._reply(url, None, body, headers, deadline, most, accept)

    async def _reply(
        self,
        url: str,
        params: Mapping[str, str] | None,
        body: bytes | None,
        headers: Mapping[str, str] | None,
        deadline: float,
        most: int,
        accept: str,
    ) -> Reply | NoReply:
        import httpx  # where it is used: a start is measured

        client = await self._opened()
        written = {"Accept": accept, **({} if body is None else {"Content-Type": "application/json"})}
        try:
            asking = _Asking(httpx.URL(url, params=params), most, {**written, **(headers or {})}, body)
            async with asyncio.timeout(deadline):
                return await _ask(client, asking)
        except TimeoutError:
            return NoReply(Lost.SLOW, f"not done in {deadline:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # the last: a header that is none
            return NoReply(Lost.UNREACHABLE, type(error).__name__)
        except zlib.error:
            return NoReply(Lost.BROKEN, "compression")

    async def prepare(self) -> None:
        """Make the client now, so that a request begins when it is asked for."""
        await self._opened()

    async def _opened(self) -> httpx.AsyncClient:
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(_client, self.agent)
            return self._client


def _client(agent: str) -> httpx.AsyncClient:
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    for name in ("httpx", "httpcore"):  # they log each address, and so what a member looks for
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
        follow_redirects=False,
        timeout=None,  # noqa: S113 - there is one deadline for all of it
        trust_env=False,  # only the settings read the environment
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # which takes none, and gives none
    )


async def _ask(client: httpx.AsyncClient, asking: _Asking) -> Reply | NoReply:
    url, method = asking.url, "GET" if asking.body is None else "POST"
    for left in range(REDIRECTS, -1, -1):
        async with client.stream(method, url, headers=dict(asking.headers), content=asking.body) as response:
            there = response.next_request.url if response.next_request else None
            if asking.body is None and there is not None and left and _is_at_home(there, url):
                url = there
                continue
            if int(response.headers.get("content-length", "0")) > asking.most:
                return NoReply(Lost.LARGE, "by its own account")
            body = await _read(response, asking.most)
            return Reply(response.status_code, dict(response.headers), body) if body is not None else _LARGE
    raise AssertionError("unreachable: the last one is answered as it is")


_LARGE = NoReply(Lost.LARGE)


def _is_at_home(there: httpx.URL, here: httpx.URL) -> bool:
    """Whether it is the same server, or the same host by https where it was asked by http."""
    same = (there.scheme, there.host, there.port) == (here.scheme, here.host, here.port)
    safer = (here.scheme, there.scheme, here.port, there.port) == ("http", "https", None, None)
    return same or (safer and there.host == here.host)


async def _read(response: httpx.Response, most: int) -> bytes | None:
    """The body; None when it is larger than `most` bytes. zlib.error when it cannot be decompressed."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise zlib.error(f"{encoding} was not asked for")
    unpack = None if encoding == "identity" else _Gzip()
    body, sent = bytearray(), 0
    # Not httpx's own decompression, which makes all it can of a piece: a thousand times its size.
    async for piece in response.aiter_raw():
        sent += len(piece)
        if sent > most:
            return None
        if unpack is None:
            body += piece
            continue
        unpack.take(piece)
        while step := unpack.give(min(STEP, most - len(body) + 1)):
            body += step
            if len(body) > most:
                return None
            await asyncio.sleep(0)
    if unpack is not None and sent and not unpack.is_whole:
        raise zlib.error("cut")
    return bytes(body)


class _Gzip:
    """Undoes gzip step by step; several members in a row are one (RFC 1952, 2.2)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._rest = b""

    def take(self, piece: bytes) -> None:
        """More of what was sent."""
        self._rest += piece

    def give(self, most: int) -> bytes:
        """The next bytes, at most `most` (one or more); empty when more must be taken first."""
        while self._rest:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            made = self._member.decompress(self._rest, most)
            self._rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if made:
                return made
        return b""

    @property
    def is_whole(self) -> bool:
        """Whether it ended where it said."""
        return self._member.eof
