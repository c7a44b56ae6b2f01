"""The source: Kaggle's whole list of competitions, page after page, as values (K1, K7).

ListCompetitions of https://github.com/Kaggle/kagglesdk (competitions/services), asked with {"page": 1} and so on and with the
nextPageToken of the page before, until a page is empty. The older API (…/api/v1/competitions/list?page=1) answers with a bare
list. Where Kaggle is busy and wants us to wait a moment, we do; else who polls decides when to try again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bot.competitions.feed.credentials import Credentials
from bot.competitions.feed.reading import Complaints, identity, number_of, read_item
from bot.competitions.model.values import Competition, Listing, Trouble, Troubled
from bot.core.http import Http, Lost, NoReply, Reply, retry_after

DEADLINE = 30.0  # seconds for a page, all of it
WHOLE_DEADLINE = 400.0  # and for all pages: two readings are done while asking is ours
PAUSE = 0.3  # seconds between pages
MOMENT, PATIENCE = (
    1.0,
    60.0,
)  # seconds: how long a busy Kaggle is left alone at least, and how long within a reading
TRIES = 4  # of a page while Kaggle is busy
MOST = 16 << 20  # bytes of a page
PAGES, ENTRIES = 2_000, 40_000  # that are read
REPEATED = 5  # pages in a row that had nothing new, each leading on
OFF_THE_LOOP = 64 << 10  # bytes from which on a page is read in a thread
LIST, VERSION, OLDER = "/ListCompetitions", "/v1", "/competitions/list"
SERVICE = "/competitions.CompetitionApiService"
_TOKEN, _BUSY = frozenset({401, 403}), frozenset({429, 503})
_SAYS_ERROR = ("code", "error", "errors", "message", "detail")
_LOST = {
    Lost.UNREACHABLE: Trouble.UNREACHABLE,
    Lost.SLOW: Trouble.SLOW,
    Lost.LARGE: Trouble.LARGE,
    Lost.BROKEN: Trouble.BROKEN,
}


@dataclass(frozen=True)
class _Page:
    """What a page says: its entries by what tells them apart, of one that cannot be read its number at most.

    `more` is the next page's token.
    """

    entries: tuple[tuple[str, Competition | int | None], ...]
    more: str = ""


@dataclass
class _Read:
    """What was read so far: each competition once, as the first page that had it says."""

    found: dict[str, Competition] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=lambda: {""})
    skipped: int = 0
    unreadable: set[int] = field(default_factory=set)
    repeated: int = 0  # pages that had nothing new, since the last that had

    def add(self, page: _Page) -> bool:
        """Whether the list goes on: the page had anything new, or at least leads to another one."""
        known, had = len(self.names), len(self.tokens)
        for name, each in page.entries:
            if isinstance(each, Competition):
                self.found.setdefault(each.slug, each)
            elif name not in self.names:
                self.skipped += 1
                self.unreadable.update(() if each is None else (each,))
            self.names.add(name)
        self.tokens.add(page.more)
        self.repeated = 0 if len(self.names) > known else self.repeated + 1
        return bool(page.entries) and (not self.repeated or len(self.tokens) > had)

    @property
    def is_too_much(self) -> bool:
        return len(self.names) > ENTRIES or self.repeated > REPEATED

    def listing(self, trouble: Troubled | None = None) -> Listing:
        return Listing(tuple(self.found.values()), self.skipped, trouble, frozenset(self.unreadable))


class Kaggle:
    """Kaggle's API at its address, asked as who `credentials` say we are.

    `deadline` and `whole_deadline`: seconds for a page, and for all. `most`: bytes of a page. `sleep` waits for seconds.
    """

    def __init__(self, http: Http, url: str, credentials: Credentials) -> None:
        self._http = http
        self._url, self._is_older = address(url)
        self._credentials = credentials
        self._complaints = Complaints()
        self.deadline = DEADLINE
        self.whole_deadline = WHOLE_DEADLINE
        self.most = MOST
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    @property
    def has_token(self) -> bool:
        """Whether anybody gave us something to ask with; without it nothing is asked."""
        return bool(self._credentials)

    async def probe(self) -> Troubled | None:
        """Why Kaggle does not answer us, by its first page; None when it does."""
        header = await asyncio.to_thread(self._credentials.header)
        if isinstance(header, Troubled):
            return header
        self._complaints.begin()
        page = await self._page(1, "", header, self.deadline)
        return page if isinstance(page, Troubled) else None

    async def read(self) -> Listing:
        """Everything that Kaggle lists, or as much as was read before something went wrong."""
        header = await asyncio.to_thread(self._credentials.header)
        if isinstance(header, Troubled):
            return Listing(trouble=header)
        self._complaints.begin()
        until = monotonic() + self.whole_deadline
        read, more = _Read(), ""
        for number in range(1, PAGES + 1):
            if number > 1:
                await self.sleep(PAUSE)
            page = await self._patiently(number, more, header, until)
            if isinstance(page, Troubled):
                return read.listing(page)
            if not read.add(page):
                return read.listing()
            if read.is_too_much:
                break
            more = page.more
        return read.listing(Troubled(Trouble.LARGE, "more pages than can be read"))

    async def _patiently(self, number: int, more: str, header: str, until: float) -> _Page | Troubled:
        """A page, asked for again where Kaggle is busy only for a moment and there is time for that."""
        for left in range(TRIES - 1, -1, -1):
            page = await self._page(number, more, header, until - monotonic())
            if not left or not isinstance(page, Troubled) or page.trouble is not Trouble.BUSY:
                break
            wait = max(page.wait.total_seconds(), MOMENT)
            if wait > min(PATIENCE, until - monotonic()):
                break
            await self.sleep(wait)
        return page

    async def _page(self, number: int, more: str, header: str, left: float) -> _Page | Troubled:
        if left <= 0:
            return Troubled(Trouble.SLOW, f"not all pages in {self.whole_deadline:g} s")
        headers, deadline = {"Authorization": header}, min(left, self.deadline)
        accept = "application/json"
        if self._is_older:
            asked = {"page": str(number), **({"pageToken": more} if more else {})}
            reply = await self._http.get(
                self._url, asked, headers=headers, deadline=deadline, most=self.most, accept=accept
            )
        else:
            body = json.dumps({"page": number, **({"pageToken": more} if more else {})}).encode()
            reply = await self._http.post(
                self._url, body, headers=headers, deadline=deadline, most=self.most, accept=accept
            )
        if isinstance(reply, NoReply):
            return Troubled(_LOST[reply.why], reply.words)
        if reply.status != 200:
            return _refused(reply, reply.status)
        if len(reply.body) < OFF_THE_LOOP:
            return _read_page(reply, self._complaints, number)
        return await asyncio.to_thread(_read_page, reply, self._complaints, number)


def address(url: str) -> tuple[str, bool]:
    """Where the list is asked for, by the setting, and whether that is the older API, which is asked by GET."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    older = path.endswith(OLDER)
    if not older and not path.endswith(LIST):
        for end, behind in ((SERVICE, LIST), (VERSION, SERVICE + LIST), ("", VERSION + SERVICE + LIST)):
            if path.endswith(end):
                path += behind
                break
    return urlunsplit(parts._replace(path=path)), older


