"""Tells organisers once that Discord keeps us out of the channel of questions, and when that is over (A8).

What is asked or offered meanwhile stays where its author finds it, and is posted when an organiser acts.
"""

from __future__ import annotations

from bot.attention.store.notices import notify, settle_notice
from bot.core.db import Tx
from bot.mentoring.model.values import REFUSED
from bot.mentoring.store import settings


def out_of_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Discord says that this channel is gone or closed to us: organisers are told, if questions come there."""
    found = settings.get(tx, guild_id)
    if found is not None and found.on and found.channel_id == channel_id:
        settings.set_refused(tx, guild_id, channel_id, tx.now)
        notify(tx, guild_id, REFUSED, refused_key(channel_id), channel_id=channel_id)


def threads_out_of_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Discord does not let us open threads in this channel, or write in them: organisers are told, if questions come there."""
    found = settings.get(tx, guild_id)
    if found is not None and found.on and found.channel_id == channel_id:
        notify(tx, guild_id, REFUSED, threads_key(channel_id), channel_id=channel_id, threads=True)


def within_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Something was posted there, or nothing of ours belongs there any more: what was said of the channel is over."""
    settle_notice(tx, guild_id, refused_key(channel_id))
    settings.set_refused(tx, guild_id, channel_id, None)


def threads_within_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Something was posted in a thread there, or none of ours belongs there any more: what was said of its threads is over."""
    settle_notice(tx, guild_id, threads_key(channel_id))


def refused_key(channel_id: int) -> str:
    """The key of the notice that Discord keeps us out of this channel."""
    return f"{REFUSED}:{channel_id}"


def threads_key(channel_id: int) -> str:
    """The key of the notice that Discord keeps us out of its threads."""
    return f"{REFUSED}:{channel_id}:threads"
