"""Queries of the threads of questions and AMAs, and of those that are left when theirs was deleted (promise 6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from bot.core.db import Tx, insert
from bot.deliveries.store.left import LeftThreads
from bot.mentoring.tables import mentoring_thread as thread

_LEFT = LeftThreads(thread)
take_due, next_due, seen_to = _LEFT.take_due, _LEFT.next_due, _LEFT.seen_to


@dataclass(frozen=True)
class Thread:
    """A thread: of a question, or of an AMA; of neither when that is gone."""

    thread_id: int
    guild_id: int
    question_id: int = 0
    ama_id: int = 0


def add(tx: Tx, value: Thread) -> None:
    """Remember a thread; one that is known stays as it is."""
    row = insert(tx, thread).values(
        thread_id=value.thread_id,
        guild_id=value.guild_id,
        question_id=value.question_id,
        ama_id=value.ama_id,
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=["thread_id"]))


def get(tx: Tx, thread_id: int) -> Thread | None:
    """What a thread is about."""
    columns = (thread.c.thread_id, thread.c.guild_id, thread.c.question_id, thread.c.ama_id)
    row = tx.execute(select(*columns).where(thread.c.thread_id == thread_id)).first()
    return Thread(*row) if row else None


def of_question(tx: Tx, question_id: int) -> int | None:
    """The thread of a question, None while it has none."""
    return tx.execute(select(thread.c.thread_id).where(thread.c.question_id == question_id)).scalar()


def of_ama(tx: Tx, ama_id: int) -> int | None:
    """The thread of an AMA, None while it has none."""
    return tx.execute(select(thread.c.thread_id).where(thread.c.ama_id == ama_id)).scalar()


def known(tx: Tx, ids: Collection[int]) -> set[int]:
    """Those of these places that are threads of ours."""
    return set(tx.execute(select(thread.c.thread_id).where(thread.c.thread_id.in_(list(ids)))).scalars())


def leave(tx: Tx, guild_id: int, *thread_ids: int) -> None:
    """What these were about is gone: each is renamed, or deleted when nobody else wrote there."""
    _LEFT.add(tx, guild_id, *thread_ids)
    tx.execute(update(thread).where(thread.c.thread_id.in_(thread_ids)).values(question_id=0, ama_id=0))


def late(tx: Tx) -> list[int]:
    """Threads that had to be seen to and that Discord closed to us until it was too late: `take_due` forgets them."""
    return list(tx.execute(select(thread.c.thread_id).where(thread.c.until <= tx.now)).scalars())


def keep(tx: Tx, thread_id: int) -> None:
    """Posts of others stand in it: it is known on, for what is said to them goes there; nothing is to be done about it."""
    tx.execute(update(thread).where(thread.c.thread_id == thread_id).values(due_at=None, until=None))


def forget(tx: Tx, *thread_ids: int) -> None:
    """These are gone from Discord."""
    tx.execute(delete(thread).where(thread.c.thread_id.in_(thread_ids)))
