"""What the background and a command that just saved something do so that Discord shows what is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.attention.store.notices import settle_notice
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, Sent
from bot.deliveries.model import State as Stands
from bot.showcase.model.values import KEEP_TRYING, SHARE, UNFURLED_AFTER, Settings, Share, State
from bot.showcase.service.finding import post_of
from bot.showcase.service.organising import refused_key
from bot.showcase.service.quiet import watch
from bot.showcase.service.roundups import plan
from bot.showcase.service.withdrawing import adapted_changed
from bot.showcase.store import settings, shares


@dataclass(frozen=True)
class SharePost:
    """A posted share, or one about to be, and all that its message says.

    `place`: the server's showcase as it is now; `language` and `zone` are the server's. `parent_url`: the message of what it was
    adapted from, empty when that is not to be seen. `delivery` is how its own message stands.
    """

    share: Share
    place: Settings | None
    language: str
    zone: str
    parent_url: str
    delivery: Delivery | None

    @property
    def is_in_forum(self) -> bool:
        """Whether its message is a post of a forum; of one that was not sent, whether it goes to one."""
        if self.delivery is not None and self.delivery.message_id is not None:
            return self.delivery.channel_id == self.delivery.message_id
        return self.place is not None and self.place.forum


@dataclass(frozen=True)
class Work:
    """What has to happen so that a share's message shows its words: it is sent, or edited, or neither."""

    send: Delivery | None = None
    edit: Delivery | None = None


class Posting:
    """Use cases of the jobs that post and of a command that just saved something."""

    db: Database

    @use_case(claim=True)
    def take_unfinished(self, tx: Tx, limit: int) -> list[Delivery]:
        """Posts of shares whose lease is over or whose words changed, leased to the caller."""
        return deliveries.take_due(tx, [SHARE], [Stands.SENDING, Stands.SENT], limit)

    @query
    def next_unfinished(self, tx: Tx) -> datetime | None:
        """When the next such post is due (UTC)."""
        return deliveries.next_due(tx, [SHARE], [Stands.SENDING, Stands.SENT])

    @query
    def share_post(self, tx: Tx, share_id: int) -> SharePost | None:
        """A posted share and all that its message says; None when it is not posted (any more)."""
        share = shares.get(tx, share_id)
        if share is None or share.state is not State.POSTED:
            return None
        there = communities.get(tx, share.guild_id)
        return SharePost(
            share=share,
            place=settings.get(tx, share.guild_id),
            language=there.language,
            zone=there.zone,
            parent_url=_parent_url(tx, share),
            delivery=post_of(tx, share_id),
        )

    @use_case(claim=True)
    def share_work(self, tx: Tx, share_id: int, held: Collection[Delivery] = ()) -> Work:
        """What to do for a share's message now; `held` are rows as leased to the caller, others are taken if nobody has them."""
        share, row = shares.get(tx, share_id), post_of(tx, share_id)
        if share is None or share.state is not State.POSTED or row is None:
            return Work()
        row = deliveries.hold(tx, row, held)
        if row is None:
            return Work()
        if row.state is Stands.SENDING:
            return Work(send=row)
        return Work(edit=row) if row.state is Stands.SENT and row.dirty else Work()

    @use_case(claim=True)
    def record_share(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending a share; once it is in Discord it is rounded up, looked at, and shown to its readers.

        Returns how its message stands, None when that is somebody else's by now.
        """
        stands = deliveries.record(tx, claimed, outcome)
        share = shares.get(tx, claimed.subject_id)
        if stands is None or share is None or stands.state is not Stands.SENT:
            return stands
        assert isinstance(outcome, Sent)
        settle_notice(tx, claimed.guild_id, refused_key(claimed.guild_id))
        shares.change(
            tx,
            share.id,
            channel_id=claimed.channel_id,
            thread_id=outcome.message_id if outcome.channel_id else None,
            posted_at=tx.now,
            look_at=tx.now + UNFURLED_AFTER,
        )
        if (posted := shares.get(tx, share.id)) is not None:
            watch(tx, posted)
            plan(tx, posted)
            adapted_changed(tx, [posted.id])
        return stands

    @use_case
    def send_elsewhere(self, tx: Tx, refused: Delivery) -> bool:
        """An unsent share whose channel is out of reach goes to the server's showcase, if that is another channel by now."""
        place, row = settings.get(tx, refused.guild_id), deliveries.get(tx, refused.id)
        if place is None or row is None or row.channel_id == place.channel_id:
            return False
        if row.state is Stands.SENDING and row.fence == refused.fence:
            shares.change(tx, row.subject_id, channel_id=place.channel_id)
            deliveries.post_anew(tx, replace(row, channel_id=place.channel_id), KEEP_TRYING)
        return True

    @use_case(claim=True)
    def record_edit(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of editing a share's message; it is never posted anew, for people talk about it where it is."""
        return deliveries.record(tx, claimed, outcome, anew=False)

    @query
    def posted(self, tx: Tx, share_id: int) -> Delivery | None:
        """How the message of a share stands; None when it has none."""
        return post_of(tx, share_id)


def _parent_url(tx: Tx, share: Share) -> str:
    parent = shares.get(tx, share.parent_id) if share.parent_id else None
    if parent is None or parent.guild_id != share.guild_id or parent.state is not State.POSTED:
        return ""
    post = post_of(tx, parent.id)
    return post.url if post else ""
