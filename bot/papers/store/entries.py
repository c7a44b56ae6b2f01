"""Queries of what members wrote about papers: essences, questions, notes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.core.db import Tx, insert
from bot.core.text import searchable
from bot.papers.model.values import Entry, EntryKind, EntryState
from bot.papers.tables import paper_entry


def entry_value(row: Row[Any]) -> Entry:
    """The entry of a row."""
    return Entry(
        id=row.id,
        guild_id=row.guild_id,
        arxiv_id=row.arxiv_id,
        user_id=row.user_id,
        kind=EntryKind(row.kind),
        state=EntryState(row.state),
        parts=(row.first, row.second, row.third),
        topic_id=row.topic_id,
        link=row.link,
        tried=row.tried,
        round_id=row.round_id,
        channel_id=row.channel_id,
        thread_id=row.thread_id,
        made_at=row.made_at,
        posted_at=row.posted_at,
        practised_at=row.practised_at,
        solved_at=row.solved_at,
    )


def _columns(value: Entry) -> dict[str, Any]:
    first, second, third = value.parts
    return {
        "guild_id": value.guild_id,
        "arxiv_id": value.arxiv_id,
        "user_id": value.user_id,
        "kind": value.kind.value,
        "state": value.state.value,
        "first": first,
        "second": second,
        "third": third,
        "topic_id": value.topic_id,
        "link": value.link,
        "tried": value.tried,
        "round_id": value.round_id,
        "channel_id": value.channel_id,
        "thread_id": value.thread_id,
        "posted_at": value.posted_at,
        "practised_at": value.practised_at,
        "solved_at": value.solved_at,
        "search": searchable(" ".join(each for each in (*value.parts, value.tried) if each)),
    }


def add(tx: Tx, value: Entry) -> Entry:
    """Keep a new entry (its `id` is ignored); returns it as it is kept."""
    row = insert(tx, paper_entry).values(made_at=tx.now, **_columns(value)).returning(paper_entry)
    return entry_value(tx.execute(row).one())


def save(tx: Tx, value: Entry) -> None:
    """Keep a changed entry."""
    tx.execute(update(paper_entry).where(paper_entry.c.id == value.id).values(**_columns(value)))


def change(tx: Tx, entry_id: int, **columns: Any) -> None:
    """Change some columns of an entry, and none that somebody else changes meanwhile."""
    tx.execute(update(paper_entry).where(paper_entry.c.id == entry_id).values(**columns))


def get_many(tx: Tx, entry_ids: Collection[int]) -> dict[int, Entry]:
    """Those of these entries that are there, by id."""
    rows = tx.execute(select(paper_entry).where(paper_entry.c.id.in_(list(entry_ids))))
    return {row.id: entry_value(row) for row in rows}


def get(tx: Tx, entry_id: int) -> Entry | None:
    """The entry with this id."""
    return get_many(tx, [entry_id]).get(entry_id)


def essence(tx: Tx, guild_id: int, arxiv_id: str, user_id: int) -> Entry | None:
    """A member's essence of a paper."""
    mine = (
        paper_entry.c.guild_id == guild_id,
        paper_entry.c.arxiv_id == arxiv_id,
        paper_entry.c.user_id == user_id,
    )
    row = tx.execute(select(paper_entry).where(*mine, paper_entry.c.kind == EntryKind.ESSENCE.value)).first()
    return entry_value(row) if row else None


def posted(tx: Tx, guild_id: int, arxiv_id: str) -> list[Entry]:
    """What everybody in a server may read about a paper, in time order."""
    there = (
        paper_entry.c.guild_id == guild_id,
        paper_entry.c.arxiv_id == arxiv_id,
        paper_entry.c.state == EntryState.POSTED.value,
    )
    rows = select(paper_entry).where(*there).order_by(paper_entry.c.posted_at, paper_entry.c.id)
    return [entry_value(row) for row in tx.execute(rows)]


def newest_posted(tx: Tx, guild_id: int, kind: EntryKind) -> Entry | None:
    """What was posted last in a server, of a kind."""
    there = (
        paper_entry.c.guild_id == guild_id,
        paper_entry.c.kind == kind.value,
        paper_entry.c.state == EntryState.POSTED.value,
    )
    rows = select(paper_entry).where(*there).order_by(paper_entry.c.posted_at.desc(), paper_entry.c.id.desc())
    row = tx.execute(rows.limit(1)).first()
    return entry_value(row) if row else None


def posted_since(tx: Tx, since: datetime) -> list[tuple[int, int]]:
    """What was posted since then (aware UTC) in any server, as (server, entry), the newest first."""
    there = (paper_entry.c.state == EntryState.POSTED.value, paper_entry.c.posted_at >= since)
    columns = (paper_entry.c.guild_id, paper_entry.c.id)
    rows = tx.execute(select(*columns).where(*there).order_by(paper_entry.c.id.desc()))
    return [(row.guild_id, row.id) for row in rows]


def used(tx: Tx, guild_id: int, places: Collection[int]) -> frozenset[int]:
    """Those of these channels and threads of a server in which entries stand, or are to."""
    here = (paper_entry.c.guild_id == guild_id, paper_entry.c.channel_id.in_(list(places)))
    return frozenset(tx.execute(select(paper_entry.c.channel_id).where(*here).distinct()).scalars())


def posted_in(tx: Tx, guild_id: int, places: Collection[int]) -> list[Entry]:
    """What is posted in these channels and threads of a server."""
    there = (
        paper_entry.c.guild_id == guild_id,
        paper_entry.c.channel_id.in_(list(places)),
        paper_entry.c.state == EntryState.POSTED.value,
    )
    return [entry_value(row) for row in tx.execute(select(paper_entry).where(*there))]


def note_places(tx: Tx, guild_id: int) -> list[int]:
    """The channels and threads of a server's notes."""
    notes = (paper_entry.c.guild_id == guild_id, paper_entry.c.kind == EntryKind.NOTES.value)
    return list(tx.execute(select(paper_entry.c.channel_id).where(*notes).distinct()).scalars())


def leave(tx: Tx, guild_id: int, places: Collection[int]) -> None:
    """What is not posted and was to go into one of these has no place any more."""
    private = (
        paper_entry.c.guild_id == guild_id,
        paper_entry.c.channel_id.in_(list(places)),
        paper_entry.c.state == EntryState.PRIVATE.value,
    )
    tx.execute(update(paper_entry).where(*private).values(channel_id=0))


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Entry]:
    """Everything a person wrote, everywhere or in one server, newest first."""
    statement = select(paper_entry).where(paper_entry.c.user_id == user_id).order_by(paper_entry.c.id.desc())
    rows = tx.execute(statement if guild_id is None else statement.where(paper_entry.c.guild_id == guild_id))
    return [entry_value(row) for row in rows]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who wrote something."""
    rows = tx.execute(select(paper_entry.c.guild_id, paper_entry.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def remove(tx: Tx, entry_ids: Collection[int]) -> None:
    """Forget these entries."""
    tx.execute(delete(paper_entry).where(paper_entry.c.id.in_(list(entry_ids))))
