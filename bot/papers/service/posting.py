"""What the background and a command that just saved something do so that Discord shows what members wrote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.communities import store as communities
from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import UNKNOWN_CHANNEL, Delivery, Outcome, State
from bot.papers.model.values import ENTRY, KEEP_TRYING, RECENT, Entry, EntryKind, EntryState, Paper
from bot.papers.service import reaching
from bot.papers.service.guarding import refused_here
from bot.papers.service.owning import paper_of, post_of
from bot.papers.service.questions import tell_followers
from bot.papers.service.threads import Threads
from bot.papers.service.withdrawing import take_back
from bot.papers.service.writing import words_of
from bot.papers.store import entries, settings
from bot.people.store import has_left


@dataclass(frozen=True)
class EntryPost:
    """A posted entry, or one about to be, and all that its message says in the server's `language`."""

    entry: Entry
    paper: Paper
    language: str = ""
    topic: Topic | None = None
    delivery: Delivery | None = None


@dataclass(frozen=True)
class EntryWork:
    """What has to happen so that an entry's message shows its words: it is sent, or edited, or neither.

    `opens`: it is a question, and its thread has to be opened.
    """

    send: Delivery | None = None
    edit: Delivery | None = None
    opens: bool = False


def claim_post(tx: Tx, entry: Entry, until: timedelta = KEEP_TRYING) -> Delivery | None:
    """Claim the message of an entry, into its channel or thread, to be tried for that long; None when it was claimed before.

    `Posting.entry_work` goes on with it, for the caller or after a restart.
    """
    return deliveries.claim_new(
        tx, ENTRY, entry.id, guild_id=entry.guild_id, channel_id=entry.channel_id, keep_for=until
    )


class Posting(Threads):
    """Use cases of the job that posts entries and of a command that just saved one."""

    db: Database

    @use_case(claim=True)
    def take_unfinished(self, tx: Tx, limit: int) -> list[Delivery]:
        """Posts of entries whose lease is over or whose words changed, leased to the caller."""
        return deliveries.take_due(tx, [ENTRY], [State.SENDING, State.SENT], limit)

    @query
    def next_unfinished(self, tx: Tx) -> datetime | None:
        """When the next such post is due (UTC)."""
        return deliveries.next_due(tx, [ENTRY], [State.SENDING, State.SENT])

    @query
    def entry_post(self, tx: Tx, entry_id: int) -> EntryPost | None:
        """A posted entry and all that its message says; None when it is not posted (any more)."""
        entry = entries.get(tx, entry_id)
        if entry is None or entry.state is not EntryState.POSTED:
            return None
        return EntryPost(
            entry=entry,
            paper=paper_of(tx, entry),
            language=communities.get(tx, entry.guild_id).language,
            topic=topics.topic_of(tx, entry.guild_id, entry.topic_id) if entry.topic_id else None,
            delivery=post_of(tx, entry_id),
        )

    @use_case(claim=True)
    def entry_work(self, tx: Tx, entry_id: int, held: Collection[Delivery] = ()) -> EntryWork:
        """What to do for an entry's message now; `held` are rows as leased to the caller, others are taken if nobody has them.

        What waited until it may not be posted any more, or would have to go elsewhere, is its author's alone again.
        """
        entry, row = entries.get(tx, entry_id), post_of(tx, entry_id)
        if entry is None or entry.state is not EntryState.POSTED or row is None:
            return EntryWork()
        row = deliveries.hold(tx, row, held)
        if row is None:
            return EntryWork()
        if row.state is State.SENDING:
            if not _may_be_sent(tx, entry, row):
                take_back(tx, entry, channel_id=entry.channel_id if entry.kind is EntryKind.NOTES else 0)
                return EntryWork()
            return EntryWork(send=row)
        if row.state is not State.SENT or not row.dirty:
            return EntryWork()
        return EntryWork(edit=row, opens=entry.kind is EntryKind.QUESTION and entry.thread_id is None)

    @use_case(claim=True)
    def record_post(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending an entry; a question that is in Discord is told of, and its thread is due.

        Returns how its message stands, None when that is somebody else's by now.
        """
        stands = deliveries.record(tx, claimed, outcome)
        entry = entries.get(tx, claimed.subject_id)
        if stands is None or entry is None or stands.state is not State.SENT:
            return stands
        reaching.within_reach(tx, claimed.guild_id, claimed.channel_id)
        entries.change(tx, entry.id, channel_id=stands.channel_id, posted_at=tx.now)
        if entry.kind is EntryKind.QUESTION:
            tell_followers(tx, entry)
            deliveries.mark_dirty(
                tx, ENTRY, entry.id
            )  # the job goes on with its thread, should this process end here
        return deliveries.get(tx, claimed.id)

    @use_case(claim=True)
    def record_post_edit(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of editing an entry's message; it is never posted anew, for people talk about it where it is."""
        return deliveries.record(tx, claimed, outcome, anew=False)

    @use_case
    def entry_out_of_reach(self, tx: Tx, refused: Delivery) -> None:
        """Discord says that the channel of an unsent entry is gone or closed to us: organisers are told once.

        Notes whose thread is gone are their author's alone again; posted once more they go into the channel of their session.
        """
        reaching.out_of_reach(tx, refused.guild_id, refused.channel_id)
        entry, row = entries.get(tx, refused.subject_id), deliveries.get(tx, refused.id)
        waits = row is not None and row.state is State.SENDING and row.fence == refused.fence
        if entry and waits and entry.kind is EntryKind.NOTES and refused.code == UNKNOWN_CHANNEL:
            take_back(tx, entry)

    @query
    def posted_lately(self, tx: Tx) -> list[tuple[int, int]]:
        """What was posted in the last days, as (server, entry): it may be gone when a process starts."""
        return entries.posted_since(tx, tx.now - RECENT)

    @query
    def entry_delivery(self, tx: Tx, entry_id: int) -> Delivery | None:
        """How the message of an entry stands; None when it has none."""
        return post_of(tx, entry_id)


def _may_be_sent(tx: Tx, entry: Entry, row: Delivery) -> bool:
    """Whether a post that waits may still be sent where it was to go: papers may be off or elsewhere, words refused since."""
    guild_id, author = entry.guild_id, entry.user_id
    if has_left(tx, guild_id, [author]) or refused_here(tx, guild_id, author, words_of(entry)):
        return False
    place = settings.get(tx, guild_id)
    return entry.kind is EntryKind.NOTES or (
        place is not None and place.on and place.channel_id == row.channel_id
    )
