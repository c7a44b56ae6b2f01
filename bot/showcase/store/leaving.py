"""What goes with shares that nobody is to see any more: who was asked to read them, and their threads."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete

from bot.core.db import Tx, insert
from bot.deliveries.model import REMOVE_FOR
from bot.showcase.model.values import Share
from bot.showcase.tables import share_reader, showcase_thread


def end_reading(tx: Tx, share_ids: Collection[int]) -> None:
    """Nobody is asked to read these any more."""
    tx.execute(delete(share_reader).where(share_reader.c.share_id.in_(list(share_ids))))


def end_talk(tx: Tx, gone: Collection[Share]) -> None:
    """The threads of these are seen to from now on, for 30 days: renamed, or deleted where nobody talked (promise 6)."""
    for each in gone:
        if each.thread_id is None:
            continue
        due = {"due_at": tx.now, "until": tx.now + REMOVE_FOR}
        row = insert(tx, showcase_thread).values(thread_id=each.thread_id, guild_id=each.guild_id, **due)
        tx.execute(row.on_conflict_do_update(index_elements=["thread_id"], set_=due))
