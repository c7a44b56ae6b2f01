"""What organisers read about the last digest and about arXiv (P3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.core.db import Database, Tx, query
from bot.papers.model.digesting import late, why_quiet
from bot.papers.model.values import Feed, Settings, Truth
from bot.papers.store import feeds, settings


@dataclass(frozen=True)
class Status:
    """How a server's papers stand. `answered_at` is when arXiv answered last for its categories, `trouble` why it did not since.

    `quiet` says why there was nothing: "weekend", the key of a holiday, "late", or empty.
    """

    settings: Settings
    answered_at: datetime | None = None
    trouble: str = ""
    trouble_since: datetime | None = None
    quiet: str = ""

    @property
    def stopped(self) -> bool:
        """Whether no digest is made because Discord keeps us out of the channel."""
        return self.settings.on and self.settings.due_at is None


class Truths:
    """Use cases of /setup → Status and of the papers' own card there."""

    db: Database

    @query
    def papers_status(self, tx: Tx, guild_id: int) -> Status | None:
        """How a server's papers stand; None when it never had any."""
        found = settings.get(tx, guild_id)
        return status_of(tx, found) if found else None


def status_of(tx: Tx, found: Settings) -> Status:
    """The same of settings that were read."""
    read = list(feeds.of(tx, found.categories).values())
    troubled = [each for each in read if each.trouble]
    worst = min(troubled, key=lambda each: each.trouble_since or tx.now, default=None)
    return Status(
        found,
        max((each.answered_at for each in read if each.answered_at), default=None),
        worst.trouble if worst else "",
        worst.trouble_since if worst else None,
        _quiet(found, read),
    )


def _quiet(found: Settings, read: Collection[Feed]) -> str:
    if found.truth is not Truth.QUIET or found.truth_at is None:
        return ""
    return why_quiet(found.truth_at) or ("late" if late(read, found.truth_at) else "")
