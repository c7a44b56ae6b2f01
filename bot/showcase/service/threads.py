"""Threads for talk about a share: opened by the first reply, renamed or deleted when it is gone."""

from __future__ import annotations

from datetime import datetime

from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.store.left import LeftThread
from bot.showcase.model.values import SHARE, State
from bot.showcase.service.finding import post_of
from bot.showcase.store import shares, threads


class Threads:
    """Use cases of the button that opens a thread, and of the job that sees to those that are left."""

    db: Database

    @use_case
    def thread_opened(self, tx: Tx, share_id: int, guild_id: int, thread_id: int, name: str) -> bool:
        """Remember the thread for talk about a share; False when the share went meanwhile: then the thread goes as well.

        `name` is what the share was called when it was opened; is it called otherwise now, the thread follows.
        """
        share, post = shares.get(tx, share_id), post_of(tx, share_id)
        shown = share is not None and share.state is State.POSTED and post is not None
        if shown and post is not None and post.message_id == thread_id:
            shares.change(tx, share_id, thread_id=thread_id)
            if share is not None and share.name != name:
                deliveries.mark_dirty(tx, SHARE, share_id)
            return True
        threads.add(tx, guild_id, thread_id)
        return False

    @use_case
    def thread_left(self, tx: Tx, guild_id: int, thread_id: int) -> None:
        """The message of a forum post was removed: its thread is seen to."""
        threads.add(tx, guild_id, thread_id)

    @use_case(claim=True)
    def take_threads(self, tx: Tx, limit: int) -> list[LeftThread]:
        """Threads that are left and have to be seen to now, leased to the caller."""
        return threads.take_due(tx, limit)

    @query
    def next_thread(self, tx: Tx) -> datetime | None:
        """When the next of them has to be seen to (UTC)."""
        return threads.next_due(tx)

    @use_case
    def thread_seen_to(self, tx: Tx, thread_id: int, *, done: bool) -> None:
        """It is deleted or renamed; or (not `done`) Discord did not let us, and it is tried again later."""
        threads.seen_to(tx, thread_id, done=done)
