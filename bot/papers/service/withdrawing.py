"""Takes back what was told and posted of entries that go, or that only their author sees from now on (promise 6)."""

from __future__ import annotations

from collections.abc import Collection

from bot.attention.store import outbox
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.papers.model.values import ENTRY, QUESTION, REPLY, Entry, EntryKind, EntryState
from bot.papers.store import entries, papers, threads


def let_go(tx: Tx, gone: Collection[Entry]) -> list[int]:
    """These stop being posted, or are about to be deleted: lines about them are taken back, their threads are seen to.

    The rows stay, for the caller to delete or change. Returns the deliveries to remove.
    """
    ids = [each.id for each in gone]
    if not ids:
        return []
    for kind in (QUESTION, REPLY):
        outbox.take_back(tx, kind, ids)
    _end_talk(tx, gone)
    return deliveries.mark_removing(tx, ENTRY, ids)


def take_back(tx: Tx, entry: Entry, *, channel_id: int = 0) -> list[int]:
    """It is its author's alone from now on; `channel_id` is where notes would go (0: where their session is).

    Returns the deliveries to remove.
    """
    removals = let_go(tx, [entry])
    state = EntryState.PRIVATE.value
    entries.change(tx, entry.id, state=state, channel_id=channel_id, thread_id=None, posted_at=None)
    return removals


def forget(tx: Tx, gone: Collection[Entry]) -> list[int]:
    """These are deleted with all that was told and posted of them, and copies of papers that nobody else there uses.

    Returns the deliveries to remove.
    """
    removals = let_go(tx, gone)
    entries.remove(tx, [each.id for each in gone])
    for guild_id in {each.guild_id for each in gone}:
        papers.let_go_unused(tx, guild_id, {each.arxiv_id for each in gone if each.guild_id == guild_id})
    return removals


def _end_talk(tx: Tx, gone: Collection[Entry]) -> None:
    """Their threads are seen to from now on; also one that a member opened by hand, which has its message's id.

    Notes stand in the thread of a session, where no message has a thread of its own.
    """
    own = {each.id: each for each in gone if each.kind is not EntryKind.NOTES}
    found = {each.thread_id: each.guild_id for each in own.values() if each.thread_id is not None}
    for post in deliveries.of_subjects(tx, ENTRY, list(own)):
        if post.message_id is not None:
            found[post.message_id] = post.guild_id
    for thread_id, guild_id in found.items():
        threads.add(tx, guild_id, thread_id)
