"""Queries of what members share: drafts and posts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update

from bot.core.db import Tx
from bot.core.links import page_of
from bot.showcase.model.values import Content, Kind, Share, State, Unfurl
from bot.showcase.tables import share, share_reader, share_word

MOST_COMPARED = 1000  # of the newest links of a server or a member, when the same one is looked for


def share_value(row: Row[Any]) -> Share:
    """The share of a row of the table."""
    return Share(
        id=row.id,
        guild_id=row.guild_id,
        user_id=row.user_id,
        state=State(row.state),
        content=Content(Kind(row.kind), row.title, row.text, row.link, row.topic_id),
        author=row.author,
        done_when=row.done_when,
        adapted=row.adapted,
        parent_id=row.parent_id,
        channel_id=row.channel_id,
        thread_id=row.thread_id,
        unfurl=Unfurl(row.seen_title, row.seen_text, row.seen_picture, row.seen_site),
        replied=row.replied,
        typed_at=row.typed_at,
        posted_at=row.posted_at,
    )


def content_columns(content: Content) -> dict[str, Any]:
    """What was typed, as columns."""
    return {
        "kind": content.kind.value,
        "title": content.title,
        "text": content.text,
        "link": content.link,
        "topic_id": content.topic_id,
    }


def get(tx: Tx, share_id: int) -> Share | None:
    """The share with this id."""
    row = tx.execute(select(share).where(share.c.id == share_id)).first()
    return share_value(row) if row else None


def get_many(tx: Tx, share_ids: Collection[int]) -> dict[int, Share]:
    """These shares, by id, without those that are gone."""
    rows = tx.execute(select(share).where(share.c.id.in_(list(share_ids))))
    return {row.id: share_value(row) for row in rows}


def add(tx: Tx, guild_id: int, user_id: int, content: Content) -> Share:
    """Keep what was typed as a new draft."""
    values = {"guild_id": guild_id, "user_id": user_id, "state": State.DRAFT.value, "typed_at": tx.now}
    row = tx.execute(insert(share).values(**values, **content_columns(content)).returning(share)).one()
    return share_value(row)


def change(tx: Tx, share_id: int, **values: Any) -> None:
    """Set columns of a share."""
    tx.execute(update(share).where(share.c.id == share_id).values(**values))


def remove(tx: Tx, share_ids: Collection[int]) -> None:
    """Forget these, with who reads them and what was written about them."""
    tx.execute(delete(share).where(share.c.id.in_(list(share_ids))))


def of_person(
    tx: Tx,
    user_id: int,
    *,
    guild_id: int | None = None,
    states: Sequence[State] = tuple(State),
    before: int | None = None,
    limit: int | None = None,
) -> list[Share]:
    """What a person shared or drafted, newest first; `guild_id` None: in every server."""
    where = [share.c.user_id == user_id, share.c.state.in_([state.value for state in states])]
    if guild_id is not None:
        where.append(share.c.guild_id == guild_id)
    if before is not None:
        where.append(share.c.id < before)
    rows = tx.execute(select(share).where(*where).order_by(share.c.id.desc()).limit(limit))
    return [share_value(row) for row in rows]


def children(tx: Tx, share_ids: Collection[int]) -> list[Share]:
    """What was adapted from these."""
    rows = tx.execute(select(share).where(share.c.parent_id.in_(list(share_ids))))
    return [share_value(row) for row in rows]


def with_link(tx: Tx, guild_id: int, link: str, *, user_id: int | None = None) -> list[Share]:
    """The posts of a server, of this member or (None) by whomever, whose link leads to the same page; newest first (H2)."""
    where = [share.c.guild_id == guild_id, share.c.state == State.POSTED.value, share.c.link != ""]
    if user_id is not None:
        where.append(share.c.user_id == user_id)
    page = page_of(link)
    columns = select(share.c.id, share.c.link).where(*where).order_by(share.c.id.desc()).limit(MOST_COMPARED)
    alike = [row.id for row in tx.execute(columns) if page_of(row.link) == page]
    return sorted(get_many(tx, alike).values(), key=lambda each: each.id, reverse=True)


def newest(tx: Tx, guild_id: int, limit: int) -> list[Share]:
    """The newest posts of a server, newest first."""
    here = (share.c.guild_id == guild_id, share.c.state == State.POSTED.value)
    rows = tx.execute(
        select(share).where(*here).order_by(share.c.posted_at.desc(), share.c.id.desc()).limit(limit)
    )
    return [share_value(row) for row in rows]


def old_drafts(tx: Tx, before: datetime, limit: int) -> list[Share]:
    """Drafts, offered ones too, that were typed before an instant (aware UTC), oldest first.

    Not those that somebody was asked to read, or wrote a note about, since then.
    """
    asked = exists().where(share_reader.c.share_id == share.c.id, share_reader.c.asked_at >= before)
    noted = exists().where(share_word.c.share_id == share.c.id, share_word.c.at >= before)
    old = (share.c.state != State.POSTED.value, share.c.typed_at < before, ~asked, ~noted)
    rows = tx.execute(select(share).where(*old).order_by(share.c.typed_at).limit(limit))
    return [share_value(row) for row in rows]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who shared or drafted something."""
    rows = tx.execute(select(share.c.guild_id, share.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """No post of a server or (None) of all is looked at, or told of, for an instant that has passed."""
    for due in (share.c.look_at, share.c.quiet_at):
        statement = update(share).where(due <= tx.now).values({due: None})
        tx.execute(statement if guild_id is None else statement.where(share.c.guild_id == guild_id))
