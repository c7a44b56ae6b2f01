"""The rule of taking turns at arXiv: one request at a time, three seconds between two, and quiet when it asks for that (P4).

https://info.arxiv.org/help/api/tou.html: no more than one request every three seconds, one connection at a time, by all the
machines that one runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

GAP = timedelta(seconds=3.1)  # a tenth more than is asked for: no two clocks run alike
LONGEST_LEASE = timedelta(minutes=5)
LONGEST_QUIET = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """Somebody's turn: the newest number is the one that may ask."""

    number: int


@dataclass(frozen=True)
class Mark:
    """What changes whenever a turn begins or ends."""

    turn: int = -1
    at: datetime | None = None


@dataclass(frozen=True)
class Seen:
    """That nothing began or ended for this time of the machine's own, which nobody sets back or stops."""

    mark: Mark
    still: timedelta


@dataclass(frozen=True)
class State:
    """The row. `started_at`: the last request began; once it is over, when it was over, so that none began later than that."""

    turn: int = 0
    started_at: datetime | None = None
    busy_until: datetime | None = None
    quiet_until: datetime | None = None

    @property
    def mark(self) -> Mark:
        """How it is told from every other state of turns."""
        return Mark(self.turn, self.started_at)


@dataclass(frozen=True)
class Shut:
    """No turn now. `wait`: when it is worth asking again; `mark`: as it stood; `quiet`: arXiv wants it so."""

    wait: timedelta
    mark: Mark
    quiet: bool = False


def shut(state: State, now: datetime, lease: timedelta, seen: Seen | None = None) -> Shut | None:
    """Why no request may start now, or None when one may.

    An instant that lies further ahead than it was ever set was written by a clock that has been set back since: it does not
    count. `seen` is believed where the clock stands still.
    """
    still = seen.still if seen is not None and seen.mark == state.mark else timedelta()
    waits = []
    if state.quiet_until is not None and now < state.quiet_until <= now + LONGEST_QUIET:
        return Shut(state.quiet_until - now, state.mark, quiet=True)
    if state.busy_until is not None and now < state.busy_until <= now + LONGEST_LEASE and still < lease:
        waits.append(state.busy_until - now)
    if state.started_at is not None and now - GAP < state.started_at <= now + LONGEST_LEASE and still < GAP:
        waits.append(state.started_at + GAP - now)
    return Shut(max(waits), state.mark) if waits else None
