"""Notes: a feature just large enough to test the database with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ForeignKey, MetaData, Table, Text, bindparam, func, select, update

from bot.core.db import Database, Id, Insert, Json, Tx, UtcDateTime, insert, prepared, query, use_case
from bot.core.db.schema import locked

R = TypeVar("R")

metadata = MetaData()  # not the bot's own
notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime),
    Column("extra", Json),
    # Checked at COMMIT and not before: the way to make a COMMIT fail.
    Column("parent", Id, ForeignKey("notes.id", deferrable=True, initially="DEFERRED")),
)
counters = Table("counters", metadata, Column("name", Text, primary_key=True), Column("value", Id))

COUNT = select(counters.c.value).where(counters.c.name == bindparam("counter"))


@prepared
def set_counter(tx: Tx) -> Insert:
    row = insert(tx, counters)
    return row.on_conflict_do_update(index_elements=["name"], set_={"value": row.excluded.value})


def create(url: str) -> None:
    """Make the tables."""
    locked(url, metadata.create_all)


class Notes:
    """The use cases the tests call."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @use_case
    def add(self, tx: Tx, text: str, at: datetime | None = None, more: dict[str, Any] | None = None) -> int:
        """Keep a note and return its id."""
        values = {"text": text, "at": at or tx.now, **(more or {})}
        return int(tx.execute(insert(tx, notes).returning(notes.c.id), values).scalar_one())

    @use_case
    def count(self, tx: Tx, name: str) -> int:
        """Read a number, write the next: what is lost when two transactions do not see each other."""
        value = (tx.execute(COUNT, {"counter": name}).scalar() or 0) + 1
        tx.execute(set_counter(tx), {"name": name, "value": value})
        return value

    @use_case(claim=True)
    def take(self, tx: Tx, most: int) -> list[int]:
        """Mark and return notes that nobody has taken."""
        free = select(notes.c.id).where(notes.c.at.is_(None)).order_by(notes.c.id).limit(most)
        ids = list(tx.execute(free.with_for_update(skip_locked=True)).scalars())
        tx.execute(update(notes).where(notes.c.id.in_(ids)).values(at=tx.now))
        return ids

    @use_case
    def change(self, tx: Tx, work: Callable[[Tx], R]) -> R:
        """Whatever the test wants done in a write."""
        return work(tx)

    @query
    def look(self, tx: Tx, work: Callable[[Tx], R]) -> R:
        """Whatever the test wants done in a read."""
        return work(tx)

    @query
    def texts(self, tx: Tx) -> list[str]:
        """All notes, oldest first."""
        return list(tx.execute(select(notes.c.text).order_by(notes.c.id)).scalars())

    @query
    def value(self, tx: Tx, name: str) -> int:
        """Where a counter stands; 0 when it does not exist."""
        return tx.execute(COUNT, {"counter": name}).scalar() or 0


def add(tx: Tx, text: str, **more: Any) -> None:
    """A store function, for bodies that tests write themselves."""
    tx.execute(insert(tx, notes), {"text": text, **more})


def number(tx: Tx) -> int:
    """How many notes this transaction sees."""
    return tx.execute(select(func.count()).select_from(notes)).scalar_one()
