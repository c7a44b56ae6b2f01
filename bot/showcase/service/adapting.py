"""Use cases of "Adapted from": one share builds on another (H8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.db import Database, Tx, query, use_case
from bot.core.links import BadLink, read_link
from bot.core.text import clean
from bot.deliveries import store as deliveries
from bot.showcase.model.refusals import Circular, NoSuchPost
from bot.showcase.model.values import SHARE, Share, State
from bot.showcase.service.finding import own_share, post_of, posted_share, share_of_message
from bot.showcase.store import shares

MOST_SHOWN = 24  # posts to choose from
_ID = re.compile(r"[0-9]{1,18}|[1-8][0-9]{18}")  # what fits into a column
_DISCORD = frozenset({"discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"})


@dataclass(frozen=True)
class Adaptable:
    """A member's own share, and the newest other posts of its server it may build on."""

    share: Share
    posts: tuple[Share, ...]


class Adapting:
    """Use cases of saying what an own share was adapted from."""

    db: Database

    @query
    def adaptable(self, tx: Tx, user_id: int, share_id: int) -> Adaptable:
        """What the member's own share may build on, newest first, at most 24. ShareGone."""
        share = own_share(tx, user_id, share_id)
        found = shares.newest(tx, share.guild_id, MOST_SHOWN * 2)
        return Adaptable(share, tuple(each for each in found if not builds_on(tx, each, share))[:MOST_SHOWN])

    @use_case
    def adapt(self, tx: Tx, user_id: int, share_id: int, parent_id: int) -> Share:
        """The share builds on that post of the same server; ShareGone, Circular."""
        share = own_share(tx, user_id, share_id)
        return _adapt(tx, share, posted_share(tx, share.guild_id, parent_id))

    @use_case
    def adapt_from(self, tx: Tx, user_id: int, share_id: int, typed: str) -> Share:
        """The same for a pasted address: of the post, or the link that was shared in it. ShareGone, NoSuchPost, Circular."""
        share = own_share(tx, user_id, share_id)
        parent = _pasted(tx, share, clean(typed))
        if parent is None:
            raise NoSuchPost(share_id)
        return _adapt(tx, share, parent)

    @use_case
    def not_adapted(self, tx: Tx, user_id: int, share_id: int) -> Share:
        """The share builds on nothing. ShareGone."""
        share = own_share(tx, user_id, share_id)
        return _change(tx, share, adapted=False, parent_id=None)

    @query
    def parent_url(self, tx: Tx, user_id: int, share_id: int) -> str:
        """The address of the post on which the member's own share builds; empty when there is none. ShareGone."""
        share = own_share(tx, user_id, share_id)
        parent = shares.get(tx, share.parent_id) if share.parent_id else None
        post = post_of(tx, parent.id) if parent and parent.state is State.POSTED else None
        return post.url if post else ""


def _adapt(tx: Tx, share: Share, parent: Share) -> Share:
    if builds_on(tx, parent, share):
        raise Circular(share.id)
    return _change(tx, share, adapted=True, parent_id=parent.id)


def _change(tx: Tx, share: Share, *, adapted: bool, parent_id: int | None) -> Share:
    shares.change(tx, share.id, adapted=adapted, parent_id=parent_id, typed_at=tx.now)
    if share.state is State.POSTED:
        deliveries.mark_dirty(tx, SHARE, share.id)
    return own_share(tx, share.user_id, share.id)


def builds_on(tx: Tx, later: Share, share: Share) -> bool:
    """Whether `later` is this share, or was adapted from it, directly or over others."""
    seen: set[int] = set()
    found: Share | None = later
    while found is not None and found.id not in seen:
        if found.id == share.id:
            return True
        seen.add(found.id)
        found = shares.get(tx, found.parent_id) if found.parent_id else None
    return False


def _pasted(tx: Tx, share: Share, typed: str) -> Share | None:
    """The post of the share's server at this address, or the newest other one with this link, rather of somebody else."""
    guild_id = share.guild_id
    try:
        link = read_link(typed, invites=True)
    except BadLink:
        return None
    if link.host in _DISCORD:
        parts = [part for part in urlsplit(link.href).path.split("/") if part]
        if len(parts) >= 3 and parts[:2] == ["channels", str(guild_id)] and _ID.fullmatch(parts[-1]):
            found = share_of_message(tx, int(parts[-1]))
            return found if found and found.guild_id == guild_id and found.state is State.POSTED else None
    others = [each for each in shares.with_link(tx, guild_id, link.href) if each.id != share.id]
    others.sort(key=lambda each: each.user_id == share.user_id)  # those alike stay in their order
    return others[0] if others else None
