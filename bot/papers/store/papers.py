"""Queries of papers: what arXiv said of them, and a server's own copies of those that somebody there used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.core.db import Tx, insert
from bot.papers.model.values import Paper
from bot.papers.tables import (
    paper,
    paper_entry,
    paper_kept,
    paper_save,
    paper_shown,
    reading_nomination,
    reading_round,
)

_KEPT = ("version", "title", "authors", "summary", "categories", "comment", "published_at")


def paper_value(row: Row[Any]) -> Paper:
    """The paper of a row."""
    return Paper(
        arxiv_id=row.arxiv_id,
        title=row.title,
        authors=tuple(row.authors),
        summary=row.summary,
        categories=tuple(row.categories),
        comment=row.comment,
        version=row.version,
        published_at=row.published_at,
    )


def _columns(value: Paper) -> dict[str, Any]:
    return {
        "arxiv_id": value.arxiv_id,
        "version": value.version,
        "title": value.title,
        "authors": list(value.authors),
        "summary": value.summary,
        "categories": list(value.categories),
        "comment": value.comment,
        "published_at": value.published_at,
    }


def save(tx: Tx, papers: Sequence[Paper]) -> None:
    """arXiv said this of these papers just now; of a version older than the one we know only that it did."""
    if not papers:
        return
    known = {each.arxiv_id: each for each in get_cached(tx, [each.arxiv_id for each in papers]).values()}
    newest: dict[str, Paper] = {}
    for each in papers:
        before = newest.get(each.arxiv_id) or known.get(each.arxiv_id)
        newest[each.arxiv_id] = before if before and before.version > each.version else each
    rows = [_columns(each) | {"seen_at": tx.now} for each in newest.values()]
    statement = insert(tx, paper)
    changed = {name: statement.excluded[name] for name in (*_KEPT, "seen_at")}
    tx.execute(statement.on_conflict_do_update(index_elements=["arxiv_id"], set_=changed), rows)


def get_cached(tx: Tx, arxiv_ids: Collection[str]) -> dict[str, Paper]:
    """Those of these papers of which arXiv told us lately, by id."""
    rows = tx.execute(select(paper).where(paper.c.arxiv_id.in_(list(arxiv_ids))))
    return {row.arxiv_id: paper_value(row) for row in rows}


def newest(tx: Tx, skip: int, limit: int) -> list[Paper]:
    """Some of the papers of which arXiv told us lately, the latest first."""
    rows = select(paper).order_by(paper.c.seen_at.desc(), paper.c.arxiv_id)
    return [paper_value(row) for row in tx.execute(rows.offset(skip).limit(limit))]


def get_many(tx: Tx, guild_id: int, arxiv_ids: Collection[str]) -> dict[str, Paper]:
    """Those of these papers that are known, by id: as arXiv told us lately, else the server's own copy."""
    mine = (paper_kept.c.guild_id == guild_id, paper_kept.c.arxiv_id.in_(list(arxiv_ids)))
    found = {row.arxiv_id: paper_value(row) for row in tx.execute(select(paper_kept).where(*mine))}
    return found | get_cached(tx, arxiv_ids)


def get(tx: Tx, guild_id: int, arxiv_id: str) -> Paper | None:
    """A paper as a server knows it; None when nobody told us of it, or not lately."""
    return get_many(tx, guild_id, [arxiv_id]).get(arxiv_id)


def shown(tx: Tx, guild_id: int, arxiv_id: str) -> Paper | None:
    """A paper as far as a digest of this server showed it: without its abstract."""
    this = (paper_shown.c.guild_id == guild_id, paper_shown.c.arxiv_id == arxiv_id)
    row = tx.execute(select(paper_shown).where(*this)).first()
    if row is None:
        return None
    return Paper(arxiv_id, row.title, tuple(row.authors), categories=tuple(row.categories))


def keep(tx: Tx, guild_id: int, value: Paper) -> None:
    """Somebody in this server uses a paper: it keeps a copy."""
    row = insert(tx, paper_kept).values(guild_id=guild_id, **_columns(value))
    changed = {name: row.excluded[name] for name in _KEPT}
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id", "arxiv_id"], set_=changed))


def complete(tx: Tx, papers: Sequence[Paper]) -> None:
    """Copies that servers made of these while arXiv was silent have no abstract: they become what it says now."""
    for each in papers:
        bare = (paper_kept.c.arxiv_id == each.arxiv_id, paper_kept.c.summary == "")
        values = {name: value for name, value in _columns(each).items() if name in _KEPT}
        tx.execute(update(paper_kept).where(*bare).values(**values))


def kept(tx: Tx, guild_id: int) -> list[Paper]:
    """Every paper that a server keeps, by id."""
    rows = select(paper_kept).where(paper_kept.c.guild_id == guild_id).order_by(paper_kept.c.arxiv_id)
    return [paper_value(row) for row in tx.execute(rows)]


def let_go(tx: Tx, guild_id: int, arxiv_ids: Collection[str]) -> None:
    """A server keeps no copy of these any more."""
    gone = (paper_kept.c.guild_id == guild_id, paper_kept.c.arxiv_id.in_(list(arxiv_ids)))
    tx.execute(delete(paper_kept).where(*gone))


def unused(tx: Tx, guild_id: int, arxiv_ids: Collection[str]) -> set[str]:
    """Those of these papers that nobody in a server saved, nominated, wrote about or reads together."""
    wanted = list(arxiv_ids)
    used: set[str] = set()
    for table in (paper_save, paper_entry, reading_nomination, reading_round):
        here = (table.c.guild_id == guild_id, table.c.arxiv_id.in_(wanted))
        used.update(tx.execute(select(table.c.arxiv_id).where(*here).distinct()).scalars())
    return set(wanted) - used


def let_go_unused(tx: Tx, guild_id: int, arxiv_ids: Collection[str]) -> None:
    """A server keeps no copy any more of those of these that nobody there uses."""
    let_go(tx, guild_id, unused(tx, guild_id, arxiv_ids))


def purge(tx: Tx, keep: timedelta, limit: int) -> int:
    """Forget what arXiv has not spoken of for that long, with where it was listed, at most `limit`; returns how many."""
    old = select(paper.c.arxiv_id).where(paper.c.seen_at < tx.now - keep).limit(limit)
    return tx.execute(delete(paper).where(paper.c.arxiv_id.in_(old))).rowcount
