"""Queries of what is forgotten by itself: competitions of long ago that nobody is or was in, and posts that show nothing else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, func, select

from bot.competitions.model.values import POST, Phase
from bot.competitions.tables import competition, competition_entrant, competition_post, competition_shown
from bot.core.db import Tx
from bot.deliveries import store as deliveries

_OVER = (Phase.ENDED.value, Phase.GONE.value)


def forget_over(tx: Tx, keep: timedelta, limit: int) -> int:
    """Forget competitions that ended that long ago, or were found so long ago where Kaggle named no end, and that nobody is or
    was in; at most `limit`, returns how many.
    """
    over = (
        competition.c.phase.in_(_OVER),
        func.coalesce(competition.c.deadline, competition.c.found_at) < tx.now - keep,
        ~exists().where(competition_entrant.c.slug == competition.c.slug),
    )
    some = select(competition.c.id).where(*over).order_by(competition.c.id).limit(limit)
    return tx.execute(delete(competition).where(competition.c.id.in_(some))).rowcount


def forget_posts(tx: Tx, keep: timedelta, limit: int) -> int:
    """Forget posts of that long ago which show no competition that is known, at most `limit`; returns how many. Messages stay.

    What a server was shown is remembered as long as its post is: a list keeps all its lines while one of them is known.
    """
    knows = exists().where(
        competition_shown.c.post_id == competition_post.c.id, competition_shown.c.slug == competition.c.slug
    )
    old = select(competition_post.c.id).where(competition_post.c.at < tx.now - keep, ~knows)
    ids = list(tx.execute(old.order_by(competition_post.c.id).limit(limit)).scalars())
    if ids:
        deliveries.forget_subjects(tx, POST, ids)
        tx.execute(delete(competition_post).where(competition_post.c.id.in_(ids)))
    return len(ids)
