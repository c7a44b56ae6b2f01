"""Threads for talk about an entry: opened with a question or by the first reply, renamed or deleted when it is gone."""

from __future__ import annotations

from datetime import datetime

from bot.core.db import Database, Tx, query, use_case
from bot.deliveries.store.left import LeftThread
from bot.papers.model.values import EntryState
from bot.papers.service.owning import post_of
from bot.papers.store import entries, threads


class Threads:
    """Use cases of what opens a thread, and of the job that sees to those that are left."""

    db: Database

    @use_case
    def talk_opened(self, tx: Tx, entry_id: int, guild_id: int, thread_id: int) -> bool:
        """Remember the thread for talk about an entry; False when the entry went meanwhile: then the thread goes as well."""
        entry, post = entries.get(tx, entry_id), post_of(tx, entry_id)
        shown = entry is not None and entry.state is EntryState.POSTED and post is not None
        if shown and post is not None and post.message_id == thread_id:
            entries.change(tx, entry_id, thread_id=thread_id)
            return True
        threads.add(tx, guild_id, thread_id)
        return False

    @use_case(claim=True)
    def take_left_threads(self, tx: Tx, limit: int) -> list[LeftThread]:
        """Threads that are left and have to be seen to now, leased to the caller."""
        return threads.take_due(tx, limit)

    @query
    def next_left_thread(self, tx: Tx) -> datetime | None:
        """When the next of them has to be seen to (UTC)."""
        return threads.next_due(tx)

    @use_case
    def left_thread_seen_to(self, tx: Tx, thread_id: int, *, done: bool) -> None:
        """It is deleted or renamed; or (not `done`) Discord did not let us, and it is tried again later."""
        threads.seen_to(tx, thread_id, done=done)
