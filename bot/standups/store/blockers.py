"""Queries of what members are stuck on, and of who was asked for a hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from bot.core.db import Tx
from bot.standups.model.blockers import Asked, Blocker, Reply, Stage
from bot.standups.model.values import Entry
from bot.standups.tables import standup_blocker, standup_helper

_OPEN = standup_blocker.c.state == Stage.OPEN.value


class Wanted(NamedTuple):
    """That a person was asked for a hand, when (UTC), and what they said."""

    guild_id: int
    blocker_id: int
    asked_at: datetime
    answer: str


def _blocker(row: Row[Any]) -> Blocker:
    fields = dict(row._mapping)
    fields["stage"] = Stage(fields.pop("state"))
    return Blocker(**fields)


def get(tx: Tx, blocker_id: int) -> Blocker | None:
    """The blocker with this id."""
    return get_many(tx, [blocker_id]).get(blocker_id)


def get_many(tx: Tx, blocker_ids: Collection[int]) -> dict[int, Blocker]:
    """Those of these blockers that are there, by id."""
    rows = tx.execute(select(standup_blocker).where(standup_blocker.c.id.in_(list(blocker_ids))))
    return {row.id: _blocker(row) for row in rows}


_OF_STANDUP = (
    select(standup_blocker)
    .where(
        standup_blocker.c.user_id == bindparam("user"),
        standup_blocker.c.standup_id == bindparam("standup"),
        _OPEN,
    )
    .order_by(standup_blocker.c.id.desc())
    .limit(1)
)


def open_of(tx: Tx, user_id: int, standup_id: int) -> Blocker | None:
    """What a member is still stuck on in a standup."""
    row = tx.execute(_OF_STANDUP, {"user": user_id, "standup": standup_id}).first()
    return _blocker(row) if row else None


def all_open(tx: Tx, user_id: int, guild_id: int | None, limit: int) -> list[Blocker]:
    """What a member is still stuck on in a server, or (None) anywhere, oldest first."""
    where = [standup_blocker.c.user_id == user_id, _OPEN]
    if guild_id is not None:
        where.append(standup_blocker.c.guild_id == guild_id)
    rows = tx.execute(select(standup_blocker).where(*where).order_by(standup_blocker.c.id).limit(limit))
    return [_blocker(row) for row in rows]


def of_entries(tx: Tx, entry_ids: Collection[int]) -> list[Blocker]:
    """The blockers of these entries, also those that are over."""
    rows = tx.execute(select(standup_blocker).where(standup_blocker.c.entry_id.in_(list(entry_ids))))
    return [_blocker(row) for row in rows]


def last_over(tx: Tx, user_id: int, standup_id: int) -> int:
    """The newest entry whose blocker was solved or dropped; 0 for none. What was written until then is settled."""
    where = (standup_blocker.c.user_id == user_id, standup_blocker.c.standup_id == standup_id, ~_OPEN)
    return tx.execute(select(func.max(standup_blocker.c.entry_id)).where(*where)).scalar() or 0


def of_standup(tx: Tx, standup_id: int) -> list[int]:
    """The ids of all blockers of a standup."""
    where = standup_blocker.c.standup_id == standup_id
    return list(tx.execute(select(standup_blocker.c.id).where(where)).scalars())


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Blocker]:
    """Everything a person was stuck on, oldest first."""
    statement = select(standup_blocker).where(standup_blocker.c.user_id == user_id)
    if guild_id is not None:
        statement = statement.where(standup_blocker.c.guild_id == guild_id)
    return [_blocker(row) for row in tx.execute(statement.order_by(standup_blocker.c.id))]


def of_thread(tx: Tx, thread_id: int) -> list[Blocker]:
    """The blocker whose thread this is (one, or none)."""
    rows = tx.execute(select(standup_blocker).where(standup_blocker.c.thread_id == thread_id))
    return [_blocker(row) for row in rows]


def add(tx: Tx, entry: Entry) -> Blocker:
    """The author of this entry is stuck, and has asked nobody."""
    values = {
        "standup_id": entry.standup_id,
        "guild_id": entry.guild_id,
        "user_id": entry.user_id,
        "entry_id": entry.id,
        "topic_id": 0,
        "state": Stage.OPEN.value,
        "made_at": tx.now,
    }
    row = tx.execute(insert(standup_blocker).values(**values).returning(standup_blocker)).one()
    return _blocker(row)


def change(tx: Tx, blocker_id: int, **values: Any) -> None:
    """Change `entry_id`, `topic_id` or `thread_id`."""
    tx.execute(update(standup_blocker).where(standup_blocker.c.id == blocker_id).values(**values))


def end(tx: Tx, blocker_ids: Collection[int], stage: Stage) -> None:
    """Those of these that are open are over."""
    where = (standup_blocker.c.id.in_(list(blocker_ids)), _OPEN)
    tx.execute(update(standup_blocker).where(*where).values(state=stage.value, ended_at=tx.now))


def open_again(tx: Tx, blocker_id: int) -> None:
    """It is open after all."""
    values = {"state": Stage.OPEN.value, "ended_at": None}
    tx.execute(update(standup_blocker).where(standup_blocker.c.id == blocker_id).values(**values))


def ask(tx: Tx, blocker: Blocker, user_ids: Iterable[int]) -> None:
    """These people were just asked for a hand."""
    rows = [
        {"guild_id": blocker.guild_id, "blocker_id": blocker.id, "user_id": user_id, "asked_at": tx.now}
        for user_id in user_ids
    ]
    if rows:
        tx.execute(insert(standup_helper), rows)


def asked(tx: Tx, blocker_ids: Collection[int]) -> list[Asked]:
    """Who was asked about these blockers, and what they said."""
    columns = (standup_helper.c.blocker_id, standup_helper.c.user_id, standup_helper.c.answer)
    rows = tx.execute(
        select(*columns)
        .where(standup_helper.c.blocker_id.in_(list(blocker_ids)))
        .order_by(standup_helper.c.blocker_id, standup_helper.c.user_id)
    )
    return [Asked(row.blocker_id, row.user_id, Reply(row.answer)) for row in rows]


def was_asked_since(tx: Tx, blocker_id: int, since: datetime) -> bool:
    """Whether anybody was asked about this blocker from an instant on."""
    where = (standup_helper.c.blocker_id == blocker_id, standup_helper.c.asked_at >= since)
    return tx.execute(select(standup_helper.c.user_id).where(*where).limit(1)).first() is not None


def asked_after(tx: Tx, user_ids: Collection[int], since: datetime) -> set[int]:
    """Those of these people who were asked about something after an instant, in any server."""
    where = (standup_helper.c.user_id.in_(list(user_ids)), standup_helper.c.asked_at > since)
    return set(tx.execute(select(standup_helper.c.user_id).where(*where)).scalars())


def answer(tx: Tx, blocker_id: int, user_id: int, reply: Reply) -> None:
    """Remember what somebody who was asked said."""
    mine = (standup_helper.c.blocker_id == blocker_id, standup_helper.c.user_id == user_id)
    tx.execute(update(standup_helper).where(*mine).values(answer=reply.value))


def asked_by(tx: Tx, user_id: int, asker_id: int) -> list[int]:
    """The blockers of an asker about which this person was asked."""
    rows = tx.execute(
        select(standup_helper.c.blocker_id)
        .join(standup_blocker, standup_blocker.c.id == standup_helper.c.blocker_id)
        .where(standup_helper.c.user_id == user_id, standup_blocker.c.user_id == asker_id)
    )
    return [row.blocker_id for row in rows]


def requests_of(tx: Tx, user_id: int) -> list[Wanted]:
    """About which blockers a person was asked, oldest first."""
    columns = (
        standup_helper.c.guild_id,
        standup_helper.c.blocker_id,
        standup_helper.c.asked_at,
        standup_helper.c.answer,
    )
    rows = tx.execute(
        select(*columns).where(standup_helper.c.user_id == user_id).order_by(standup_helper.c.asked_at)
    )
    return [Wanted(*row) for row in rows]


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person was stuck on and asked about, everywhere or in one server."""
    for table in (standup_helper, standup_blocker):
        statement = delete(table).where(table.c.user_id == user_id)
        tx.execute(statement if guild_id is None else statement.where(table.c.guild_id == guild_id))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who is stuck on something or was asked."""
    return {
        (row.guild_id, row.user_id)
        for table in (standup_helper, standup_blocker)
        for row in tx.execute(select(table.c.guild_id, table.c.user_id).distinct())
    }
