"""A delivery's life as values: claimed, sent, to be edited, to be removed; and when to try again.

A row is claimed in the same transaction that makes it due, before anything is sent; its id is the nonce. So a crash at any moment
is repaired by taking the row again after its lease (design: claim, render, post, record).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(seconds=60)  # how long one process may take to send and record
FAR = timedelta(hours=2)  # nothing waits this long: a row due later was written by a clock that was wrong
NONCE_WINDOW = timedelta(
    minutes=2
)  # within it Discord answers a repeated nonce with the first message; kept short on purpose
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008  # Discord's codes
UNKNOWN_SERVER, UNKNOWN_MEMBER, UNKNOWN_USER = 10004, 10007, 10013
NO_ACCESS, NO_PERMISSION, ARCHIVED = 50001, 50013, 50083
OUT_OF_REACH = frozenset({UNKNOWN_CHANNEL, NO_ACCESS, NO_PERMISSION})  # only these say that a channel is
NO_ANSWER = "no answer"  # how the reason of an unknown outcome begins
TIME_PASSED = "its time had passed before it could be posted"  # the reason where we ourselves refused
GREETING = "greeting"  # the kind of the one message that greets a server
GREET_FOR = timedelta(hours=1)  # how long after the bot came a greeting may still be sent
TEST_STAYS = timedelta(seconds=30)  # how long an organiser's test post stays
REMOVE_FOR = timedelta(days=30)  # how long a refused removal is tried again, from when it was asked for
FIRST_BACKOFF = timedelta(seconds=15)
LONGEST_BACKOFF = timedelta(hours=1)


class State(StrEnum):
    """Where a delivery stands."""

    SENDING = "sending"  # claimed; sent or not, we do not know until it is recorded
    SENT = "sent"
    REMOVING = "removing"  # its content is gone here; the message has to go too
    DROPPED = "dropped"  # given up; `reason` says why


@dataclass(frozen=True)
class Sent:
    """Discord has the message (or thread) under this id; `channel_id` where it is not in the channel it was sent to.

    A post sent to a forum is in a thread of its own, which has the id of its message.
    """

    message_id: int
    channel_id: int = 0


@dataclass(frozen=True)
class Gone:
    """The message, thread or channel is not there; `code` is Discord's."""

    code: int = UNKNOWN_MESSAGE


@dataclass(frozen=True)
class Refused:
    """Discord said no and will again: `code` is Discord's, `reason` its words."""

    code: int
    reason: str


@dataclass(frozen=True)
class Unknown:
    """No answer that counts: it may have happened or not. `wait` is how long Discord asked us to be quiet."""

    reason: str
    wait: timedelta = timedelta()


Outcome = Sent | Gone | Refused | Unknown


@dataclass(frozen=True)
class Delivery:
    """One message of ours. `subject_id` is the feature's row it shows, `part` its place when a text needs several messages.

    `attempt` counts tries since the last success, `code` is Discord's of the last refusal (0: none).
    `fence` only grows, with every lease and change of words: a record that carries
    an older one changes nothing. Instants are aware UTC.
    """

    id: int
    kind: str
    subject_id: int
    part: int
    guild_id: int
    channel_id: int
    message_id: int | None
    state: State
    dirty: bool
    attempt: int
    first_claimed_at: datetime
    give_up_at: datetime
    reason: str
    fence: int = 1
    code: int = 0
    leased_until: datetime | None = None

    @property
    def url(self) -> str:
        """The message's address in Discord; empty while it has none."""
        if self.message_id is None:
            return ""
        return f"https://discord.com/channels/{self.guild_id}/{self.channel_id}/{self.message_id}"

    @property
    def is_refused(self) -> bool:
        """Whether Discord said no, rather than nothing that counts."""
        return bool(self.reason) and not self.reason.startswith(NO_ANSWER)

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the last refusal said that the channel is gone or closed to us."""
        return self.code in OUT_OF_REACH

    @property
    def last_sent_before(self) -> datetime:
        """For a row to be removed: when (UTC) the last attempt to send it was over, at the latest."""
        return self.give_up_at - REMOVE_FOR + LEASE

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed: it may be looked for, but not sent any more."""
        return now >= self.give_up_at

    def needs_search(self, now: datetime) -> bool:
        """Whether a resend must first look for the message: beyond Discord's nonce window the nonce proves nothing."""
        return self.attempt > 1 and now - self.first_claimed_at > NONCE_WINDOW


def backoff(attempt: int) -> timedelta:
    """How long to wait after failed attempt number `attempt` (1 is the first): 15 s, 30 s, 1 min … at most 1 h."""
    doubled: int = 2 ** max(0, min(attempt - 1, 20))
    return min(FIRST_BACKOFF * doubled, LONGEST_BACKOFF)
