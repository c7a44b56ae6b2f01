"""What is forgotten by itself after its time (A2), and what is skipped after a restore (A11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.attention.model.planning import next_slot
from bot.attention.model.values import KEEP, KEEP_HOLDS, Why
from bot.attention.service import planned
from bot.attention.store import daily, holds, intents, limits, mailboxes, notices
from bot.core.db import Database, Tx, query, use_case

BATCH = 500  # rows forgotten in one transaction
EVERY = timedelta(days=1)
_PURGED = "purged"


class Retention:
    """Use cases of the daily job."""

    db: Database

    @use_case
    def purge(self, tx: Tx, limit: int = BATCH) -> bool:
        """Forget what is past its time, at most `limit` of each kind; whether there may be more."""
        gone = (
            intents.purge(tx, tx.now - KEEP, limit),
            holds.purge(tx, tx.now - KEEP_HOLDS, limit),
            limits.purge(tx, limit),
            notices.purge(tx, KEEP, limit),
        )
        if max(gone) >= limit:
            return True
        daily.set_done(tx, _PURGED)
        return False

    @query
    def next_purge(self, tx: Tx) -> datetime | None:
        """When to look again for what is past its time (UTC): once a day."""
        last = daily.done_at(tx, _PURGED)
        return last + EVERY if last else tx.now

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: notices and bundles that were due until now are not sent (A11).

        A bundle that was due may have been sent since, so what waits for its person is not told once more.
        """
        notices.skip_due(tx, guild_id)
        if guild_id is not None:
            return  # what waits for people does not move with a server
        due = mailboxes.overdue(tx)
        intents.drop_all(tx, [box.user_id for box in due], Why.PAST)
        slots = [(person.mailbox.user_id, next_slot(person, tx.now)) for person in planned.persons(tx, due)]
        mailboxes.set_next(tx, [(user_id, slot.at if slot else None) for user_id, slot in slots])
