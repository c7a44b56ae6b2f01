"""What a feature's row says about its post, and how posts in the channel and in threads are claimed, changed and removed.

Whoever has posts of a kind (a question, an answer, an AMA, a need) makes one `Source`, and registers it in `publishing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.attention.store import notices
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.mentoring.model.asking import AMA, POST_FOR, QUESTION
from bot.mentoring.store import settings, threads
from bot.mentoring.store.threads import Thread

Post = tuple[str, int]  # kind and subject


@dataclass(frozen=True)
class Facts:
    """What has to be known of a row to post it. `within`: the post in whose thread it goes; None: into the channel.

    `texts` are all words of members in it.
    """

    guild_id: int
    author_id: int
    texts: tuple[str, ...]
    within: Post | None = None


Deleted = Callable[[Tx, int], Collection[int]]


def one_by_one(deleted: Deleted) -> Callable[[Tx, Collection[int]], list[int]]:
    """What follows when messages were deleted by hand, said for a single one."""
    return lambda tx, subject_ids: [removal for each in subject_ids for removal in deleted(tx, each)]


def nothing(_tx: Tx, _post: object) -> None:
    """Nothing follows."""


@dataclass(frozen=True)
class Source:
    """What the generic flow of posts asks about one kind; plain functions, called in its transactions."""

    facts: Callable[[Tx, int], Facts | None]
    """Of a row that is posted or about to be; None: it is not (any more), and nothing is sent or edited."""
    take_back: Callable[[Tx, int], object]
    """It could not be posted in its time, or must not be any more: it is its author's alone again, or gone."""
    deleted: Callable[[Tx, Collection[int]], Collection[int]]
    """Somebody deleted the messages of these by hand: the rows follow. Returns further deliveries to remove."""
    given_up: Callable[[Tx, int], object] = nothing
    """Discord refused it for as long as it was tried."""
    sent: Callable[[Tx, Delivery], object] = nothing
    """It is in Discord from now on: what follows, in the same transaction."""


def claim(
    tx: Tx,
    kind: str,
    subject_id: int,
    guild_id: int,
    *,
    within: Post | None = None,
    keep_for: timedelta = POST_FOR,
) -> Delivery | None:
    """Claim the message of a row, in the use case that saves it; None when it was claimed before.

    The caller gives it to `cogs.mentoring.posting.Posting.in_time`; after a crash the job goes on with it.
    """
    channel_id = place_of(tx, guild_id, within)
    return deliveries.claim_new(
        tx, kind, subject_id, guild_id=guild_id, channel_id=channel_id, keep_for=keep_for
    )


def post_of(tx: Tx, kind: str, subject_id: int) -> Delivery | None:
    """The message of a row as the ledger knows it."""
    return next(iter(deliveries.of_subject(tx, kind, subject_id)), None)


def place_of(tx: Tx, guild_id: int, within: Post | None) -> int:
    """The channel or thread that a message goes into; 0 while the post is not there in whose thread it goes."""
    if within is None:
        found = settings.get(tx, guild_id)
        return found.channel_id if found else 0
    post = post_of(tx, *within)
    if post is None:
        return 0
    return post.channel_id if threads.get(tx, post.channel_id) else post.message_id or 0


def thread_of(tx: Tx, kind: str, subject_id: int) -> int | None:
    """The thread for talk about a post; None while it has none. A post that stands in a thread is talked about there."""
    post = post_of(tx, kind, subject_id)
    if post is None:
        return None
    if threads.get(tx, post.channel_id) is not None:
        return post.channel_id
    known = threads.get(tx, post.message_id) if post.message_id is not None else None
    return known.thread_id if known and (known.question_id or known.ama_id) else None


def channel_of(tx: Tx, place_id: int) -> int:
    """The channel of a thread of ours, which has the id of the message it is about; any other place is one itself."""
    post = deliveries.of_message(tx, place_id)
    return channel_of(tx, post.channel_id) if post else place_id


def thread_about(kind: str, subject_id: int, guild_id: int, thread_id: int) -> Thread:
    """A new thread of a post."""
    return Thread(
        thread_id,
        guild_id,
        question_id=subject_id if kind == QUESTION else 0,
        ama_id=subject_id if kind == AMA else 0,
    )


def take_down(tx: Tx, kind: str, subject_ids: Collection[int]) -> list[int]:
    """These rows stop being posted or are about to be deleted: their messages go, their threads are seen to.

    Returns the deliveries to remove, which the caller gives to `Posting.take_down`.
    """
    posts = deliveries.of_subjects(tx, kind, list(subject_ids))
    inside = threads.known(tx, {each.channel_id for each in posts})
    # Also a thread that a member opened by hand, which has its message's id.
    left = defaultdict(set)
    for each in posts:
        if each.message_id is not None and each.channel_id not in inside:
            left[each.guild_id].add(each.message_id)
    for guild_id, thread_ids in left.items():
        threads.leave(tx, guild_id, *thread_ids)
    return deliveries.mark_removing(tx, kind, list(subject_ids))


def withdraw_reports(tx: Tx, reports: Iterable[tuple[int, str]]) -> list[int]:
    """What organisers were shown is gone, each by its server and key; returns the deliveries to remove."""
    keys = defaultdict(list)
    for guild_id, key in reports:
        keys[guild_id].append(key)
    return [each for guild_id, some in keys.items() for each in notices.withdraw(tx, guild_id, some)]
