"""Queries of the papers that members saved."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from bot.core.db import Tx, insert
from bot.papers.model.saved import Saved
from bot.papers.model.values import Paper
from bot.papers.store import papers
from bot.papers.tables import paper_kept, paper_save

_OF_PAPER = (paper_kept.c.guild_id == paper_save.c.guild_id) & (
    paper_kept.c.arxiv_id == paper_save.c.arxiv_id
)


def add(tx: Tx, guild_id: int, user_id: int, paper: Paper) -> None:
    """A member saves a paper; the server keeps its own copy of it."""
    papers.keep(tx, guild_id, paper)
    row = insert(tx, paper_save).values(
        guild_id=guild_id, user_id=user_id, arxiv_id=paper.arxiv_id, at=tx.now
    )
    tx.execute(row.on_conflict_do_nothing())


def remove(tx: Tx, guild_id: int, user_id: int, arxiv_id: str) -> None:
    """A member saves it no more; the copy goes when nobody there uses it."""
    mine = (paper_save.c.guild_id == guild_id, paper_save.c.user_id == user_id)
    tx.execute(delete(paper_save).where(*mine, paper_save.c.arxiv_id == arxiv_id))
    papers.let_go_unused(tx, guild_id, [arxiv_id])


def has(tx: Tx, guild_id: int, user_id: int, arxiv_id: str) -> bool:
    """Whether a member saved a paper."""
    mine = (paper_save.c.guild_id == guild_id, paper_save.c.user_id == user_id)
    return (
        tx.execute(select(paper_save.c.at).where(*mine, paper_save.c.arxiv_id == arxiv_id)).first()
        is not None
    )


def saved_in(tx: Tx, guild_id: int) -> list[Paper]:
    """Every paper that somebody in a server saved, once, what was saved last first."""
    last = func.max(paper_save.c.at)
    rows = (
        select(paper_kept)
        .join(paper_save, _OF_PAPER)
        .where(paper_save.c.guild_id == guild_id)
        .group_by(*paper_kept.primary_key.columns)
        .order_by(last.desc(), paper_kept.c.arxiv_id)
    )
    return [papers.paper_value(row) for row in tx.execute(rows)]


def of_person(
    tx: Tx, user_id: int, guild_id: int | None = None, *, skip: int = 0, limit: int | None = None
) -> list[Saved]:
    """What a person saved, everywhere or in one server, what they saved last first."""
    rows = (
        select(paper_kept, paper_save.c.at).join(paper_save, _OF_PAPER).where(paper_save.c.user_id == user_id)
    )
    if guild_id is not None:
        rows = rows.where(paper_save.c.guild_id == guild_id)
    rows = rows.order_by(paper_save.c.at.desc(), paper_save.c.arxiv_id, paper_save.c.guild_id)
    return [
        Saved(row.guild_id, papers.paper_value(row), row.at)
        for row in tx.execute(rows.offset(skip).limit(limit))
    ]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who saved something."""
    rows = tx.execute(select(paper_save.c.guild_id, paper_save.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person saved, everywhere or in one server, and the copies that nobody else there uses."""
    gone = paper_save.c.user_id == user_id
    statement = delete(paper_save).where(gone)
    if guild_id is not None:
        statement = statement.where(paper_save.c.guild_id == guild_id)
    of_server: dict[int, list[str]] = {}
    for row in tx.execute(statement.returning(paper_save.c.guild_id, paper_save.c.arxiv_id)).all():
        of_server.setdefault(row.guild_id, []).append(row.arxiv_id)
    for server, arxiv_ids in of_server.items():
        papers.let_go_unused(tx, server, arxiv_ids)
