"""How a server's competitions stand: the last answer of Kaggle, what went wrong, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.competitions.feed import Kaggle
from bot.competitions.model.values import Settings, Source
from bot.competitions.store import settings, source
from bot.core.db import Database, Tx, query


@dataclass(frozen=True)
class Status:
    """How a server's competitions stand. `categories`: those of everything known, in Kaggle's own words."""

    settings: Settings
    source: Source = field(default_factory=Source)
    has_token: bool = True
    categories: tuple[str, ...] = ()


class Truths:
    """Use cases of /setup → Status and of the competitions' own card there."""

    db: Database
    kaggle: Kaggle

    @query
    def status(self, tx: Tx, guild_id: int) -> Status | None:
        """How a server's competitions stand; None when it never set them up."""
        found = settings.get(tx, guild_id)
        if found is None:
            return None
        return Status(found, source.of(tx), self.kaggle.has_token, tuple(settings.categories(tx)))
