"""Tells organisers once that Discord keeps us out of the channel, or that Kaggle does not answer; and when that is over (A8).

Nothing is posted meanwhile, until an organiser acts or something gets through; what comes meanwhile is not lost.
"""

from __future__ import annotations

from bot.attention.store.notices import notify, settle_notice
from bot.competitions.model.values import REFUSED, SILENT, Trouble
from bot.competitions.store import settings
from bot.core.db import Tx


def out_of_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Discord says that this channel is gone or closed to us: organisers are told, if competitions come there."""
    found = settings.get(tx, guild_id)
    if found is not None and found.on and found.channel_id == channel_id:
        settings.set_refused(tx, guild_id, channel_id, tx.now)
        notify(tx, guild_id, REFUSED, refused_key(channel_id), channel_id=channel_id)


def within_reach(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Something was posted there, or nothing of ours belongs there any more: what was said of the channel is over."""
    settle_notice(tx, guild_id, refused_key(channel_id))
    settings.set_refused(tx, guild_id, channel_id, None)


def refused_key(channel_id: int) -> str:
    """The key of the notice that Discord keeps us out of this channel."""
    return f"{REFUSED}:{channel_id}"


def kaggle_silent(tx: Tx, guild_id: int, trouble: Trouble | None) -> None:
    """Kaggle does not answer, or does not accept the token; what was said of the other, or (None) of either, is over."""
    now = f"{SILENT}:{Trouble.TOKEN.value}" if trouble is Trouble.TOKEN else SILENT
    for key in (SILENT, f"{SILENT}:{Trouble.TOKEN.value}"):
        if trouble is None or key != now:
            settle_notice(tx, guild_id, key)
    if trouble is not None:
        notify(tx, guild_id, SILENT, now, trouble=trouble.value)
