"""What goes with shares that nobody is to see any more: who was asked to read them, and their threads."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete

from bot.core.db import Tx
from bot.showcase.model.values import Share
from bot.showcase.store import threads
from bot.showcase.tables import share_reader


def end_reading(tx: Tx, share_ids: Collection[int]) -> None:
    """Nobody is asked to read these any more."""
    tx.execute(delete(share_reader).where(share_reader.c.share_id.in_(list(share_ids))))


def end_talk(tx: Tx, gone: Collection[Share]) -> None:
    """The threads of these are seen to from now on, for 30 days: renamed, or deleted where nobody talked (promise 6)."""
    for each in gone:
        if each.thread_id is not None:
            threads.add(tx, each.guild_id, each.thread_id)
