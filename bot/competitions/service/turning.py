"""What time alone changes: a competition opens, another ends, and those who are in are told."""

from __future__ import annotations

from datetime import datetime

from bot.competitions.model.changes import FRESH, compare, turned, turns_at
from bot.competitions.model.values import Changed, Competition, Phase
from bot.competitions.service import telling
from bot.competitions.store import competitions
from bot.core.db import Database, Tx, query, use_case


class Turning:
    """What time alone changes: a competition opens, another ends, and those who are in are told."""

    db: Database

    @query
    def next_turn(self, tx: Tx) -> datetime | None:
        """When the next competition opens or ends (UTC)."""
        return competitions.next_turn(tx)

    @use_case(claim=True)
    def turn_due(self, tx: Tx, limit: int) -> bool:
        """Competitions that open or end by now do so, at most `limit`; returns whether there were any.

        What did so a week ago or earlier, while we were down, is shown but told nobody.
        """
        taken = competitions.take_turns(tx, limit)
        changed: list[Changed] = []
        ended: list[Competition] = []
        for before in taken:
            after = turned(before, tx.now)
            competitions.save(tx, after, turns_at(after))
            if (found := compare(before, after)) is None:
                continue
            late = before.enabled_at is not None and before.enabled_at <= tx.now - FRESH
            changed.append(Changed(after) if late else found)
            if after.phase is Phase.ENDED:
                ended.append(after)
        telling.tell_changed(tx, changed)
        lately = [each for each in ended if each.deadline is not None and each.deadline > tx.now - FRESH]
        telling.tell_ended(tx, ended, lately)
        return bool(taken)
