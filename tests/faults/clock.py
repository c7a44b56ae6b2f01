"""The server's time: one adjustable clock, and the ids that grow with it.

Everything that depends on time (nonce window, interaction tokens, idle threads, ids) reads this clock, so a
test moves minutes without waiting. Source of the id layout: Discord reference, "Snowflakes".
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

DISCORD_EPOCH_MS = 1_420_070_400_000
_AGE_OF_THE_WORLD = timedelta(days=30)


class ServerClock:
    """Real time plus an offset that only grows by `advance`."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """Return the server's present instant (aware UTC)."""
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        """Move the server's time forward (or back, with a negative `by`)."""
        self.offset += by


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
