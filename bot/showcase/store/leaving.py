"""What goes with shares that nobody is to see any more: who was asked to read them, and their threads."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, update

from bot.core.db import Tx
from bot.deliveries.model import Delivery
from bot.showcase.model.values import Share
from bot.showcase.store import threads
from bot.showcase.tables import share_reader, share_word


def end_reading(tx: Tx, share_ids: Collection[int]) -> None:
    """Nobody is asked to read these any more."""
    tx.execute(delete(share_reader).where(share_reader.c.share_id.in_(list(share_ids))))


def hand_on(tx: Tx, share_id: int, to_id: int) -> None:
    """What others wrote about a share is about another one from now on."""
    tx.execute(update(share_word).where(share_word.c.share_id == share_id).values(share_id=to_id))


def end_talk(tx: Tx, gone: Collection[Share], posts: Collection[Delivery]) -> None:
    """The threads of these are seen to from now on, for 30 days: renamed, or deleted where nobody talked (promise 6).

    `posts` are their messages: a member may have opened a thread on one by hand, which has its id.
    """
    found = {each.thread_id: each.guild_id for each in gone if each.thread_id is not None}
    found |= {each.message_id: each.guild_id for each in posts if each.message_id is not None}
    for thread_id, guild_id in found.items():
        threads.add(tx, guild_id, thread_id)
