"""Queries of servers' digests: what each showed and why, and which papers a server was shown before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.core.db import Tx, insert
from bot.papers.model import lists
from bot.papers.model.digesting import following
from bot.papers.model.values import LIKED, Chosen, Digest, Paper, Reason, Settings, Why
from bot.papers.store import settings
from bot.papers.tables import paper_digest, paper_listing, paper_save, paper_settings, paper_shown


def move(tx: Tx, before: Settings, after: Settings) -> bool:
    """A due digest is seen to: the settings' cursor, next time and truth become those of `after`.

    False when somebody else saw to it first, or an organiser changed when it comes.
    """
    still = (
        paper_settings.c.guild_id == before.guild_id,
        paper_settings.c.is_on,
        paper_settings.c.due_at == before.due_at,
        paper_settings.c.seen == before.seen,
    )
    values = {
        "seen": after.seen,
        "due_at": after.due_at,
        "truth": after.truth.value,
        "truth_at": after.truth_at,
    }
    moved = update(paper_settings).where(*still).values(**values).returning(paper_settings.c.guild_id)
    return tx.execute(moved).first() is not None


def plan(tx: Tx, guild_id: int, due_at: datetime | None) -> None:
    """The next digest of a server comes then; None: not before an organiser acts."""
    tx.execute(update(paper_settings).where(paper_settings.c.guild_id == guild_id).values(due_at=due_at))


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """No list of the past becomes a digest any more, and none that was due until now is made, of a server or (None) of all."""
    newest = tx.execute(select(func.max(paper_listing.c.id))).scalar() or 0
    seen = update(paper_settings).values(seen=newest)
    due = select(paper_settings.c.guild_id).where(paper_settings.c.due_at <= tx.now)
    if guild_id is not None:
        seen = seen.where(paper_settings.c.guild_id == guild_id)
        due = due.where(paper_settings.c.guild_id == guild_id)
    tx.execute(seen)
    for each in settings.get_many(tx, list(tx.execute(due).scalars())).values():
        plan(tx, each.guild_id, following(each, tx.now))


def has(tx: Tx, guild_id: int, on_date: date) -> bool:
    """Whether a server has a digest of this date."""
    mine = (paper_digest.c.guild_id == guild_id, paper_digest.c.on_date == on_date)
    return tx.execute(select(paper_digest.c.id).where(*mine)).first() is not None


def add(
    tx: Tx,
    guild_id: int,
    on_date: date,
    chosen: Sequence[Chosen],
    more: Sequence[str] = (),
    since: datetime | None = None,
) -> Digest | None:
    """Keep a digest and that its papers were shown; None when the server has one of this date."""
    row = insert(tx, paper_digest).values(
        guild_id=guild_id, on_date=on_date, at=tx.now, since=since, more=list(more)
    )
    new = row.on_conflict_do_nothing(index_elements=["guild_id", "on_date"]).returning(paper_digest.c.id)
    digest_id = tx.execute(new).scalar()
    if digest_id is None:
        return None
    rows = [
        {
            "guild_id": guild_id,
            "arxiv_id": each.paper.arxiv_id,
            "digest_id": digest_id,
            "place": place,
            "reason": each.why.reason.value,
            "what": each.why.what,
            "title": each.paper.title,
            "authors": list(each.paper.authors),
            "categories": list(each.paper.categories),
        }
        for place, each in enumerate(chosen)
    ]
    if rows:
        shown = insert(tx, paper_shown).on_conflict_do_nothing(index_elements=["guild_id", "arxiv_id"])
        tx.execute(shown, rows)
    return Digest(digest_id, guild_id, on_date, tuple(chosen), tuple(more), since)


def forget_more(tx: Tx, keep: timedelta, limit: int) -> int:
    """Forget what matched beyond digests that are older than that, of at most `limit`; returns of how many."""
    old = (paper_digest.c.at < tx.now - keep, paper_digest.c.more != [])
    some = select(paper_digest.c.id).where(*old).limit(limit)
    return tx.execute(update(paper_digest).where(paper_digest.c.id.in_(some)).values(more=[])).rowcount


def _chosen(row: Row[Any]) -> Chosen:
    paper = Paper(row.arxiv_id, row.title, tuple(row.authors), categories=tuple(row.categories))
    return Chosen(paper, Why(Reason(row.reason), row.what))


def get(tx: Tx, digest_id: int) -> Digest | None:
    """The digest with this id, as it was posted."""
    row = tx.execute(select(paper_digest).where(paper_digest.c.id == digest_id)).first()
    if row is None:
        return None
    papers = select(paper_shown).where(paper_shown.c.digest_id == digest_id).order_by(paper_shown.c.place)
    chosen = tuple(_chosen(each) for each in tx.execute(papers))
    return Digest(row.id, row.guild_id, row.on_date, chosen, tuple(row.more), row.since)


def latest(tx: Tx, guild_id: int) -> Digest | None:
    """A server's newest digest."""
    newest = select(func.max(paper_digest.c.id)).where(paper_digest.c.guild_id == guild_id)
    digest_id = tx.execute(newest).scalar()
    return get(tx, digest_id) if digest_id else None


def why_shown(tx: Tx, guild_id: int, arxiv_id: str) -> Why | None:
    """Why a digest of this server showed a paper; None when none did."""
    mine = (paper_shown.c.guild_id == guild_id, paper_shown.c.arxiv_id == arxiv_id)
    row = tx.execute(select(paper_shown.c.reason, paper_shown.c.what).where(*mine)).first()
    return Why(Reason(row.reason), row.what) if row else None


def shown(tx: Tx, guild_ids: Collection[int], arxiv_ids: Collection[str]) -> dict[int, set[str]]:
    """Which of these papers each of these servers was shown before."""
    found: dict[int, set[str]] = {}
    if not arxiv_ids:
        return found
    mine = (paper_shown.c.guild_id.in_(list(guild_ids)), paper_shown.c.arxiv_id.in_(list(arxiv_ids)))
    for row in tx.execute(select(paper_shown.c.guild_id, paper_shown.c.arxiv_id).where(*mine)):
        found.setdefault(row.guild_id, set()).add(row.arxiv_id)
    return found


def savers(tx: Tx, guild_ids: Collection[int]) -> set[int]:
    """Those of these servers in which enough papers were saved to say what is like them (P6)."""
    rows = (
        select(paper_save.c.guild_id)
        .where(paper_save.c.guild_id.in_(list(guild_ids)))
        .group_by(paper_save.c.guild_id)
        .having(func.count(paper_save.c.arxiv_id.distinct()) >= LIKED)
    )
    return set(tx.execute(rows).scalars())


def before(tx: Tx, oldest: date) -> int:
    """The cursor behind which only lists of this date and later ones are."""
    first = tx.execute(
        select(func.min(paper_listing.c.id)).where(paper_listing.c.listed_on >= oldest)
    ).scalar()
    return first - 1 if first else tx.execute(select(func.max(paper_listing.c.id))).scalar() or 0


def before_newest(tx: Tx, oldest: date) -> int:
    """The cursor of who wants to see the newest list first: all of it is beyond, unless it is older than `oldest`."""
    possible = paper_listing.c.listed_on <= lists.latest(tx.now)
    newest = tx.execute(select(func.max(paper_listing.c.listed_on)).where(possible)).scalar()
    return before(tx, max(newest, oldest) if newest else oldest)
