"""Queries of bundles: which of a person's local dates there were, and which were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update

from bot.attention.model.planning import Slot
from bot.attention.tables import bundle
from bot.core.db import Insert, Tx, insert, prepared

_AROUND = timedelta(days=1)  # somewhere on Earth it is a day later or earlier than in UTC


@dataclass(frozen=True)
class Bundle:
    """The `number`th bundle of a person's local `date`; `sent_at` is None as long as nobody knows (aware UTC)."""

    id: int
    user_id: int
    date: date
    number: int
    sent_at: datetime | None


_BUNDLES = select(bundle.c.id, bundle.c.user_id, bundle.c.date, bundle.c.number, bundle.c.sent_at)
_TAKEN = select(bundle.c.user_id, bundle.c.date, bundle.c.number).where(
    bundle.c.user_id.in_(bindparam("users", expanding=True)),
    bundle.c.date >= bindparam("first", type_=bundle.c.date.type),
    bundle.c.date <= bindparam("last", type_=bundle.c.date.type),
)
_ONE = _BUNDLES.where(bundle.c.id == bindparam("bundle"))


def get(tx: Tx, bundle_id: int) -> Bundle | None:
    """The bundle with this id."""
    row = tx.execute(_ONE, {"bundle": bundle_id}).first()
    return Bundle(*row) if row else None


def get_many(tx: Tx, bundle_ids: Collection[int]) -> dict[int, Bundle]:
    """These bundles, by id."""
    rows = tx.execute(_BUNDLES.where(bundle.c.id.in_(list(bundle_ids))))
    return {row.id: Bundle(*row) for row in rows}


def ids_of(tx: Tx, user_id: int) -> list[int]:
    """The ids of all bundles of a person."""
    return list(
        tx.execute(select(bundle.c.id).where(bundle.c.user_id == user_id).order_by(bundle.c.id)).scalars()
    )


def taken(tx: Tx, user_ids: Sequence[int]) -> defaultdict[int, set[tuple[date, int]]]:
    """The bundles of these people around today, as (local date, number), by person."""
    today = tx.now.date()
    found: defaultdict[int, set[tuple[date, int]]] = defaultdict(set)
    around = {"users": user_ids, "first": today - _AROUND, "last": today + _AROUND}
    for user_id, day, number in tx.execute(_TAKEN, around).all():
        found[user_id].add((day, number))
    return found


@prepared
def _add(tx: Tx) -> Insert:
    return insert(tx, bundle).on_conflict_do_nothing(index_elements=["user_id", "date", "number"])


def add_many(tx: Tx, wanted: Sequence[tuple[int, Slot]]) -> dict[int, int]:
    """Make a bundle for each of these (person, slot), a person once; ids by person, without those that there were already."""
    if not wanted:
        return {}
    rows = [
        {"user_id": user_id, "date": slot.date, "number": slot.number, "made_at": tx.now, "sent_at": None}
        for user_id, slot in wanted
    ]
    before = tx.execute(select(func.max(bundle.c.id))).scalar() or 0
    tx.execute_many(_add(tx), rows)
    slots = dict(wanted)
    made = select(bundle.c.id, bundle.c.user_id, bundle.c.date, bundle.c.number)
    made = made.where(bundle.c.id > before, bundle.c.made_at == tx.now)
    return {
        user_id: bundle_id
        for bundle_id, user_id, day, number in tx.execute(made).all()
        if user_id in slots and (day, number) == (slots[user_id].date, slots[user_id].number)
    }


def set_sent(tx: Tx, bundle_id: int) -> None:
    """The bundle is there."""
    tx.execute(
        update(bundle).where(bundle.c.id == bundle_id, bundle.c.sent_at.is_(None)).values(sent_at=tx.now)
    )


def give_back(tx: Tx, bundle_id: int) -> None:
    """The bundle was surely not sent: its place among its date's is free again."""
    tx.execute(delete(bundle).where(bundle.c.id == bundle_id, bundle.c.sent_at.is_(None)))


def erase(tx: Tx, user_id: int) -> None:
    """Forget the person's bundles."""
    tx.execute(delete(bundle).where(bundle.c.user_id == user_id))
