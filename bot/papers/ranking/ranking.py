"""Ranks papers for servers, one after the other, and remembers what it said."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias

from bot.papers.model.values import Paper
from bot.papers.ranking.process import Process, RankingFailed

MOST_LIKED = 50  # what was saved last says best what a group reads now
REMEMBERED = 64  # answers: of servers whose digest is tried again, or tested
REST = 600.0  # seconds for which nobody is ranked after it failed

Answer: TypeAlias = dict[str, float]
_log = logging.getLogger(__name__)


def installed() -> bool:
    """Whether the extra is there; nothing is loaded for that."""
    try:
        return importlib.util.find_spec("sklearn") is not None
    except ValueError:  # somebody made it impossible to import
        return False


class Ranking:
    """Ranking for the time of the `async with`. It costs nothing before it is asked."""

    def __init__(self) -> None:
        self._process = Process()
        # One thread: it waits for the process, which answers one question at a time.
        self._thread = ThreadPoolExecutor(1, "ranking")
        self._remembered: OrderedDict[tuple[int, frozenset[str], tuple[str, ...]], Answer] = OrderedDict()
        self._rests_until = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stop()
        self._thread.submit(self._process.end)
        self._thread.shutdown()  # killed, it keeps nobody waiting

    async def scores(
        self,
        guild_id: int,
        liked: Sequence[Paper],
        candidates: Sequence[Paper],
        others: Callable[[], Awaitable[Sequence[Paper]]],
    ) -> Answer:
        """How much each candidate is like what a server likes (the newest first), by id: above 0 it is.

        `others` gives more papers that stand for all there are; asked once, when the candidates alone are too few. Empty
        without the extra, when it failed lately (that is logged), or when all papers together are too few.
        """
        if not (liked and candidates and installed()) or time.monotonic() < self._rests_until:
            return {}
        some = {each.arxiv_id: each for each in liked[:MOST_LIKED]}
        asked = {each.arxiv_id: each for each in candidates}
        key = (guild_id, frozenset(some), tuple(asked))
        found = self._remembered.get(key)
        if found is None:
            try:
                found = await self._asked(some, asked, others)
            except RankingFailed as failed:
                self._rests_until = time.monotonic() + REST
                _log.warning("papers are not ranked for some minutes: %s", failed)
                return {}
        if found:
            self._remembered[key] = found
            self._remembered.move_to_end(key)
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return dict(found)

    async def _asked(
        self,
        liked: dict[str, Paper],
        asked: dict[str, Paper],
        others: Callable[[], Awaitable[Sequence[Paper]]],
    ) -> Answer:
        loop = asyncio.get_running_loop()
        ask = partial(self._process.scores, liked, asked)
        found = await loop.run_in_executor(self._thread, ask)
        if found is None:
            common = await others()
            found = await loop.run_in_executor(self._thread, partial(ask, common))
        return dict(zip(asked, found or (), strict=False))
