"""Organisers' notices: where they go, what is open, and what has to be posted or edited (A8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.attention.model.values import NOTICE, NOTICES_SHOWN, Notice, NoticePlace
from bot.attention.store import notices
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import LEASE, Delivery, State

BATCH = 100  # notices posted at once
KEEP_TRYING = timedelta(hours=12)  # to post one; the card has it anyway


@dataclass(frozen=True)
class NoticePost:
    """A notice to be posted, or to be edited when `claimed.state` is SENT, and the language of its server."""

    claimed: Delivery
    notice: Notice
    language: str


class Organisers:
    """Use cases of /setup > Notices, and of the job that posts them. `serves` says whether this bot may work for a server."""

    db: Database
    serves: Callable[[int], bool]

    @query
    def place_of(self, tx: Tx, guild_id: int) -> NoticePlace | None:
        """The channel of a server's notices; None: they are on the card only."""
        return notices.places(tx, [guild_id]).get(guild_id)

    @use_case
    def choose_place(self, tx: Tx, guild_id: int, actor_id: int, channel_id: int | None) -> None:
        """An organiser chooses the channel of the server's notices; None: the card only.

        What is posted is not posted again; what is not goes to the new channel.
        """
        if channel_id is None:
            notices.remove_place(tx, guild_id)
        else:
            notices.save_place(tx, guild_id, channel_id)
        _move_unsent(tx, guild_id, channel_id)
        communities.write_audit(
            tx, guild_id, actor_id, "attention.notices", channel=str(channel_id) if channel_id else ""
        )

    @query
    def open_notices(self, tx: Tx, guild_id: int) -> list[Notice]:
        """What organisers have not seen to yet, newest first, at most one more than a card shows."""
        return notices.open_notices(tx, guild_id, NOTICES_SHOWN + 1)

    @use_case
    def notice_seen(self, tx: Tx, guild_id: int, notice_id: int) -> bool:
        """An organiser has seen to a notice of their server; False when it was settled before, or is none of theirs."""
        return bool(notices.settle_one(tx, guild_id, notice_id))

    @use_case(claim=True)
    def claim_notices(self, tx: Tx, limit: int = BATCH) -> list[NoticePost]:
        """Claim notices that are to be posted; those of a server without a place stay on its card.

        Empty also then; `next_notice` says whether more is due.
        """
        due = notices.take_due(tx, limit)
        places = notices.places(tx, {each.guild_id for each in due})
        spoken = communities.languages(tx, {each.guild_id for each in due}) if due else {}
        posts = []
        for each in due:
            place = places.get(each.guild_id)
            if place is None or not self.serves(each.guild_id):
                continue
            claimed = deliveries.claim_new(
                tx,
                NOTICE,
                each.id,
                guild_id=each.guild_id,
                channel_id=place.channel_id,
                keep_for=KEEP_TRYING,
            )
            if claimed is not None:
                posts.append(NoticePost(claimed, each, spoken.get(each.guild_id, "")))
        return posts

    @query
    def next_notice(self, tx: Tx) -> datetime | None:
        """When the next notice has to be posted (UTC)."""
        return notices.next_due(tx)

    @use_case(claim=True)
    def take_unfinished_notices(self, tx: Tx, limit: int = BATCH) -> list[NoticePost]:
        """Notices whose lease is over, or which have to be edited because they are settled, leased to the caller."""
        taken = deliveries.take_due(tx, [NOTICE], [State.SENDING, State.SENT], limit)
        there = notices.get_many(tx, [each.subject_id for each in taken])
        spoken = communities.languages(tx, {each.guild_id for each in there.values()}) if there else {}
        posts = []
        for each in taken:
            value = there.get(each.subject_id)
            if value is None:
                deliveries.forget(tx, each.id)
            else:
                posts.append(NoticePost(each, value, spoken.get(value.guild_id, "")))
        return posts

    @query
    def next_unfinished_notice(self, tx: Tx) -> datetime | None:
        """When the next such notice is due (UTC)."""
        return deliveries.next_due(tx, [NOTICE], [State.SENDING, State.SENT])

    @use_case
    def notices_refused(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says that this channel is gone or closed to us: the card says so, as long as notices go there."""
        notices.set_refused(tx, guild_id, channel_id, tx.now)

    @use_case
    def notices_got_through(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """A notice was posted in this channel: what was said about it is no longer true."""
        notices.set_refused(tx, guild_id, channel_id, None)


def _move_unsent(tx: Tx, guild_id: int, channel_id: int | None) -> None:
    """What is not known to be posted goes to the new channel, or (None) nowhere; in no other channel it stays or comes."""
    refused, perhaps = [], []
    for each in deliveries.unsent(tx, NOTICE, guild_id):
        if each.is_refused and each.leased_until and each.leased_until > tx.now + LEASE:
            deliveries.forget(tx, each.id)  # nobody is sending it at this moment
            refused.append(each.subject_id)
        elif each.channel_id != channel_id:
            perhaps.append(each.subject_id)
    deliveries.mark_removing(tx, NOTICE, perhaps)
    if channel_id is not None:
        notices.post_again(tx, refused + perhaps)
