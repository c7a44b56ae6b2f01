"""What waits for a person, where it waits, and what an organiser is told, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

MOST_BUNDLES = 3  # a local day (promise 3)
APART = timedelta(hours=3)  # the second and third bundle of a day come this much later each
CATCH_UP = timedelta(hours=3)  # a bundle delayed longer than this waits for the next one (promise 7)
MOST_LINES = 10  # of a bundle; the rest waits for the next
DECISIONS_SHOWN = 10  # of the inbox (A1)
NOTICES_SHOWN = 10  # open notices on a card
KEEP = timedelta(days=30)  # what was decided is remembered this long (A2)
KEEP_HOLDS = timedelta(days=180)  # and when somebody was away or held, after it is over

BUNDLE = "attention.bundle"
NOTICE = "attention.notice"


class State(StrEnum):
    """Where an intent stands."""

    WAITING = "waiting"
    SENT = "sent"  # shown to the person: in a bundle, or in the inbox when they asked for it
    MERGED = "merged"  # a newer one about the same thing says it now
    EXPIRED = "expired"  # its time had passed before it could be shown
    DROPPED = "dropped"  # `Why` says why


class Why(StrEnum):
    """Why an intent stands where it stands."""

    BUNDLE = "bundle"  # sent in a bundle
    ASKED = "asked"  # sent because the person opened it in the inbox
    NEWER = "newer"  # merged
    LATE = "late"  # expired
    CLEARED = "cleared"  # the person cleared the inbox
    SETTLED = "settled"  # what it speaks of is done or gone
    LEFT = "left"  # the person is no member there any more
    SILENCED = "silenced"  # the person wants nothing more from its sender
    PAST = "past"  # it waited in a backup, and may have been sent since


@dataclass(frozen=True)
class Message:
    """Something to tell a person: `tell` makes an intent of it.

    `kind` is `feature.what`; the feature that owns it gives it its sentence (`Directory.lines`) when it is shown. `key` is the
    dedupe key: what waits for the person under the same key is merged into this one. `priority`: lower comes first, a
    reminder is 0, ordinary is 5. `words` are ids, links and our own short words, never a member's text. `sender` is the
    member it comes from, if it comes from one: whom the person silenced reaches nobody. Instants are aware UTC.
    """

    user_id: int
    server: int
    kind: str
    subject_id: int
    key: str
    expires_at: datetime
    not_before: datetime | None = None
    priority: int = 5
    words: Mapping[str, Any] = field(default_factory=dict)
    sender: int = 0


@dataclass(frozen=True)
class Intent:
    """A message to a person and what became of it; instants are aware UTC."""

    id: int
    user_id: int
    server: int
    kind: str
    subject_id: int
    key: str
    priority: int
    words: Mapping[str, Any]
    made_at: datetime
    not_before: datetime
    expires_at: datetime
    state: State = State.WAITING
    why: str = ""
    decided_at: datetime | None = None
    bundle_id: int | None = None


@dataclass(frozen=True)
class Mailbox:
    """How a person wants to be reached. `bundles` a local day, none without a choice: then everything waits in the inbox.

    `quiet_from` equal to `quiet_to` means no quiet hours; `days_off` are weekdays (Monday 0). `closed_at` is when Discord
    refused a direct message, `told_at` when the person was told so (UTC).
    """

    user_id: int
    bundles: int = 0
    bundle_at: time = time(12)
    quiet_from: time = time(21)
    quiet_to: time = time(8)
    days_off: frozenset[int] = frozenset({5, 6})
    dm_channel: int = 0
    closed_at: datetime | None = None
    told_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True)
class Away:
    """Local dates on which nothing reaches a person, both included; `last` None: until they say that they are back."""

    first: date
    last: date | None = None
    id: int = 0

    def covers(self, day: date) -> bool:
        """Whether the person is away on this local date."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: Away) -> bool:
        """Whether the two share a day."""
        return self.covers(other.first) or other.covers(self.first)


@dataclass(frozen=True)
class Hold:
    """A stretch of time (aware UTC, the end not included) in which nothing reaches a person: a focus session."""

    begins_at: datetime
    ends_at: datetime
    kind: str = "focus"

    def covers(self, instant: datetime) -> bool:
        """Whether nothing reaches the person at `instant` (aware UTC)."""
        return self.begins_at <= instant < self.ends_at


@dataclass(frozen=True)
class Notice:
    """Something that organisers should know (A8). `user_id` is whose text `detail` shows, if anybody's."""

    id: int
    guild_id: int
    kind: str
    detail: Mapping[str, Any]
    made_at: datetime
    user_id: int | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True)
class NoticePlace:
    """The channel that a server's notices go to; `refused_at` is when Discord last kept us out of it (aware UTC)."""

    guild_id: int
    channel_id: int
    refused_at: datetime | None = None
