"""Replies to shares: their author hears of them by one line with a link (A7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.attention.model.values import Intent
from bot.attention.store import outbox
from bot.attention.store.replies import heard, leading_to, tell_reply
from bot.core.db import Database, Tx, query, use_case
from bot.showcase.model.values import REPLY, Share, State
from bot.showcase.service.finding import posted_share, share_of_message
from bot.showcase.store import settings, shares


class Replies:
    """Use cases of the listener that notices replies, and of "Talk about it"."""

    db: Database

    @query
    def talked_of(self, tx: Tx, guild_id: int, share_id: int) -> Share:
        """The post that somebody wants to talk about. ShareGone."""
        return posted_share(tx, guild_id, share_id)

    @query
    def behind_message(self, tx: Tx, guild_id: int, *message_ids: int) -> Share | None:
        """The post that one of these messages or threads of a server shows; None for all others, which is nearly every one."""
        found = (share_of_message(tx, each) for each in message_ids)
        return next((each for each in found if each and _is_posted(each, guild_id)), None)

    @use_case
    def note_talk(self, tx: Tx, share_id: int, sender_id: int, *, channel_id: int, message_id: int) -> None:
        """Somebody wrote about a post: its author is told where, unless that is themselves or somebody they silenced.

        From then on it does not count as quiet (H9).
        """
        share = shares.get(tx, share_id)
        if share is None or share.state is not State.POSTED or share.user_id == sender_id:
            return
        if not share.replied:
            shares.change(tx, share_id, replied=True, quiet_at=None)
        tell_reply(
            tx,
            REPLY,
            share_id,
            key=f"{REPLY}:{share_id}",
            author_id=share.user_id,
            guild_id=share.guild_id,
            sender_id=sender_id,
            channel_id=channel_id,
            message_id=message_id,
        )

    @query
    def is_talked_in(self, tx: Tx, guild_id: int, channel_id: int) -> bool:
        """Whether replies to shares stand in this channel or thread: the showcase, or the thread of a post."""
        place = settings.get(tx, guild_id)
        return bool(place and place.channel_id == channel_id) or share_of_message(tx, channel_id) is not None

    @use_case
    def replies_deleted(self, tx: Tx, guild_id: int, message_ids: Collection[int]) -> None:
        """Messages are gone from Discord: lines that lead to one of them are taken back."""
        _take_back(tx, guild_id, "message", message_ids)

    @use_case
    def talk_deleted(self, tx: Tx, guild_id: int, thread_id: int) -> None:
        """A thread for talk about a share is gone from Discord: no line leads there any more."""
        _take_back(tx, guild_id, "channel", [thread_id])

    @query
    def talks(self, tx: Tx, told: Sequence[Intent]) -> dict[int, Share]:
        """The shares of what was told, by its id, for lines of an inbox.

        Without shares that are posted no more, and without whom the author silenced since.
        """
        found = shares.get_many(tx, {each.subject_id for each in told})
        return {
            each.id: found[each.subject_id]
            for each in heard(tx, told)
            if each.subject_id in found and _is_posted(found[each.subject_id], each.server)
        }


def _take_back(tx: Tx, guild_id: int, word: str, ids: Collection[int]) -> None:
    outbox.take_back(tx, REPLY, leading_to(tx, guild_id, REPLY, word, ids))


def _is_posted(share: Share, guild_id: int) -> bool:
    return share.guild_id == guild_id and share.state is State.POSTED
