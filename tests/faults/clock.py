"""The server's time: one adjustable clock, and the ids that grow with it.

Everything that depends on time (nonce window, interaction tokens, idle threads, ids) reads this clock, so a
test moves minutes without waiting. Source of the id layout: Discord reference, "Snowflakes".
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Self

from tests.faults.api import Payload

DISCORD_EPOCH_MS = 1_420_070_400_000
_AGE_OF_THE_WORLD = timedelta(days=30)


class ServerClock:
    """Time that runs `speed` times as fast as the machine's, plus an offset that only `advance` moves.

    Several processes can run on one such clock: they read the same monotonic clock of the machine.
    """

    def __init__(
        self, *, speed: float = 1.0, origin: datetime | None = None, began: float | None = None
    ) -> None:
        self.speed = speed
        self.offset = timedelta()
        self._origin = origin or datetime.now(UTC)
        self._began = time.monotonic() if began is None else began

    def now(self) -> datetime:
        """Return the server's present instant (aware UTC)."""
        passed = timedelta(seconds=(time.monotonic() - self._began) * self.speed)
        return self._origin + passed + self.offset

    def payload(self) -> Payload:
        """Return what another process of this machine needs to run on this clock as it is set now."""
        origin = self._origin + self.offset
        return {"origin": origin.isoformat(), "began": self._began, "speed": self.speed}

    @classmethod
    def like(cls, payload: Payload) -> Self:
        """Return a clock that shows what the one of `payload` shows."""
        origin = datetime.fromisoformat(payload["origin"])
        return cls(speed=payload["speed"], origin=origin, began=payload["began"])

    def advance(self, by: timedelta) -> None:
        """Move the server's time forward (or back, with a negative `by`)."""
        self.offset += by

    def run_at(self, speed: float) -> None:
        """Go on from the present instant, `speed` times as fast as the machine's."""
        self._origin, self._began = self.now() - self.offset, time.monotonic()
        self.speed = speed


class Snowflakes:
    """Makes ids: strictly growing, and carrying the server's time as Discord's do."""

    def __init__(self, clock: ServerClock) -> None:
        self._clock = clock
        self._last = 0
        self._aged = _milliseconds(clock.now() - _AGE_OF_THE_WORLD)

    def new(self) -> int:
        """Return an id of this instant (messages, interactions, threads)."""
        self._last = max(self._last + 1, _milliseconds(self._clock.now()) << 22)
        return self._last

    def aged(self) -> int:
        """Return an id of about a month ago (guilds, people, channels).

        Each is one millisecond after the one before, so guilds spread evenly over shards: Discord routes by
        `(guild_id >> 22) % shards`.
        """
        self._aged += 1
        return self._aged << 22


def iso(instant: datetime) -> str:
    """Return an instant in the form Discord sends (ISO 8601 with offset, microseconds)."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000) - DISCORD_EPOCH_MS
