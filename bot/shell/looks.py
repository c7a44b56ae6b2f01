"""Looks once after a start whether posts of the last days are still there: somebody may have deleted one meanwhile (S5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from bot.shell.client import Compound

APART = timedelta(seconds=2)  # between two requests
# A post of which nobody can say whether it is there, or of a server that is not here (yet), is looked at again after so long.
AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))

T = TypeVar("T")


@dataclass(frozen=True, order=True)
class Due(Generic[T]):
    """A post to be looked at, not before `at` (aware UTC); those that are due together by their place, the newest first."""

    at: datetime
    place: int
    guild_id: int = field(compare=False)
    post: T = field(compare=False)
    tries: int = field(default=0, compare=False)


class Looks(Generic[T]):
    """One look after the other, from when the gateway has said which servers there are; what is undecided keeps none waiting.

    `lately` gives the posts of a feature as (server, post), the newest first; `check` says whether one is there, None: nobody
    can say now.
    """

    def __init__(
        self,
        bot: Compound,
        lately: Callable[[], Awaitable[Sequence[tuple[int, T]]]],
        check: Callable[[T], Awaitable[bool | None]],
    ) -> None:
        self._bot = bot
        self._lately = lately
        self._check = check
        self._left: list[Due[T]] | None = None
        self._at = bot.app.clock()

    async def next_look(self) -> datetime | None:
        """When the next is due (UTC); None when all were looked at."""
        if self._left is None:
            return self._at
        return max(self._at, self._left[0].at) if self._left else None

    async def look(self) -> bool:
        """Ask Discord for one post."""
        now = self._bot.app.clock()
        self._at = now + APART
        if not self._bot.is_ready():
            return False
        if self._left is None:
            self._left = [Due(now, place, *each) for place, each in enumerate(await self._lately())]
            heapify(self._left)
        while self._left and self._left[0].at <= now:
            due = heappop(self._left)
            here, known = self._bot.get_guild(due.guild_id) is not None, None
            try:
                known = await self._check(due.post) if here else None
            finally:
                if known is None and due.tries < len(AGAIN):
                    heappush(self._left, replace(due, at=now + AGAIN[due.tries], tries=due.tries + 1))
            if here:
                break
        return True
