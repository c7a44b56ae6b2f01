"""When Kaggle is asked next, and when organisers hear that it does not answer; pure rules (K1, K7).

"2-4 polls a day" is K1's. A pause is always a little longer than it says, by chance, so that bots which began at the same
moment do not come back at the same moment (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.competitions.model.values import Source, Trouble, Troubled

SLOT = timedelta(hours=6)  # four a day at most, three at least with the longest jitter
JITTER = timedelta(hours=1)  # at most, behind a slot
BACKOFF = (
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
)
SPREAD = 0.25  # of a pause, at most, behind it
LONGEST_WAIT = timedelta(days=1)  # whatever Kaggle asks for
TRIES = 3  # failures in a row, until organisers are told
TOKEN, SILENCE = "token", "silence"  # what organisers are told

Chance = Callable[[], float]
"""A number from 0 to below 1."""


def after_success(now: datetime, chance: Chance = random.random) -> datetime:
    """When Kaggle is asked again after all of it was read: six to seven hours later (UTC, as `now`)."""
    return now + SLOT + JITTER * chance()


def after_trouble(
    now: datetime, failures: int, troubled: Troubled, chance: Chance = random.random
) -> datetime:
    """When Kaggle is asked again after failure number `failures` in a row (1 is the first; UTC, as `now`).

    A token that is not accepted waits for the next slot: asking more often changes nothing. Anything else is tried after
    pauses that grow, and never before the Retry-After that came with it (RFC 9110, 10.2.3), up to a day.
    """
    if troubled.trouble is Trouble.TOKEN:
        return after_success(now + min(max(troubled.wait - SLOT, timedelta()), LONGEST_WAIT - SLOT), chance)
    pause = max(backoff(failures), min(troubled.wait, LONGEST_WAIT))
    return now + pause + pause * (SPREAD * chance())


def backoff(failures: int) -> timedelta:
    """The pause after failure number `failures` in a row (1 is the first): 15 min, 30 min, 1 h, 2 h, then always 4 h."""
    return BACKOFF[min(max(failures, 1), len(BACKOFF)) - 1]


def to_say(said: str, failures: int, troubled: Troubled) -> str:
    """What organisers are told of failure number `failures` in a row (this one counted): TOKEN, SILENCE, or nothing.

    Each once (`said`) until all of the list is read: a token that is not accepted at once, anything else when it lasts, but
    not after the token, which is still to be seen to.
    """
    what = TOKEN if troubled.trouble is Trouble.TOKEN else SILENCE
    if TOKEN in said or what in said:
        return ""
    return what if what == TOKEN or failures >= TRIES else ""


def lasting(source: Source) -> Trouble | None:
    """The trouble of which organisers were told, and that is not over yet."""
    if not source.said or not source.trouble:
        return None
    return Trouble.TOKEN if TOKEN in source.said else Trouble(source.trouble)
