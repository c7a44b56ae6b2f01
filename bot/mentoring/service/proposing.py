"""Mentors for learners: proposals, yes and no, the next candidate, the waiting list (M4)."""

from __future__ import annotations

from bot.core.db import Database, Tx
from bot.mentoring.model.values import Role


class Proposing:
    """Use cases of mentors for learners: whom to ask next, yes and no, what happens when nobody answers (M4)."""

    db: Database


def look_at_noon(tx: Tx, guild_id: int) -> None:
    """Mentors are looked for at the server's next noon, or earlier if they are already."""
    raise NotImplementedError


def look_now(tx: Tx, guild_id: int) -> None:
    """Mentors are looked for at once."""
    raise NotImplementedError


def withdraw(tx: Tx, guild_id: int, user_id: int, role: Role | None = None) -> None:
    """Somebody pauses, stops, rests or leaves: their open proposals end kindly, and mentors are looked for again.

    `role` OFFER or SEEK: only those in which they are the mentor or the learner.
    """
    raise NotImplementedError
