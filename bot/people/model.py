"""A person's own settings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.refusals import Refusal


@dataclass(frozen=True)
class Person:
    """What a person chose for themselves; without a choice the server's zone and language serve."""

    user_id: int
    zone: str | None = None


@dataclass(eq=False)
class UnknownZone(Refusal):
    """No time zone fits what was typed."""

    typed: str
