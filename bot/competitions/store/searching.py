"""Looking through everything that Kaggle lists or listed, as we know it, by words."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, func, or_, select

from bot.competitions.model.values import Competition
from bot.competitions.store.competitions import ON, value
from bot.competitions.tables import competition
from bot.core.db import Tx
from bot.core.text import parted_by_nothing, terms

MOST_TERMS = 8  # words of a search that count


def named(tx: Tx, typed: str) -> Competition | None:
    """The one whose name in addresses this is today, or was, in letters of whatever case."""
    today, was = (func.lower(each) == typed.lower() for each in (competition.c.page, competition.c.slug))
    row = tx.execute(select(competition).where(or_(today, was)).order_by(case((today, 0), else_=1))).first()
    return value(row) if row else None


def search(tx: Tx, typed: str, limit: int) -> list[Competition]:
    """Those that have every word of `typed`, or words that begin so; what is on comes first, then what opened last."""
    wanted = terms(typed)[:MOST_TERMS]
    if not wanted:
        return []
    statement = select(competition).where(*(_stands_in(each) for each in wanted))
    is_over = case((competition.c.phase.in_(ON), 0), else_=1)
    newest_first = (competition.c.enabled_at.desc().nulls_last(), competition.c.id.desc())
    return [value(row) for row in tx.execute(statement.order_by(is_over, *newest_first).limit(limit))]


def _stands_in(term: str) -> ColumnElement[bool]:
    """Whether a term stands anywhere in the words, or begins one where spaces part them."""
    before = "" if parted_by_nothing(term) else " "
    return competition.c.search.contains(before + term, autoescape=True)
