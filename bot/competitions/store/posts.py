"""Queries of what was posted to servers about competitions: which message shows which."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, insert, select

from bot.competitions.model.values import Form, Post
from bot.competitions.tables import competition_post, competition_shown
from bot.core.db import Tx

_NOWHERE = -1
_IS_THERE = competition_shown.c.place >= 0


def add(tx: Tx, guild_id: int, form: Form, slugs: Sequence[str], others: Sequence[str] = ()) -> Post:
    """Keep that a server is shown these, which it was not shown before, in one message; `others` are not news to it any more."""
    new = insert(competition_post).values(guild_id=guild_id, form=form.value, at=tx.now)
    post_id = tx.execute(new.returning(competition_post.c.id)).scalar_one()
    places = {slug: place for place, slug in enumerate(slugs)} | dict.fromkeys(others, _NOWHERE)
    rows = [
        {"guild_id": guild_id, "slug": slug, "post_id": post_id, "place": place}
        for slug, place in places.items()
    ]
    tx.execute(insert(competition_shown), rows)
    return Post(post_id, guild_id, form, tuple(slugs), tx.now)


def get(tx: Tx, post_id: int) -> Post | None:
    """The post with this id."""
    row = tx.execute(select(competition_post).where(competition_post.c.id == post_id)).first()
    if row is None:
        return None
    shown = select(competition_shown.c.slug).where(competition_shown.c.post_id == post_id, _IS_THERE)
    slugs = tx.execute(shown.order_by(competition_shown.c.place)).scalars()
    return Post(row.id, row.guild_id, Form(row.form), tuple(slugs), row.at)


def shown(tx: Tx, guild_id: int, slugs: Collection[str]) -> dict[str, int]:
    """Which of these a server was shown, and the id of the post that shows each."""
    mine = (competition_shown.c.guild_id == guild_id, competition_shown.c.slug.in_(list(slugs)), _IS_THERE)
    rows = tx.execute(select(competition_shown.c.slug, competition_shown.c.post_id).where(*mine))
    return {row.slug: row.post_id for row in rows}


def shown_to(tx: Tx, guild_ids: Collection[int], slugs: Collection[str]) -> dict[int, set[str]]:
    """Which of these each of these servers was shown, or knows all the same; servers that were shown none are left out."""
    c = competition_shown.c
    where = (c.guild_id.in_(list(guild_ids)), c.slug.in_(list(slugs)))
    found: dict[int, set[str]] = {}
    for row in tx.execute(select(c.guild_id, c.slug).where(*where)):
        found.setdefault(row.guild_id, set()).add(row.slug)
    return found


def have_posts(tx: Tx, guild_ids: Collection[int]) -> set[int]:
    """Which of these servers were ever shown anything."""
    mine = competition_post.c.guild_id.in_(list(guild_ids))
    return set(tx.execute(select(competition_post.c.guild_id).where(mine).distinct()).scalars())


def remove(tx: Tx, post_id: int) -> None:
    """A post never came: what it would have shown was not shown."""
    tx.execute(delete(competition_post).where(competition_post.c.id == post_id))


def showing(slugs: Collection[str]) -> Select[int]:
    """Selects the ids of all posts that show one of these, in every server."""
    shows = competition_shown.c.slug.in_(list(slugs))
    return select(competition_shown.c.post_id).where(shows, _IS_THERE).distinct()
