"""Posts what a member shares, takes it back to a draft, and forgets it (H4, H5, promise 6)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.attention.store import limits
from bot.core.db import Database, Tx, query, use_case
from bot.core.links import page_of
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.deliveries.model import State as Stands
from bot.showcase.model.refusals import MayNotShare, SharedBefore, ShareGone
from bot.showcase.model.values import KEEP_TRYING, MOST_POSTS, POSTS_PER, SHARE, Content, Share, State
from bot.showcase.service.adapting import builds_on
from bot.showcase.service.finding import own_share, post_of, showcase_of
from bot.showcase.service.guarding import check_content
from bot.showcase.service.withdrawing import adapted_changed, let_go, stop_asking
from bot.showcase.service.writing import write
from bot.showcase.store import choices, leaving, shares, words

POSTS = "showcase.post"  # what the limit of posts counts


@dataclass(frozen=True)
class Place:
    """Where a share stands, or would: its author needs the right to write there."""

    guild_id: int
    channel_id: int


@dataclass(frozen=True)
class Published:
    """A share that is posted, and the deliveries claimed for it, which the caller has to send now.

    `first`: nothing else of its author is in Discord there, or on its way (H6); `asks`: there is a round-up, and they never said
    whether it may quote them.
    """

    share: Share
    claimed: tuple[Delivery, ...]
    first: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Withdrawn:
    """A share that is a draft again, and the deliveries whose messages have to be removed now.

    `was_posted`: it is this call that made it a draft.
    """

    share: Share
    removals: tuple[int, ...] = ()
    was_posted: bool = False


@dataclass(frozen=True)
class Updated:
    """A post that says what a draft said, `before` as it was, and the deliveries whose messages have to be removed now."""

    share: Share
    before: Share
    removals: tuple[int, ...]


@dataclass(frozen=True)
class Removed:
    """A share that is forgotten, as it was, and the deliveries whose messages have to be removed now.

    `told`: others had written about it, which is gone, too.
    """

    share: Share
    removals: tuple[int, ...]
    told: bool = False

    @property
    def content(self) -> Content:
        """What it said, to be given back once."""
        return self.share.content


class Publishing:
    """Use cases of a preview's and an own share's buttons."""

    db: Database

    @query
    def place_of(self, tx: Tx, user_id: int, share_id: int) -> Place:
        """Where the member's own share stands, or would be posted. ShareGone, NoShowcase."""
        share = own_share(tx, user_id, share_id)
        if share.state is State.POSTED:
            return Place(share.guild_id, share.channel_id)
        return Place(share.guild_id, showcase_of(tx, share.guild_id).channel_id)

    @use_case
    def publish(
        self, tx: Tx, user_id: int, share_id: int, *, author: str, may_post: bool, again: bool = False
    ) -> Published:
        """Post a draft; `author` is the name Discord shows for them, `again`: although they shared its link before.

        ShareGone, NoShowcase; and in this order MayNotShare, SharesStopped, WordRefused, SharedBefore, TooOften. A draft stays
        what it was then. What is posted already stays as it is: the button was pressed twice.
        """
        share = own_share(tx, user_id, share_id)
        if share.state is State.POSTED:
            return Published(share, ())
        found = showcase_of(tx, share.guild_id)
        if not may_post:
            raise MayNotShare(found.channel_id, share_id)
        check_content(tx, share.guild_id, user_id, share.content, share_id)
        if not again and (older := _shared_before(tx, share)):
            raise SharedBefore(older.id, share_id)
        limits.check(tx, user_id, share.guild_id, POSTS, MOST_POSTS, POSTS_PER)
        first = _is_first(tx, share)
        stop_asking(tx, [share_id])
        shares.change(
            tx,
            share_id,
            state=State.POSTED.value,
            author=author,
            channel_id=found.channel_id,
            posted_at=tx.now,
        )
        claimed = deliveries.claim_new(
            tx, SHARE, share_id, guild_id=share.guild_id, channel_id=found.channel_id, keep_for=KEEP_TRYING
        )
        adapted_changed(tx, [share_id])
        posted = own_share(tx, user_id, share_id)
        asks = first and found.roundup and choices.get(tx, share.guild_id, user_id).quoted is None
        return Published(posted, (claimed,) if claimed else (), first, asks)

    @query
    def is_talked_of(self, tx: Tx, user_id: int, share_id: int) -> bool:
        """Whether others wrote notes or thank-yous about the member's own share, which would go with its post. ShareGone."""
        own_share(tx, user_id, share_id)
        return bool(words.of_shares(tx, [share_id]))

    @use_case
    def unpublish(self, tx: Tx, user_id: int, share_id: int) -> Withdrawn:
        """Make a post a draft again: its message goes, with all that was told about it; the words stay. ShareGone."""
        share = own_share(tx, user_id, share_id)
        if share.state is not State.POSTED:
            return Withdrawn(share)
        removals = let_go(tx, [share])
        shares.change(tx, share_id, typed_at=tx.now, **UNPOSTED)
        return Withdrawn(own_share(tx, user_id, share_id), tuple(removals), was_posted=True)

    @use_case
    def delete(self, tx: Tx, user_id: int, share_id: int) -> Removed:
        """Forget a share or draft everywhere (promise 6): its rows now, its message at once after. ShareGone."""
        share = own_share(tx, user_id, share_id)
        told = bool(words.of_shares(tx, [share_id]))
        removals = let_go(tx, [share])
        shares.remove(tx, [share_id])
        return Removed(share, tuple(removals), told)

    @use_case
    def update_older(self, tx: Tx, user_id: int, older_id: int, draft_id: int) -> Updated:
        """Let the post with the same link say what the draft says, which is forgotten (H2).

        What the draft builds on, when its author will be done with it, and what readers wrote about it goes with its words.
        ShareGone, also when their links are not the same any more or nobody will see the older one; SharesStopped, WordRefused.
        """
        older, draft = own_share(tx, user_id, older_id), own_share(tx, user_id, draft_id)
        if draft.state is State.POSTED or not _is_older(tx, draft, older):
            raise ShareGone
        check_content(tx, draft.guild_id, user_id, draft.content, draft_id)
        if draft.done_when:
            shares.change(tx, older_id, done_when=draft.done_when)
        parent = shares.get(tx, draft.parent_id) if draft.parent_id else None
        if draft.adapted and not (parent and builds_on(tx, parent, older)):
            shares.change(tx, older_id, adapted=True, parent_id=draft.parent_id)
        leaving.hand_on(tx, draft_id, older_id)
        share = write(tx, older, draft.content)
        removals = let_go(tx, [draft])
        shares.remove(tx, [draft_id])
        return Updated(share, older, tuple(removals))


