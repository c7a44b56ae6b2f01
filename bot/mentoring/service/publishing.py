"""Posts of questions, answers, AMAs and needs: what has to be sent, edited or removed, their threads, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import UNKNOWN_CHANNEL, Delivery, Gone, Outcome, State
from bot.deliveries.store.left import LeftThread
from bot.mentoring.model.asking import AMA, ANSWER, NEED, QUESTION
from bot.mentoring.service import answer_posts, asking, boarding, hosting, reaching
from bot.mentoring.service.guarding import refused_here
from bot.mentoring.service.sources import (
    Facts,
    Post,
    Source,
    channel_of,
    place_of,
    post_of,
    thread_about,
    thread_of,
)
from bot.mentoring.store import settings, threads
from bot.people.store import has_left

SOURCES: dict[str, Source] = {  # each kind of post
    QUESTION: asking.SOURCE,
    ANSWER: answer_posts.SOURCE,
    AMA: hosting.SOURCE,
    NEED: boarding.SOURCE,
}
KINDS = (QUESTION, ANSWER, AMA, NEED)
AT_ONCE = 100  # posts that follow their channel in one transaction
RECENT = timedelta(days=7)  # posts that are looked at after a start


@dataclass(frozen=True)
class PostWork:
    """What has to happen for a message: it is sent, or edited, or neither; `opens` is the post whose thread is needed first."""

    send: Delivery | None = None
    edit: Delivery | None = None
    opens: Post | None = None


class PlaceDeleted(NamedTuple):
    """Deliveries to remove after a place was deleted; `more`: something of ours stood there still."""

    removals: list[int]
    more: bool


class Publishing:
    """Use cases of the job that posts, and of a command that just saved something to be posted."""

    db: Database

    @use_case(claim=True)
    def take_unfinished_posts(self, tx: Tx, limit: int) -> list[Delivery]:
        """Posts whose lease is over or whose words changed, leased to the caller."""
        return deliveries.take_due(tx, KINDS, [State.SENDING, State.SENT], limit)

    @query
    def next_unfinished_post(self, tx: Tx) -> datetime | None:
        """When the next such post is due (UTC)."""
        return deliveries.next_due(tx, KINDS, [State.SENDING, State.SENT])

    @query
    def post_delivery(self, tx: Tx, kind: str, subject_id: int) -> Delivery | None:
        """How the message of a row stands; None when it has none."""
        return post_of(tx, kind, subject_id)

    @use_case(claim=True)
    def post_work(self, tx: Tx, kind: str, subject_id: int, held: Collection[Delivery] = ()) -> PostWork:
        """What to do for a row's message now; `held` are deliveries as leased to the caller, others are taken if nobody has them.

        What waited until it may not be posted any more, or would have to go elsewhere, is taken back.
        """
        source, row = SOURCES.get(kind), post_of(tx, kind, subject_id)
        facts = source.facts(tx, subject_id) if source else None
        if source is None or facts is None or row is None:
            return PostWork()
        row = deliveries.hold(tx, row, held)
        if row is None:
            return PostWork()
        if row.state is State.SENT:
            return PostWork(edit=row) if row.dirty else PostWork()
        if row.state is not State.SENDING:
            return PostWork()
        place = place_of(tx, facts.guild_id, facts.within)
        if not _may_be_sent(tx, facts, row, place):
            source.take_back(tx, subject_id)
            return PostWork()
        if place == 0:
            return PostWork()  # the post in whose thread it goes is on its way; this one is looked at again
        if place != row.channel_id:
            deliveries.point(tx, row.id, place)
            row = replace(row, channel_id=place)
        opens = facts.within and thread_of(tx, *facts.within) is None
        return PostWork(send=row, opens=facts.within if opens else None)

    @use_case(claim=True)
    def record_post(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending, and what follows from it.

        Returns how the message stands, None when that is somebody else's by now.
        """
        if isinstance(outcome, Gone) and outcome.code == UNKNOWN_CHANNEL:
            threads.forget(tx, claimed.channel_id)  # the next try opens another
        stands = deliveries.record(tx, claimed, outcome)
        if stands is not None and stands.state is State.DROPPED and stands.kind in SOURCES:
            SOURCES[stands.kind].given_up(tx, stands.subject_id)
            return deliveries.get(tx, claimed.id)
        if stands is None or stands.state is not State.SENT:
            return stands
        _reached(tx, claimed.guild_id, claimed.channel_id)
        if claimed.kind in SOURCES:
            SOURCES[claimed.kind].sent(tx, stands)
        return deliveries.get(tx, claimed.id)

    @use_case(claim=True)
    def record_post_edit(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of editing; nothing is posted anew, for people talk about it where it is."""
        return deliveries.record(tx, claimed, outcome, anew=False)

    @use_case
    def post_out_of_reach(self, tx: Tx, refused: Delivery) -> None:
        """Discord says that the place of an unsent post is gone or closed to us: organisers are told once.

        That is a channel; or a thread in it, which could not be opened, or in which we may not write.
        """
        channel_id = channel_of(tx, refused.channel_id)
        if channel_id == refused.channel_id:
            reaching.out_of_reach(tx, refused.guild_id, channel_id)
        else:
            reaching.threads_out_of_reach(tx, refused.guild_id, channel_id)

    @query
    def post_to_talk_about(self, tx: Tx, kind: str, subject_id: int) -> tuple[Delivery | None, int | None]:
        """A post as it stands, None when it is not in Discord; and its thread, None while it has none."""
        post = post_of(tx, kind, subject_id)
        there = post is not None and post.message_id is not None and post.state is State.SENT
        return (post, thread_of(tx, kind, subject_id)) if there else (None, None)

    @use_case
    def thread_opened(self, tx: Tx, kind: str, subject_id: int, guild_id: int, thread_id: int) -> bool:
        """Remember the thread of a post; False when the post went meanwhile: then the thread is left."""
        source, post = SOURCES.get(kind), post_of(tx, kind, subject_id)
        shown = source is not None and source.facts(tx, subject_id) is not None
        if shown and post is not None and post.message_id == thread_id:
            threads.add(tx, thread_about(kind, subject_id, guild_id, thread_id))
            return True
        threads.leave(tx, guild_id, thread_id)
        return False

    @use_case(claim=True)
    def take_left_threads(self, tx: Tx, limit: int) -> list[tuple[LeftThread, bool]]:
        """Threads that are left and have to be seen to now, leased to the caller; each with whether answers stand in it."""
        for thread_id in threads.late(tx):
            if _holds_posts(tx, thread_id):
                threads.keep(tx, thread_id)
        return [(each, _holds_posts(tx, each.thread_id)) for each in threads.take_due(tx, limit)]

    @query
    def next_left_thread(self, tx: Tx) -> datetime | None:
        """When the next of them has to be seen to (UTC)."""
        return threads.next_due(tx)

    @use_case
    def left_thread_seen_to(self, tx: Tx, thread_id: int, *, done: bool) -> None:
        """It is deleted or renamed; or (not `done`) Discord did not let us, and it is tried again later."""
        if done and _holds_posts(tx, thread_id):
            threads.keep(tx, thread_id)
        else:
            threads.seen_to(tx, thread_id, done=done)

    @use_case
    def post_message_deleted(self, tx: Tx, message_id: int) -> list[int]:
        """A message of ours is gone from Discord: if it showed a post, its row follows. Returns deliveries to remove."""
        found = deliveries.of_message(tx, message_id)
        if found is None or found.kind not in SOURCES or found.state is State.REMOVING:
            return []
        removals = list(SOURCES[found.kind].deleted(tx, [found.subject_id]))
        deliveries.forget(tx, found.id)
        return [each for each in removals if each != found.id]

    @query
    def posts_lately(self, tx: Tx) -> list[tuple[int, Post]]:
        """What was posted in the last days, as (server, post), the newest first: it may be gone when a process starts."""
        found = deliveries.sent_since(tx, KINDS, tx.now - RECENT)
        return [(each.guild_id, (each.kind, each.subject_id)) for each in found]

    @query
    def is_place(self, tx: Tx, guild_id: int, place_id: int) -> bool:
        """Whether posts of ours stand in this channel, or it is the thread of one; nearly always not."""
        known = threads.get(tx, place_id) is not None
        return known or bool(deliveries.standing_in(tx, KINDS, guild_id, [place_id]))

    @use_case
    def place_deleted(self, tx: Tx, guild_id: int, place_id: int, *, channel: bool = False) -> PlaceDeleted:
        """A thread, or (`channel`) a channel with its threads, is gone from Discord: what stood there follows.

        A part of it: called again while there is `more`, so that others can write in between.
        """
        here = deliveries.standing_in(tx, KINDS, guild_id, [place_id], AT_ONCE)
        inner = [each.message_id or 0 for each in here if channel]
        inside = deliveries.standing_in(tx, KINDS, guild_id, inner, AT_ONCE)
        gone = inside or here
        known = {each.id for each in gone}
        removals: list[int] = []
        for kind, source in SOURCES.items():
            if ids := [each.subject_id for each in gone if each.kind == kind]:
                removals += source.deleted(tx, ids)
        deliveries.forget(tx, *known)
        if not inside:
            threads.forget(tx, place_id, *inner)
        more = bool(inside) or len(here) == AT_ONCE
        return PlaceDeleted([each for each in removals if each not in known], more)


def _reached(tx: Tx, guild_id: int, place_id: int) -> None:
    channel_id = channel_of(tx, place_id)
    if channel_id == place_id:
        reaching.within_reach(tx, guild_id, channel_id)
    else:
        reaching.threads_within_reach(tx, guild_id, channel_id)


def _holds_posts(tx: Tx, thread_id: int) -> bool:
    known = threads.get(tx, thread_id)
    return known is not None and bool(deliveries.standing_in(tx, KINDS, known.guild_id, [thread_id]))


def _may_be_sent(tx: Tx, facts: Facts, row: Delivery, place: int) -> bool:
    """Whether what waits may still be sent where it was to go: it may be off or elsewhere, words refused since."""
    guild_id, author = facts.guild_id, facts.author_id
    if has_left(tx, guild_id, [author]) or refused_here(tx, guild_id, author, facts.texts):
        return False
    found = settings.get(tx, guild_id)
    if found is None or not found.on:
        return False
    if facts.within is None:
        return place == row.channel_id
    return place != 0 or not row.is_over(tx.now)
