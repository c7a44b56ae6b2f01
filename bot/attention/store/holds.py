"""Queries of when nothing reaches people: away ranges, and holds such as a focus session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, insert, or_, select, update

from bot.attention.model.values import Away, Hold
from bot.attention.tables import away, hold
from bot.core.db import Tx

RECENT = timedelta(days=2)  # ended holds and away ranges that may still matter, wherever on Earth
_USERS: BindParameter[int] = bindparam("users", expanding=True)
_AWAYS = (
    select(away)
    .where(away.c.user_id.in_(_USERS))
    .where(
        or_(away.c.last_date.is_(None), away.c.last_date >= bindparam("since", type_=away.c.last_date.type))
    )
    .order_by(away.c.id)
)
_HOLDS = (
    select(hold.c.user_id, hold.c.begins_at, hold.c.ends_at, hold.c.kind)
    .where(hold.c.user_id.in_(_USERS), hold.c.ends_at > bindparam("since", type_=hold.c.ends_at.type))
    .order_by(hold.c.id)
)


def _away(row: Row[Any]) -> Away:
    return Away(row.first_date, row.last_date, row.id)


def aways_of(tx: Tx, user_id: int) -> list[Away]:
    """Every away range of a person, oldest first."""
    rows = tx.execute(select(away).where(away.c.user_id == user_id).order_by(away.c.first_date, away.c.id))
    return [_away(row) for row in rows]


def aways(tx: Tx, user_ids: Sequence[int]) -> defaultdict[int, list[Away]]:
    """The away ranges of these people that are not long over, by person."""
    found: defaultdict[int, list[Away]] = defaultdict(list)
    for row in tx.execute(_AWAYS, {"users": user_ids, "since": (tx.now - RECENT).date()}).all():
        found[row.user_id].append(_away(row))
    return found


def add_away(tx: Tx, user_id: int, first: date, last: date | None) -> Away:
    """Remember a new away range."""
    values = {"user_id": user_id, "first_date": first, "last_date": last, "made_at": tx.now}
    return Away(first, last, tx.execute(insert(away).values(**values).returning(away.c.id)).scalar_one())


def end_away(tx: Tx, away_id: int, last: date) -> None:
    """Let an away range end with this date."""
    tx.execute(update(away).where(away.c.id == away_id).values(last_date=last))


def remove_away(tx: Tx, user_id: int, away_id: int) -> bool:
    """Remove an away range of a person; False when they have none of this id."""
    where = (away.c.id == away_id, away.c.user_id == user_id)
    return tx.execute(delete(away).where(*where)).rowcount > 0


def holds(tx: Tx, user_ids: Sequence[int]) -> defaultdict[int, list[Hold]]:
    """The holds on these people that are not long over, by person."""
    found: defaultdict[int, list[Hold]] = defaultdict(list)
    for user_id, *rest in tx.execute(_HOLDS, {"users": user_ids, "since": tx.now - RECENT}).all():
        found[user_id].append(Hold(*rest))
    return found


def holds_of(tx: Tx, user_id: int) -> list[Hold]:
    """Every hold on a person, oldest first."""
    columns = (hold.c.begins_at, hold.c.ends_at, hold.c.kind)
    return [
        Hold(*row)
        for row in tx.execute(select(*columns).where(hold.c.user_id == user_id).order_by(hold.c.id))
    ]


def add_hold(tx: Tx, user_id: int, begins_at: datetime, ends_at: datetime, kind: str) -> None:
    """Nothing reaches the person from `begins_at` until before `ends_at` (aware UTC)."""
    values = {"user_id": user_id, "kind": kind, "begins_at": begins_at, "ends_at": ends_at}
    tx.execute(insert(hold).values(**values))


def end_holds(tx: Tx, user_id: int, kind: str) -> None:
    """The person's holds of this kind end now; those to come are dropped."""
    mine = (hold.c.user_id == user_id, hold.c.kind == kind)
    tx.execute(delete(hold).where(*mine, hold.c.begins_at >= tx.now))
    tx.execute(update(hold).where(*mine, hold.c.ends_at > tx.now).values(ends_at=tx.now))


def erase(tx: Tx, user_id: int) -> None:
    """Forget when the person was, is or will be away or held."""
    tx.execute(delete(away).where(away.c.user_id == user_id))
    tx.execute(delete(hold).where(hold.c.user_id == user_id))


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget what was over before an instant, at most `limit` of each; returns how many at the most of one."""
    old = select(away.c.id).where(away.c.last_date < before.date()).limit(limit)
    gone = tx.execute(delete(away).where(away.c.id.in_(old))).rowcount
    past = select(hold.c.id).where(hold.c.ends_at < before).limit(limit)
    return max(gone, tx.execute(delete(hold).where(hold.c.id.in_(past))).rowcount)