UNPOSTED = {
    "state": State.DRAFT.value,
    "channel_id": 0,
    "thread_id": None,
    "replied": False,
    "posted_at": None,
    "look_at": None,
    "quiet_at": None,
}
"""The columns of a share that is not posted."""


def _is_first(tx: Tx, share: Share) -> bool:
    posted = shares.of_person(
        tx, share.user_id, guild_id=share.guild_id, states=[State.POSTED], limit=MOST_POSTS
    )
    sent = deliveries.of_subjects(tx, SHARE, [each.id for each in posted])
    return all(each.message_id is None and each.is_refused for each in sent)


def _shared_before(tx: Tx, draft: Share) -> Share | None:
    """The author's newest post with the same link that others see, or will."""
    if not draft.content.link:
        return None
    found = shares.with_link(tx, draft.guild_id, draft.content.link, user_id=draft.user_id)
    return next((each for each in found if _is_older(tx, draft, each)), None)


def _is_older(tx: Tx, draft: Share, older: Share) -> bool:
    post = post_of(tx, older.id)
    return (
        older.state is State.POSTED
        and older.guild_id == draft.guild_id
        and bool(older.content.link)
        and page_of(older.content.link) == page_of(draft.content.link)
        and post is not None
        and post.state in (Stands.SENDING, Stands.SENT)
    )
