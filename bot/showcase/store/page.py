"""Queries of what a server's public page shows (H10)."""

from __future__ import annotations

from sqlalchemy import exists, select

from bot.communities.store.moderation import stopped_of
from bot.core.db import Tx
from bot.deliveries.store import is_posted
from bot.people.store import has_left
from bot.showcase.model.values import SHARE, Share, State
from bot.showcase.store.shares import share_value
from bot.showcase.tables import share, showcase_member


def shown(tx: Tx, guild_id: int) -> list[Share]:
    """Posts that are in Discord, of members who agreed to the page, have not left and are not stopped; newest first."""
    agreed = exists().where(
        showcase_member.c.guild_id == share.c.guild_id,
        showcase_member.c.user_id == share.c.user_id,
        showcase_member.c.on_page,
    )
    where = [
        share.c.guild_id == guild_id,
        share.c.state == State.POSTED.value,
        share.c.posted_at.is_not(None),
        is_posted(SHARE, share.c.id),
        agreed,
    ]
    authors = {row.user_id for row in tx.execute(select(share.c.user_id).where(*where).distinct())}
    where.append(share.c.user_id.not_in(has_left(tx, guild_id, authors) | stopped_of(tx, guild_id, authors)))
    rows = tx.execute(select(share).where(*where).order_by(share.c.posted_at.desc(), share.c.id.desc()))
    return [share_value(row) for row in rows]
