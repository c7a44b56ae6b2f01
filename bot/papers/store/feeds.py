"""Queries of how the daily list of each category stands: when it is asked for, how far it was read, what went wrong.

`listed_on` is the date up to which nothing is missing: every list until then was read, or is being asked of the API (`missed`).
`trouble` EMPTY: arXiv answered, with nothing, though a list was due. The third time it is believed for the day: then there is no
trouble, and `answered_at` is behind the time at which the list must have been out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, select, update

from bot.core.db import Tx, insert
from bot.papers.model import calendar, lists
from bot.papers.model.digesting import UNKNOWN
from bot.papers.model.values import Feed, Wish
from bot.papers.tables import paper_feed, paper_settings, paper_wish


def _followed() -> ColumnElement[bool]:
    """Whether a server whose papers are on asks for the category."""
    return exists(
        select(paper_wish.c.value)
        .join(paper_settings, paper_settings.c.guild_id == paper_wish.c.guild_id)
        .where(
            paper_wish.c.kind == Wish.CATEGORY.value,
            paper_wish.c.value == paper_feed.c.category,
            paper_settings.c.is_on,
        )
    )


def _value(row: Row[Any]) -> Feed:
    return Feed(
        row.category,
        row.due_at,
        row.listed_on,
        row.asked_at,
        row.answered_at,
        row.failures,
        row.trouble,
        row.trouble_since,
    )


def of(tx: Tx, categories: Collection[str]) -> dict[str, Feed]:
    """How those of these categories stand that were followed lately."""
    rows = tx.execute(select(paper_feed).where(paper_feed.c.category.in_(list(categories))))
    return {row.category: _value(row) for row in rows}


def follow(tx: Tx, categories: Collection[str]) -> None:
    """Somebody follows these: what is new among them is asked for now."""
    for category in sorted(categories):
        row = insert(tx, paper_feed).values(category=category, due_at=tx.now)
        tx.execute(row.on_conflict_do_nothing(index_elements=["category"]))
    rested = (paper_feed.c.category.in_(list(categories)), paper_feed.c.due_at.is_(None))
    tx.execute(update(paper_feed).where(*rested).values(due_at=tx.now))


def claim(tx: Tx, until: datetime, limit: int, alone: str) -> list[Feed]:
    """Categories that are due, as they stood; nobody else gets them before `until`.

    One whose trouble is `alone` comes by itself: it would spoil the request of all others.
    """
    rows = tx.execute(
        select(paper_feed)
        .where(paper_feed.c.due_at <= tx.now, _followed())
        .order_by(paper_feed.c.trouble == alone, paper_feed.c.category)
        .limit(limit)
        .with_for_update(skip_locked=True, of=paper_feed)
    ).all()
    taken = [row for row in rows if row.trouble != alone] or rows[:1]
    these = paper_feed.c.category.in_([row.category for row in taken])
    tx.execute(update(paper_feed).where(these).values(due_at=until, asked_at=tx.now))
    return [_value(row) for row in taken]


def postpone(tx: Tx, claimed: Collection[Feed], due_at: datetime, trouble: str = "") -> None:
    """These were not asked for; they are due then. `trouble` is why, where there was none: that is no failure of theirs."""
    these = paper_feed.c.category.in_([each.category for each in claimed])
    tx.execute(update(paper_feed).where(these).values(due_at=due_at))
    if trouble:
        fine = paper_feed.c.trouble == ""
        tx.execute(update(paper_feed).where(these, fine).values(trouble=trouble, trouble_since=tx.now))


def answered(tx: Tx, claimed: Collection[Feed], listed_on: date, due_at: datetime) -> None:
    """arXiv answered for these: nothing is missing up to `listed_on`, and they are due again then."""
    these = paper_feed.c.category.in_([each.category for each in claimed])
    values = {"due_at": due_at, "answered_at": tx.now, "failures": 0, "trouble": "", "trouble_since": None}
    tx.execute(update(paper_feed).where(these).values(**values))
    _move(tx, claimed, listed_on)


def _move(tx: Tx, claimed: Collection[Feed], listed_on: date) -> None:
    these = paper_feed.c.category.in_([each.category for each in claimed])
    behind = paper_feed.c.listed_on.is_(None) | (paper_feed.c.listed_on < listed_on)
    tx.execute(update(paper_feed).where(these, behind).values(listed_on=listed_on))


def failed(
    tx: Tx, claimed: Collection[Feed], trouble: str, due_at: datetime, listed_on: date | None = None
) -> None:
    """There was trouble with these, and they are due again then; `listed_on`: what of them was not."""
    for each in claimed:
        values = {
            "due_at": due_at,
            "failures": lists.running(each, trouble),
            "trouble": trouble,
            "trouble_since": each.trouble_since or tx.now,
        }
        mine = (paper_feed.c.category == each.category, paper_feed.c.failures == each.failures)
        tx.execute(update(paper_feed).where(*mine).values(**values))
    if listed_on is not None:
        _move(tx, claimed, listed_on)


def next_due(tx: Tx) -> datetime | None:
    """When the next category is due (UTC)."""
    first = select(paper_feed.c.due_at).where(paper_feed.c.due_at.is_not(None), _followed())
    return tx.execute(first.order_by(paper_feed.c.due_at).limit(1)).scalar()


def followers(
    tx: Tx, categories: Collection[str], beyond: int, limit: int, *, whole: bool = False
) -> list[int]:
    """Servers whose papers are on and that ask for one of these categories, by id, from beyond one on.

    `whole`: without those that were told of another category's trouble (`lists.told`).
    """
    other = paper_wish.alias()
    told = (paper_feed.c.failures >= lists.TRIES) & paper_feed.c.trouble.not_in(["", lists.EMPTY])
    others = exists(
        select(other.c.value)
        .join(paper_feed, paper_feed.c.category == other.c.value)
        .where(
            other.c.guild_id == paper_wish.c.guild_id,
            other.c.kind == Wish.CATEGORY.value,
            other.c.value.not_in(list(categories)),
            told | (paper_feed.c.trouble == UNKNOWN),
        )
    )
    statement = (
        select(paper_wish.c.guild_id)
        .join(paper_settings, paper_settings.c.guild_id == paper_wish.c.guild_id)
        .where(
            paper_wish.c.kind == Wish.CATEGORY.value,
            paper_wish.c.value.in_(list(categories)),
            paper_settings.c.is_on,
            paper_wish.c.guild_id > beyond,
        )
        .distinct()
        .order_by(paper_wish.c.guild_id)
        .limit(limit)
    )
    return list(tx.execute(statement.where(~others) if whole else statement).scalars())


def skip_past(tx: Tx) -> None:
    """Every list that is out by now counts as read: none of them is asked for, and the next ones are when they are out."""
    newest = calendar.due(tx.now)
    due_at = lists.next_read(tx.now, newest, "")
    tx.execute(update(paper_feed).values(listed_on=newest, answered_at=tx.now, due_at=due_at))


def purge(tx: Tx) -> None:
    """Forget categories that nobody follows."""
    tx.execute(delete(paper_feed).where(~_followed()))
