"""Taking turns at arXiv: one row, written before each request, by which all processes know when the next may start (P4)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from bot.core.db import Database, Tx, use_case
from bot.papers.feed import NO_TURN, Answer, Source, Troubled
from bot.papers.model.gate import GAP, LONGEST_QUIET, Mark, Seen, Shut, Turn, shut
from bot.papers.store import gate

AFTER = 10.0  # seconds that a turn is still ours after its request's deadline
LOOK = 0.25  # seconds at most until we look again whether it is our turn: the clock may be moved meanwhile


class Gate:
    """Taking turns at arXiv: one row, written before each request, by which all processes know when the next may start (P4)."""

    db: Database
    source: Source

    @cached_property
    def _queue(self) -> asyncio.Lock:
        """Of this process only one waits at the row, the others behind it in order."""
        return asyncio.Lock()

    async def ask(
        self, call: Callable[[Source], Awaitable[Answer | Troubled]], *, patience: timedelta
    ) -> Answer | Troubled:
        """One request to arXiv, at its turn: what it answers, or BUSY when our turn does not come within `patience`.

        `call` makes one request, within the turn. When arXiv wants us to be quiet, everybody is.
        """
        await self.source.prepare()
        turn = await self._wait(time.monotonic() + patience.total_seconds())
        if turn is None:
            return NO_TURN
        quiet = timedelta()
        try:
            answer = await call(self.source)
            if isinstance(answer, Troubled):
                quiet = answer.wait
            return answer
        finally:
            await self.finish(turn, quiet)

    async def _wait(self, end: float) -> Turn | None:
        try:
            async with asyncio.timeout(max(end - time.monotonic(), 0.001)):
                await self._queue.acquire()
        except TimeoutError:
            return None
        try:
            mark, since = Mark(), time.monotonic()
            while True:
                got = await self._try(Seen(mark, timedelta(seconds=time.monotonic() - since)))
                if isinstance(got, Turn):
                    return got
                if got.mark != mark:
                    mark, since = got.mark, time.monotonic()
                left, ahead = end - time.monotonic(), got.wait.total_seconds()
                if left <= 0 or (got.quiet and ahead > left):
                    return None
                await asyncio.sleep(min(left, max(ahead, 0.02), LOOK))
        finally:
            self._queue.release()

    async def _try(self, seen: Seen) -> Turn | Shut:
        """A turn that was taken for somebody who has been cancelled meanwhile is given back."""
        trying = asyncio.ensure_future(self.try_start(self.source.deadline + AFTER, seen))
        try:
            return await asyncio.shield(trying)
        except asyncio.CancelledError:
            if isinstance(taken := await trying, Turn):
                await self.finish(taken)
            raise

    @use_case(claim=True)
    def try_start(self, tx: Tx, seconds: float, seen: Seen | None = None) -> Turn | Shut:
        """A turn of that many seconds at most, or when to ask again. `seen`: what we watched standing still."""
        state = gate.lock(tx)
        lease = timedelta(seconds=seconds)
        if (no := shut(state, tx.now, lease, seen)) is not None:
            return no
        began = replace(
            state, turn=state.turn + 1, started_at=tx.now, busy_until=tx.now + lease, quiet_until=None
        )
        gate.save(tx, began)
        return Turn(began.turn)

    @use_case(claim=True)
    def finish(self, tx: Tx, turn: Turn, quiet: timedelta = timedelta()) -> None:
        """The request of this turn is over, and arXiv wants quiet for that long.

        The next one starts three seconds from now: ours may have reached arXiv at any moment until now.
        """
        state = gate.lock(tx)
        if state.turn == turn.number:
            state = replace(state, started_at=tx.now, busy_until=None)
        if quiet > timedelta():
            until = tx.now + min(max(quiet, GAP), LONGEST_QUIET)
            state = replace(state, quiet_until=max(until, state.quiet_until or until))
        gate.save(tx, state)
