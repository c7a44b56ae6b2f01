"""Finds what a member or a post means: their own share, the server's showcase, the share behind a message."""

from __future__ import annotations

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.showcase.model.refusals import NoShowcase, ShareGone
from bot.showcase.model.values import SHARE, Settings, Share, State
from bot.showcase.store import settings, shares


def showcase_of(tx: Tx, guild_id: int, *, organiser: bool = False) -> Settings:
    """The server's showcase; NoShowcase when it has none or it is switched off."""
    found = settings.get(tx, guild_id)
    if found is None or not found.on:
        raise NoShowcase(organiser=organiser)
    return found


def own_share(tx: Tx, user_id: int, share_id: int) -> Share:
    """The member's own share or draft; ShareGone when it is removed or somebody else's."""
    found = shares.get(tx, share_id)
    if found is None or found.user_id != user_id:
        raise ShareGone
    return found


def share_of_message(tx: Tx, message_id: int) -> Share | None:
    """The share that a Discord message of ours shows, None for any other message.

    The thread of a share has its message's id, in a text channel as in a forum.
    """
    found = deliveries.of_message(tx, message_id)
    return shares.get(tx, found.subject_id) if found and found.kind == SHARE else None


def post_of(tx: Tx, share_id: int) -> Delivery | None:
    """The message of a share as the ledger knows it."""
    return next(iter(deliveries.of_subject(tx, SHARE, share_id)), None)


def posted_share(tx: Tx, guild_id: int, share_id: int) -> Share:
    """Somebody's share that everybody there sees; ShareGone."""
    found = shares.get(tx, share_id)
    if found is None or found.guild_id != guild_id or found.state is not State.POSTED:
        raise ShareGone(theirs=True)
    return found
