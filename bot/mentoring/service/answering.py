"""Answers to questions, and the archive of those to which both said yes (M8)."""

from __future__ import annotations

from bot.core.db import Database


class Answering:
    """Use cases of an answer: writing, both consents, the archive, deleting (M8)."""

    db: Database
