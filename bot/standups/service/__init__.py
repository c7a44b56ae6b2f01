"""Use cases of standups, by whom they serve: organisers, members, the background, and a person's privacy."""

from __future__ import annotations

from bot.core.db import Database
from bot.standups.service.organising import Organising
from bot.standups.service.posting import Posting
from bot.standups.service.privacy import Privacy
from bot.standups.service.writing import Writing


class Standups(Organising, Writing, Posting, Privacy):
    """The feature's one service."""

    def __init__(self, db: Database) -> None:
        self.db = db
