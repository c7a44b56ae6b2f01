"""What a member does with an entry of their own: show it, post it, keep it to themselves, change it, delete it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.communities import store as communities
from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries.model import Delivery
from bot.papers.model.refusals import MayNotWrite, WordsRefused
from bot.papers.model.values import Entry, EntryKind, EntryState, Paper
from bot.papers.service.guarding import check_words
from bot.papers.service.owning import entry_of_message, own_entry, paper_of, post_of
from bot.papers.service.placing import Place, channel_of, place_of
from bot.papers.service.posting import claim_post
from bot.papers.service.withdrawing import forget, take_back
from bot.papers.service.writing import read_parts, words_of, write
from bot.papers.store import entries


@dataclass(frozen=True)
class Own:
    """An entry as its author sees it. `post` is how its message stands, None while it has none; `language` is the server's."""

    entry: Entry
    paper: Paper
    topic: Topic | None = None
    post: Delivery | None = None
    language: str = ""


@dataclass(frozen=True)
class Posted:
    """An entry that is posted, and the delivery claimed for it just now, which the caller has to send."""

    entry: Entry
    claimed: Delivery | None = None


@dataclass(frozen=True)
class Withdrawn:
    """An entry that is its author's alone again, or (`delete_entry`) is gone, as it was; and the deliveries to remove now."""

    entry: Entry
    removals: tuple[int, ...] = ()

    @property
    def was_posted(self) -> bool:
        """Whether others saw it until now."""
        return self.entry.state is EntryState.POSTED


class Publishing:
    """Use cases below every entry, whatever its kind. All of them raise EntryGone for what is not the member's."""

    db: Database

    @query
    def own_entry(self, tx: Tx, user_id: int, entry_id: int) -> Own:
        """The member's own entry as it stands."""
        entry = own_entry(tx, user_id, entry_id)
        return Own(
            entry=entry,
            paper=paper_of(tx, entry),
            topic=topics.topic_of(tx, entry.guild_id, entry.topic_id) if entry.topic_id else None,
            post=post_of(tx, entry_id),
            language=communities.get(tx, entry.guild_id).language,
        )

    @query
    def own_entry_at(self, tx: Tx, user_id: int, message_id: int) -> Entry | None:
        """The member's own entry behind a Discord message, or None."""
        found = entry_of_message(tx, message_id)
        return found if found and found.user_id == user_id else None

    @query
    def place_of_entry(self, tx: Tx, user_id: int, entry_id: int) -> Place:
        """Where it stands, or would, and where its author needs the right to write for that. NoPapers."""
        return place_of(tx, own_entry(tx, user_id, entry_id))

    @use_case
    def post_entry(self, tx: Tx, user_id: int, entry_id: int, *, may_post: bool) -> Posted:
        """Post an entry.

        NoPapers; then MayNotWrite, WordsRefused, TooOften: it stays its author's own then. What is posted already stays as it is:
        the button was pressed twice.
        """
        entry = own_entry(tx, user_id, entry_id)
        if entry.state is EntryState.POSTED:
            return Posted(entry)
        channel_id = channel_of(tx, entry)
        if not may_post:
            raise MayNotWrite(channel_id, entry_id)
        try:
            check_words(tx, entry.guild_id, user_id, words_of(entry))
        except WordsRefused as refused:
            refused.entry_id = entry_id
            raise
        posted = replace(entry, state=EntryState.POSTED, channel_id=channel_id, posted_at=tx.now)
        entries.save(tx, posted)
        return Posted(posted, claim_post(tx, posted))

    @use_case
    def keep_entry(self, tx: Tx, user_id: int, entry_id: int) -> Withdrawn:
        """It is its author's alone: a post goes, with its thread and what was told of it; the words stay."""
        entry = own_entry(tx, user_id, entry_id)
        if entry.state is EntryState.PRIVATE:
            return Withdrawn(entry)
        # Notes go back to where they were; anything else to where papers are then.
        back = entry.channel_id if entry.kind is EntryKind.NOTES else 0
        return Withdrawn(entry, tuple(take_back(tx, entry, channel_id=back)))

    @use_case
    def rewrite_entry(
        self, tx: Tx, user_id: int, entry_id: int, typed: Iterable[str], *, may_post: bool
    ) -> Entry:
        """Replace its three texts; a post is due for an edit.

        NothingWritten, WordsTooLong, WordsRefused, and of a posted one MayNotWrite: nothing is changed then.
        """
        entry = own_entry(tx, user_id, entry_id)
        return write(tx, entry, replace(entry, parts=read_parts(entry.kind, typed)), may_post=may_post)

    @use_case
    def delete_entry(self, tx: Tx, user_id: int, entry_id: int) -> Withdrawn:
        """Forget an entry everywhere (promise 6): its row now, its message at once after."""
        entry = own_entry(tx, user_id, entry_id)
        return Withdrawn(entry, tuple(forget(tx, [entry])))