def _read_page(reply: Reply, complaints: Complaints, number: int) -> _Page | Troubled:
    try:
        said = json.loads(reply.body, parse_int=_whole)
    except (ValueError, RecursionError):
        return Troubled(Trouble.BROKEN, "no JSON")
    more = ""
    if isinstance(said, dict):
        listed = said.get("competitions")
        if listed is None and any(said.get(name) for name in _SAYS_ERROR):
            return _refused(reply, _code(said))
        listed = [] if listed is None else listed
        token = said.get("nextPageToken") or said.get("nextPageTokenNullable")
        more = token if isinstance(token, str) else ""
    else:
        listed = said
    if not isinstance(listed, list):
        return Troubled(Trouble.BROKEN, "no list of competitions")
    entries = tuple((identity(each), read_item(each, complaints) or number_of(each)) for each in listed)
    if number == 1 and not any(isinstance(each, Competition) for _, each in entries):
        return Troubled(Trouble.BROKEN, "it lists nothing that can be read")
    return _Page(entries, more)


def _whole(written: str) -> int | float:
    """A whole number; one of absurd length, which Python would refuse with the whole page, as a number that counts for none."""
    return int(written) if len(written) <= 20 else float("nan")


def _code(said: dict[str, Any]) -> int:
    """The status that an error in the answer names; 0 when it names none."""
    error = said.get("error")
    code = said.get("code") or (error.get("code") if isinstance(error, dict) else None)
    if isinstance(code, str) and code.isascii() and code.isdecimal():
        code = int(code[:9])
    return code if isinstance(code, int) and not isinstance(code, bool) else 0


def _refused(reply: Reply, status: int) -> Troubled:
    words = f"HTTP {status}" if 100 <= status < 1000 else "it answers with an error"
    if status in _TOKEN:
        return Troubled(Trouble.TOKEN, words, retry_after(reply))
    return Troubled(Trouble.BUSY if status in _BUSY else Trouble.ERROR, words, retry_after(reply))
