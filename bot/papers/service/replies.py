"""Replies to what members wrote about papers, and messages that were deleted by hand (A7, S5, promise 6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.attention.model.values import Intent
from bot.attention.store import outbox
from bot.attention.store.replies import heard, leading_to, tell_reply
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import State
from bot.papers.model.values import ENTRY, REPLY, SESSION, Entry, EntryState, Paper
from bot.papers.service.owning import entry_of_message, paper_of, posted_entry
from bot.papers.service.withdrawing import forget
from bot.papers.store import entries


class Replies:
    """Use cases of the listeners, of "Talk about it", and of the line that an author gets."""

    db: Database

    @query
    def talked_of(self, tx: Tx, guild_id: int, entry_id: int) -> Entry:
        """The post that somebody wants to talk about. EntryGone."""
        return posted_entry(tx, guild_id, entry_id)

    @query
    def entry_behind(self, tx: Tx, guild_id: int, *message_ids: int) -> Entry | None:
        """The entry that one of these messages or threads of a server shows; None for all others, which is nearly every one."""
        found = (entry_of_message(tx, each) for each in message_ids)
        return next((each for each in found if each and _is_posted(each, guild_id)), None)

    @use_case
    def note_reply(self, tx: Tx, entry_id: int, sender_id: int, *, channel_id: int, message_id: int) -> None:
        """Somebody wrote about an entry: its author is told where, unless that is themselves or somebody they silenced."""
        entry = entries.get(tx, entry_id)
        if entry is None or entry.state is not EntryState.POSTED or entry.user_id == sender_id:
            return
        tell_reply(
            tx,
            REPLY,
            entry_id,
            key=f"{REPLY}:{entry_id}",
            author_id=entry.user_id,
            guild_id=entry.guild_id,
            sender_id=sender_id,
            channel_id=channel_id,
            message_id=message_id,
        )

    @query
    def lines_to(
        self, tx: Tx, guild_id: int, channel_id: int, message_ids: Collection[int] = ()
    ) -> list[int]:
        """The entries of waiting lines that lead to one of these messages of a channel, or anywhere into it."""
        if not entries.used(tx, guild_id, [channel_id]) and entry_of_message(tx, channel_id) is None:
            return []  # as nearly always: what waits is looked through only where entries or talk about them stand
        if message_ids:
            return leading_to(tx, guild_id, REPLY, "message", message_ids)
        return leading_to(tx, guild_id, REPLY, "channel", [channel_id])

    @use_case
    def replies_deleted(self, tx: Tx, entry_ids: Collection[int]) -> None:
        """What the waiting lines about these entries lead to is gone from Discord: they are taken back."""
        outbox.take_back(tx, REPLY, entry_ids)

    @query
    def replies_told(self, tx: Tx, told: Sequence[Intent]) -> dict[int, tuple[Entry, Paper]]:
        """The entries of what was told, by its id, for lines of an inbox.

        Without entries that are posted no more, and without whom the author silenced since.
        """
        found = entries.get_many(tx, {each.subject_id for each in told})
        return {
            each.id: (found[each.subject_id], paper_of(tx, found[each.subject_id]))
            for each in heard(tx, told)
            if each.subject_id in found and _is_posted(found[each.subject_id], each.server)
        }

    @use_case
    def entry_message_deleted(self, tx: Tx, message_id: int) -> list[int]:
        """A message of ours is gone from Discord: if it showed an entry, that goes, too (S5). Returns deliveries to remove."""
        found = deliveries.of_message(tx, message_id)
        if found is None or found.kind != ENTRY or found.state is State.REMOVING:
            return []
        deliveries.forget(tx, found.id)
        entry = entries.get(tx, found.subject_id)
        # A thread that was opened on it by hand is not known, and has its id.
        return forget(tx, [replace(entry, thread_id=message_id)]) if entry else []

    @query
    def places_in(self, tx: Tx, guild_id: int, place_id: int, *, channel: bool = False) -> frozenset[int]:
        """Where entries stand, or would, of this thread or (`channel`) this channel and its threads; nearly always none."""
        places = {place_id, *(_session_threads(tx, guild_id, place_id) if channel else ())}
        return entries.used(tx, guild_id, places)

    @use_case
    def places_deleted(self, tx: Tx, guild_id: int, places: Collection[int]) -> None:
        """These threads and channels are gone from Discord: the entries that stood there go, too (S5).

        Notes that were to go there go into the channel of their session.
        """
        there = {each.id: each for each in entries.posted_in(tx, guild_id, places)}
        posts = deliveries.of_subjects(tx, ENTRY, list(there))
        gone = [each for each in posts if each.message_id is not None and each.channel_id in places]
        for post in gone:
            deliveries.forget(tx, post.id)
        forget(tx, [replace(there[each.subject_id], thread_id=None) for each in gone])
        entries.leave(tx, guild_id, places)

    @use_case
    def talk_deleted(self, tx: Tx, thread_id: int) -> None:
        """The thread of an entry is gone from Discord; "Talk about it" opens another, as far as Discord lets us."""
        entry = entry_of_message(tx, thread_id)
        if entry is not None and entry.thread_id == thread_id:
            entries.change(tx, entry.id, thread_id=None)


def _is_posted(entry: Entry, guild_id: int) -> bool:
    return entry.guild_id == guild_id and entry.state is EntryState.POSTED


def _session_threads(tx: Tx, guild_id: int, channel_id: int) -> set[int]:
    """The threads of this channel in which notes stand: a thread has the id of its session's card."""
    cards = (deliveries.of_message(tx, each) for each in entries.note_places(tx, guild_id))
    return {
        each.message_id
        for each in cards
        if each and each.kind == SESSION and each.channel_id == channel_id and each.message_id is not None
    }
