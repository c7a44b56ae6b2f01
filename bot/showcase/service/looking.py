"""Looks at posts in Discord: what it shows of their links, and whether they are still there (H1, H5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.core.db import Database, Tx, query, use_case
from bot.core.links import shows_page
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.deliveries.model import State as Stands
from bot.showcase.model.values import RECENT, ROUNDUP, SHARE, Share, Unfurl
from bot.showcase.service.finding import post_of, share_of_message
from bot.showcase.service.roundups import retell
from bot.showcase.service.withdrawing import let_go
from bot.showcase.service.writing import unfurl_columns
from bot.showcase.store import looks, shares

APART = timedelta(seconds=2)  # between two looks after a start
Unfurled: TypeAlias = tuple[str, Unfurl]
"""What Discord shows of an address, "" of none."""


@dataclass(frozen=True)
class Look:
    """A post to be looked at, by who has it until then (aware UTC)."""

    post: Delivery
    until: datetime


class Looking:
    """Use cases of the listeners and the job that look at posts."""

    db: Database

    @use_case
    def seen(self, tx: Tx, message_id: int, text: str, shown: Iterable[Unfurled]) -> None:
        """Discord shows this below a message of ours that says `text`; of any other message than a share's this is nothing.

        Only what it shows of the share's own link counts, not of another in its words. That it shows nothing is no news: below
        a message that was just edited nothing stands for a moment. The post is edited when it gets its name by this, and only
        then, so that an edit cannot cause the next one.
        """
        share = share_of_message(tx, message_id)
        if share is None or not share.content.link or share.content.link not in text:
            return
        unfurl = next(
            (each for url, each in shown if each != Unfurl() and shows_page(url, share.content.link)), None
        )
        if unfurl in (None, share.unfurl):
            return
        shares.change(tx, share.id, **unfurl_columns(unfurl))
        named = replace(share, unfurl=unfurl)
        if not share.unfurl.title and named.name != share.name:
            retell(tx, [named])
            if named.is_shipped or named.thread_id is not None:
                deliveries.mark_dirty(tx, SHARE, share.id)

    @use_case
    def message_deleted(self, tx: Tx, message_id: int) -> list[int]:
        """A message of ours is gone from Discord: what it showed goes, too (H5). Returns further deliveries to remove."""
        found = deliveries.of_message(tx, message_id)
        if found is None or found.state is Stands.REMOVING or found.kind not in (SHARE, ROUNDUP):
            return []
        deliveries.forget(tx, found.id)
        share = shares.get(tx, found.subject_id) if found.kind == SHARE else None
        return _forget(tx, replace(share, thread_id=message_id)) if share else []

    @use_case
    def thread_deleted(self, tx: Tx, thread_id: int) -> list[int]:
        """A thread is gone from Discord: in a forum a share's post is, else only the talk about it. As `message_deleted`."""
        found = deliveries.of_message(tx, thread_id)
        if found is None or found.state is Stands.REMOVING or found.kind not in (SHARE, ROUNDUP):
            return []
        share = shares.get(tx, found.subject_id) if found.kind == SHARE else None
        if found.channel_id != thread_id:
            if share is not None:
                shares.change(tx, share.id, thread_id=None)
            return []
        deliveries.forget(tx, found.id)
        return _forget(tx, replace(share, thread_id=None)) if share else []

    @use_case(claim=True)
    def take_looks(self, tx: Tx, limit: int) -> list[Look]:
        """Posts that have to be looked at now, leased to the caller."""
        taken = []
        for share_id in looks.take_due(tx, limit):
            until = looks.leased_until(tx)
            post = post_of(tx, share_id)
            if post is None or post.message_id is None:
                looks.done(tx, share_id, until)
            else:
                taken.append(Look(post, until))
        return taken

    @query
    def next_look(self, tx: Tx) -> datetime | None:
        """When the next post has to be looked at (UTC)."""
        return looks.next_due(tx)

    @use_case
    def looked(self, tx: Tx, look: Look) -> None:
        """It was looked at."""
        looks.done(tx, look.post.subject_id, look.until)

    @query
    def was_posted_lately(self, tx: Tx) -> bool:
        """Whether there are posts of the last days that nobody is about to look at."""
        return bool(looks.posted_since(tx, tx.now - RECENT))

    @use_case
    def look_again(self, tx: Tx) -> None:
        """A process starts: the posts of the last days are looked at one after the other, for they may be gone."""
        recent = looks.posted_since(tx, tx.now - RECENT)
        looks.plan(tx, [(share_id, tx.now + APART * place) for place, share_id in enumerate(recent)])


def _forget(tx: Tx, share: Share) -> list[int]:
    removals = let_go(tx, [share])
    shares.remove(tx, [share.id])
    return removals
