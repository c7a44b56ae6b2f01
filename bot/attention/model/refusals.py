"""What attention refuses, as data; `cogs/attention/views` words it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.refusals import Refusal


@dataclass(eq=False)
class UnclearDays(Refusal):
    """No days, or several, can be read from what was typed.

    `why` is the value of a `bot.core.days.Why`, `readings` are the two dates of what is ambiguous.
    """

    typed: str
    why: str
    readings: tuple[date, ...] = ()


@dataclass(eq=False)
class NotUnderstoodTime(Refusal):
    """No time of day can be read from what was typed."""

    typed: str


@dataclass(eq=False)
class NothingWaits(Refusal):
    """What was pressed does not wait in the inbox any more."""


@dataclass(eq=False)
class TooOften(Refusal):
    """The member did this often enough for now; `wait` is when it works again."""

    wait: timedelta
