"""A reading group's settings, its rounds and who takes part in one, as values (P10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

MOST_NOMINATIONS = 10  # open in a server
MOST_OWN = 3  # of one member
REASON = 200  # characters of why somebody nominates
VOTES_ON, CHOOSES_ON, LEADS_ON = (
    3,
    5,
    1,
)  # Thursday, Saturday, Tuesday: through Wednesday, through Friday, the week after
MEETS_ON = 3  # Thursday of the next week
MEETS_AT = time(18)
LASTS = timedelta(hours=1)
NOTES_FOR = timedelta(
    days=3
)  # how long a round asks for notes before the next one begins, at the latest the next Monday


class Phase(StrEnum):
    """Where a round stands."""

    NOMINATING = "nominating"
    VOTING = "voting"
    LEADING = "leading"  # a paper is chosen; who would lead the discussion?
    READING = "reading"  # all is settled until they meet
    NOTING = "noting"  # they met
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing follows."""
        return self in (Phase.CLOSED, Phase.CANCELLED)


@dataclass(frozen=True)
class Group:
    """A server's reading group: where, on which weekday (Monday 0) and at what time, in the zone of its papers, it meets."""

    guild_id: int
    channel_id: int
    on: bool = True
    weekday: int = MEETS_ON
    at: time = MEETS_AT
    zone: str = "UTC"


@dataclass(frozen=True)
class Round:
    """One round, from nomination to notes. `due_at` (UTC) is when its next phase begins; None when nothing follows by itself.

    `meets_at`: planned from the beginning, moved by organisers. `event_id`: Discord's scheduled event, None without. `sequence`
    grows with each change of the calendar file (RFC 5545). `leader_id` None: nobody (yet).
    """

    id: int
    guild_id: int
    channel_id: int
    phase: Phase
    opens_at: datetime
    meets_at: datetime
    due_at: datetime | None = None
    arxiv_id: str = ""
    leader_id: int | None = None
    event_id: int | None = None
    sequence: int = 0

    @property
    def ends_at(self) -> datetime:
        """When the session ends."""
        return self.meets_at + LASTS


@dataclass(frozen=True)
class Nomination:
    """A paper that somebody would like to read together, with their words why; `carried` when it comes from the round before."""

    id: int
    guild_id: int
    round_id: int
    arxiv_id: str
    user_id: int
    reason: str
    at: datetime
    carried: bool = False


@dataclass(frozen=True)
class Part:
    """What a member said about a round: they come, they want to be mentioned when it moves, they would lead (since when)."""

    guild_id: int
    round_id: int
    user_id: int
    comes: bool = False
    ping: bool = False
    leads_at: datetime | None = None


class ChangeKind(StrEnum):
    """What is told in a session's thread."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    MET = "met"  # they met: who writes notes?


@dataclass(frozen=True)
class Change:
    """A session was moved or cancelled, or is over: from when to when (aware UTC)."""

    id: int
    guild_id: int
    round_id: int
    kind: ChangeKind
    before: datetime
    after: datetime | None
    at: datetime
