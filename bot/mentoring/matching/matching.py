"""Matches off the event loop: small pools in a thread, large ones in a process of their own."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import logging
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.mentoring.matching import asking
from bot.mentoring.matching.process import Process
from bot.mentoring.matching.values import Groups, MatchingFailed
from bot.mentoring.model.scoring import Candidate

LIBRARIES = ("numpy", "scipy", "rustworkx")
SMALL_MENTORS, SMALL_PEERS = 2_000, 150  # people up to whom a thread does

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


def installed() -> bool:
    """Whether the extra is there; nothing is loaded for that."""
    try:
        return all(importlib.util.find_spec(each) is not None for each in LIBRARIES)
    except ValueError:  # somebody made it impossible to import
        return False


class Matching:
    """The extra `matching`, behind two questions. It costs nothing before it is asked; at the end of an `async with`, or
    after `stop`, nobody is matched any more."""

    def __init__(self) -> None:
        self._process = Process()
        self._small = ThreadPoolExecutor(1, "matching")
        self._large = ThreadPoolExecutor(1, "matching-large")  # it waits for the process

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stop()
        for each in (self._small, self._large):
            each.shutdown(wait=False, cancel_futures=True)

    @property
    def is_there(self) -> bool:
        """Whether people can be matched here at all."""
        return installed()

    async def assign(
        self,
        learners: Sequence[Candidate],
        mentors: Sequence[Candidate],
        *,
        apart: Collection[tuple[int, int]] = (),
        met: Collection[tuple[int, int]] = (),
        seed: int = 0,
    ) -> list[tuple[int, int]]:
        """(learner, mentor) for as many learners as can be, and of all such ways the one with the highest total score.

        `apart` and `met` are (learner, mentor): who must not be proposed, and who were a pair before. The same people and
        seed give the same answer, in whatever order they come. MatchingFailed when a large pool could not be matched.
        """
        if not (learners and mentors):
            return []
        begin = time.monotonic()
        if len(learners) + len(mentors) <= SMALL_MENTORS:
            found = await self._in_thread(partial(_assign, learners, mentors, apart, met, seed))
        else:
            about = partial(asking.about_mentors, learners, mentors, apart, met, seed)
            found = [(one, other) for one, other in (await self._in_process(about))["pairs"]]
        _log.info(
            "matched %d of %d learners with %d mentors in %.2f s, seed %d",
            *(len(found), len(learners), len(mentors), time.monotonic() - begin, seed),
        )
        return found

    async def pair(
        self,
        peers: Sequence[Candidate],
        *,
        apart: Collection[frozenset[int]] = (),
        met: Mapping[frozenset[int], int] | None = None,
        seed: int = 0,
    ) -> Groups:
        """As many peers as can be with a partner, of all such ways the one with the highest total score; who is over makes a
        pair a three where all of them may meet.

        `apart`: who must not be brought together. `met`: partners of before, and how many rounds ago (1: the last one). The
        same people and seed give the same answer, in whatever order they come. MatchingFailed as in `assign`.
        """
        if len(peers) < 2:
            return Groups(left=tuple(each.user_id for each in peers))
        begin = time.monotonic()
        if len(peers) <= SMALL_PEERS:
            found = await self._in_thread(partial(_pair, peers, apart, met, seed))
        else:
            said = await self._in_process(partial(asking.about_peers, peers, apart, met or {}, seed))
            found = Groups(tuple(tuple(each) for each in said["groups"]), tuple(said["left"]))
        threes = sum(len(each) == 3 for each in found.groups)
        _log.info(
            "matched %d peers: %d pairs, %d threes, %d without a partner, in %.2f s, seed %d",
            *(
                len(peers),
                len(found.groups) - threes,
                threes,
                len(found.left),
                time.monotonic() - begin,
                seed,
            ),
        )
        return found

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        return await self._asked(self._small, work)

    async def _in_process(self, about: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        return await self._asked(self._large, lambda: self._process.answer(about()))

    async def _asked(self, thread: ThreadPoolExecutor, work: Callable[[], _T]) -> _T:
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, work)
        except ImportError as error:
            raise MatchingFailed(f"the libraries that match people are not there: {error}") from error


def _assign(*question: Any) -> list[tuple[int, int]]:
    with _loading("assigning"):
        from bot.mentoring.matching.assigning import assign

    return assign(*question)


def _pair(*question: Any) -> Groups:
    with _loading("pairing"):
        from bot.mentoring.matching.pairing import pair

    return pair(*question)


@contextmanager
def _loading(module: str) -> Iterator[None]:
    """While libraries are loaded for the first time, Python does not look for garbage, and what they are made of is none later:
    looking through all that holds its lock for up to 80 ms (measured)."""
    if f"{__package__}.{module}" in sys.modules or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
