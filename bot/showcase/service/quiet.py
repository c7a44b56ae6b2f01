"""Tells a few readers of a topic about a share that nobody replied to, without saying so (H9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import outbox, silences
from bot.communities.model import Topic
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query, use_case
from bot.people import store as people
from bot.showcase.model.values import MOST_QUIET, QUIET, QUIET_AFTER, Share, State
from bot.showcase.service.finding import post_of
from bot.showcase.store import quiet, settings, shares

BATCH = 100  # shares in one transaction
TOLD_AGAIN = timedelta(days=1)  # nobody is told twice within this time
TOLD_FOR = timedelta(days=7)  # how long the line waits, and how late a share may still be told of


@dataclass(frozen=True)
class Suggested:
    """A share that somebody may like: about what it is, and where it stands."""

    topic: Topic
    url: str


class Quiet:
    """Use cases of the job that tells, and of the line it leads to."""

    db: Database

    @use_case
    def tell_of_quiet(self, tx: Tx) -> bool:
        """Tell readers of the shares that are due now, a few of each; whether there was any. Each share is told of once."""
        due = quiet.take_due(tx, BATCH)
        for each in due:
            if _is_open(tx, each) and each.posted_at and each.posted_at > tx.now - QUIET_AFTER - TOLD_FOR:
                _tell(tx, each)
        return bool(due)

    @query
    def next_quiet(self, tx: Tx) -> datetime | None:
        """When the next share is due (UTC)."""
        return quiet.next_due(tx)

    @query
    def suggested(self, tx: Tx, told: Collection[Intent]) -> dict[int, Suggested]:
        """What of this may still be said, by its id, for lines of an inbox.

        Nobody reads of what was taken down, of somebody who was stopped or whom they silenced, nor of a topic that was removed
        or that they chose no more.
        """
        found = shares.get_many(tx, {each.subject_id for each in told})
        there = {id_: each for id_, each in found.items() if _may_be_shown(tx, each)}
        still = [each for each in told if each.subject_id in there]
        wanted = quiet.wants(tx, {(each.server, each.user_id) for each in still})
        unheard = silences.silenced(tx, [(each.user_id, there[each.subject_id].user_id) for each in still])
        lines: dict[int, Suggested] = {}
        for each in still:
            share = there[each.subject_id]
            topic = topics.topic_of(tx, share.guild_id, share.content.topic_id)
            url = _url(tx, share)
            heard = (each.user_id, share.user_id) not in unheard and (each.server, each.user_id) in wanted
            if topic and url and heard and topic.id in topics.helping(tx, share.guild_id, each.user_id):
                lines[each.id] = Suggested(topic, url)
        return lines


def watch(tx: Tx, share: Share) -> None:
    """A share is in Discord from now on: readers may be told of it later, if it is about a topic and nobody replies."""
    at = tx.now + QUIET_AFTER if share.content.topic_id and not share.replied else None
    shares.change(tx, share.id, quiet_at=at)


def _tell(tx: Tx, share: Share) -> None:
    chosen = topics.helpers(tx, share.guild_id, share.content.topic_id, since=tx.now)
    free = quiet.readers(tx, share.guild_id, chosen, since=tx.now - TOLD_AGAIN)
    left = people.has_left(tx, share.guild_id, free)
    unheard = silences.silenced(tx, [(each, share.user_id) for each in free])
    told = [
        each
        for each in free
        if each != share.user_id and each not in left and (each, share.user_id) not in unheard
    ][:MOST_QUIET]
    outbox.tell(
        tx,
        *(
            Message(
                user_id=each,
                server=share.guild_id,
                kind=QUIET,
                subject_id=share.id,
                key=f"{QUIET}:{share.id}",
                expires_at=tx.now + TOLD_FOR,
                priority=8,
                sender=share.user_id,
            )
            for each in told
        ),
    )
    quiet.note_told(tx, share.guild_id, told)


def _is_open(tx: Tx, share: Share) -> bool:
    """Whether a share still waits for a reply, in a showcase that is on, and is about a topic that is there."""
    place = settings.get(tx, share.guild_id)
    topic = topics.topic_of(tx, share.guild_id, share.content.topic_id)
    waits = not share.replied and place is not None and place.on and topic is not None
    return waits and bool(_url(tx, share)) and _may_be_shown(tx, share)


def _may_be_shown(tx: Tx, share: Share) -> bool:
    """Whether everybody there sees it, and its author did not leave and was not stopped by the organisers meanwhile."""
    guild_id, author = share.guild_id, share.user_id
    if share.state is not State.POSTED or people.has_left(tx, guild_id, [author]):
        return False
    return not moderation.guard(tx, guild_id, author).stopped


def _url(tx: Tx, share: Share) -> str:
    post = post_of(tx, share.id)
    return post.url if post else ""
