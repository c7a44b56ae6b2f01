"""Mentors for learners: proposals, yes and no, the next candidate, the waiting list (M4)."""

from __future__ import annotations

from bot.core.db import Database


class Proposing:
    """Use cases of mentors for learners: whom to ask next, yes and no, what happens when nobody answers (M4)."""

    db: Database
