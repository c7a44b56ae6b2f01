"""A person's own settings, and when somebody's membership of a server is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.refusals import Refusal

LATEST_DAY_START = 6  # hours after midnight (S4)
ASK_AGAIN = timedelta(days=7)  # how often Discord is asked whether somebody is still a member (A2)
FRESH = timedelta(days=1)  # how long that is good enough for being brought together with somebody (A2)
FORGET_AFTER = timedelta(days=30)  # how long what is kept about somebody who left waits for their return (A2)
NO_ANSWER_WAIT = timedelta(hours=1)  # until Discord is asked again after it did not answer


@dataclass(frozen=True)
class Person:
    """What a person chose for themselves; without a choice of their own the zone of `home_server` serves.

    `language` is Discord's locale code of their app as last seen, `home_server` the server in which they first chose
    something (0: none yet), `day_start` how many hours after midnight their day begins (0 to 6): for rhythm only.
    """

    user_id: int
    zone: str | None = None
    language: str = ""
    home_server: int = 0
    day_start: int = 0


@dataclass(frozen=True)
class Membership:
    """One person in one server about whom something is kept; `left_at` (UTC): when Discord said that they had left."""

    guild_id: int
    user_id: int
    left_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether they left so long ago that all about them there has to go."""
        return self.left_at is not None and now - self.left_at >= FORGET_AFTER


@dataclass(eq=False)
class UnknownZone(Refusal):
    """No time zone fits what was typed."""

    typed: str
