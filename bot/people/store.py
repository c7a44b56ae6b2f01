"""Queries of people's own settings."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.core.db import Tx, insert
from bot.people.model import Person
from bot.people.tables import person


def get(tx: Tx, user_id: int) -> Person:
    """The person's settings; the defaults when they never chose anything."""
    row = tx.execute(select(person.c.user_id, person.c.zone).where(person.c.user_id == user_id)).first()
    return Person(row.user_id, row.zone) if row else Person(user_id)


def save_zone(tx: Tx, user_id: int, zone: str | None) -> None:
    """Remember the person's own zone; None: the server's serves again."""
    values = {"zone": zone, "changed_at": tx.now}
    tx.execute(
        insert(tx, person)
        .values(user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values)
    )


def erase(tx: Tx, user_id: int) -> None:
    """Forget the person's settings."""
    tx.execute(delete(person).where(person.c.user_id == user_id))
