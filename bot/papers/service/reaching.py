"""Tells organisers once that Discord keeps us out of a channel of papers or of the reading group, and when that is over (A8).

Digests stop meanwhile, until an organiser acts or anything gets through.
"""

from __future__ import annotations

from bot.attention.store.notices import notify, settle_notice
from bot.core.db import Tx
from bot.papers.model.digesting import following
from bot.papers.model.values import REFUSED
from bot.papers.store import digests, groups, settings


def out_of_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Discord says that this channel is gone or closed to us: organisers are told, if something of ours belongs there."""
    place, group = settings.get(tx, guild_id), groups.get(tx, guild_id)
    if channel_id in {each.channel_id for each in (place, group) if each is not None and each.on}:
        notify(tx, guild_id, REFUSED, refused_key(channel_id), channel_id=channel_id)


def within_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Something was posted there, or nothing of ours belongs there any more: what was said of the channel is over."""
    settle_notice(tx, guild_id, refused_key(channel_id))
    found = settings.get(tx, guild_id)
    if found is not None and found.on and found.due_at is None and found.channel_id == channel_id:
        digests.plan(tx, guild_id, following(found, tx.now))


def left(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Digests do not come into this channel any more: unless the reading group is there, what was said of it is over."""
    group = groups.get(tx, guild_id)
    if group is None or not group.on or group.channel_id != channel_id:
        within_reach(tx, guild_id, channel_id)


def refused_key(channel_id: int) -> str:
    """The key of the notice that Discord keeps us out of this channel."""
    return f"{REFUSED}:{channel_id}"
