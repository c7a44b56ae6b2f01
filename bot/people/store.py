"""Queries of people's own settings, and of who is a member where."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, tuple_, update

from bot.core.db import Tx, insert
from bot.people.model import ASK_AGAIN, FORGET_AFTER, FRESH, NO_ANSWER_WAIT, Membership, Person
from bot.people.tables import membership, person

_AT_ONCE = 500  # rows in one statement


def get(tx: Tx, user_id: int) -> Person:
    """The person's settings; the defaults when they never chose anything."""
    return get_many(tx, [user_id]).get(user_id, Person(user_id))


def get_many(tx: Tx, user_ids: Collection[int]) -> dict[int, Person]:
    """The settings of those of these people who chose something."""
    columns = (person.c.user_id, person.c.zone, person.c.language, person.c.home_server, person.c.day_start)
    rows = tx.execute(select(*columns).where(person.c.user_id.in_(list(user_ids))))
    return {row.user_id: Person(*row) for row in rows}


def save_zone(tx: Tx, user_id: int, zone: str | None) -> None:
    """Remember the person's own zone; None: the server's serves again."""
    _save(tx, user_id, zone=zone)


def save_day_start(tx: Tx, user_id: int, hour: int) -> None:
    """Remember how many hours after midnight the person's day begins."""
    _save(tx, user_id, day_start=hour)


def _save(tx: Tx, user_id: int, **values: Any) -> None:
    changed = {**values, "changed_at": tx.now}
    tx.execute(
        insert(tx, person)
        .values(user_id=user_id, **changed)
        .on_conflict_do_update(index_elements=["user_id"], set_=changed)
    )


def note_home(tx: Tx, user_id: int, guild_id: int, language: str) -> None:
    """Somebody chose something in a server: its zone and language serve for them, unless another's do already.

    `language` is Discord's locale code of their app; `guild_id` is 0 in the bot's own DM.
    """
    known = get(tx, user_id)
    _save(tx, user_id, home_server=known.home_server or guild_id, language=language or known.language)


def save_language(tx: Tx, user_id: int, language: str) -> None:
    """Remember the language of somebody who chose something before; of nobody else."""
    tx.execute(update(person).where(person.c.user_id == user_id).values(language=language))


def leave_home(tx: Tx, guild_id: int, user_id: int | None = None) -> None:
    """This server is no longer what serves for a person, or (None) for anybody."""
    here = update(person).where(person.c.home_server == guild_id).values(home_server=0)
    tx.execute(here if user_id is None else here.where(person.c.user_id == user_id))


def homes(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody for whom a server's zone and language serve."""
    rows = tx.execute(select(person.c.home_server, person.c.user_id).where(person.c.home_server != 0))
    return {(row.home_server, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int) -> None:
    """Forget the person's settings."""
    tx.execute(delete(person).where(person.c.user_id == user_id))


def has_left(tx: Tx, guild_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of these people who are known to have left the server: nothing there is offered or sent to them."""
    where = (membership.c.guild_id == guild_id, membership.c.user_id.in_(list(user_ids)))
    rows = tx.execute(select(membership.c.user_id).where(*where, membership.c.left_at.is_not(None)))
    return {row.user_id for row in rows}


def membership_of(tx: Tx, guild_id: int, user_id: int) -> Membership | None:
    """What is known about somebody in a server."""
    row = tx.execute(select(membership).where(*_pair(guild_id, user_id))).first()
    return Membership(row.guild_id, row.user_id, row.left_at) if row else None


def memberships(tx: Tx, user_id: int) -> list[Membership]:
    """What is known about somebody's membership of servers."""
    rows = tx.execute(
        select(membership).where(membership.c.user_id == user_id).order_by(membership.c.guild_id)
    )
    return [Membership(row.guild_id, row.user_id, row.left_at) for row in rows]


def pairs(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody whose membership is asked about."""
    rows = tx.execute(select(membership.c.guild_id, membership.c.user_id))
    return {(row.guild_id, row.user_id) for row in rows}


def add_pairs(tx: Tx, new: Iterable[tuple[int, int]]) -> None:
    """Ask about these (server, person) pairs from now on; they were members just now, or something would not be there."""
    rows = [{"guild_id": guild_id, "user_id": user_id, "checked_at": tx.now} for guild_id, user_id in new]
    for start in range(0, len(rows), _AT_ONCE):
        tx.execute(insert(tx, membership).values(rows[start : start + _AT_ONCE]).on_conflict_do_nothing())


def drop_pairs(tx: Tx, gone: Collection[tuple[int, int]]) -> None:
    """Ask no more about these (server, person) pairs."""
    listed = sorted(gone)
    for start in range(0, len(listed), _AT_ONCE):
        pair = tuple_(membership.c.guild_id, membership.c.user_id)
        tx.execute(delete(membership).where(pair.in_(listed[start : start + _AT_ONCE])))


def drop_person(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Ask no more about this person, anywhere or in one server."""
    statement = delete(membership).where(membership.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(membership.c.guild_id == guild_id))


def _due(tx: Tx) -> ColumnElement[bool]:
    over = and_(
        membership.c.left_at <= tx.now - FORGET_AFTER, membership.c.checked_at <= tx.now - NO_ANSWER_WAIT
    )
    return or_(membership.c.checked_at <= tx.now - ASK_AGAIN, over)


def take_checks(tx: Tx, limit: int) -> list[Membership]:
    """Whose membership has to be asked about now; each counts as asked, so that nobody else asks as well."""
    rows = tx.execute(
        select(membership)
        .where(_due(tx))
        .order_by(membership.c.checked_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        set_checked(tx, row.guild_id, row.user_id, tx.now)
    return [Membership(row.guild_id, row.user_id, row.left_at) for row in rows]


def next_check(tx: Tx) -> datetime | None:
    """When the next membership has to be asked about (UTC)."""
    oldest = tx.execute(select(func.min(membership.c.checked_at))).scalar()
    over = tx.execute(
        select(membership.c.left_at, membership.c.checked_at)
        .where(membership.c.left_at.is_not(None))
        .order_by(membership.c.left_at)
        .limit(1)
    ).first()
    due = [oldest + ASK_AGAIN] if oldest else []
    if over:
        due.append(max(over.left_at + FORGET_AFTER, over.checked_at + NO_ANSWER_WAIT))
    return min(due, default=None)


def ask_soon(tx: Tx, guild_id: int, user_ids: Collection[int]) -> None:
    """Ask about these members as soon as there is time, but for whom Discord was asked within a day: they are to be matched."""
    due, fresh = tx.now - ASK_AGAIN, tx.now - FRESH
    ids = sorted(user_ids)
    for start in range(0, len(ids), _AT_ONCE):
        where = (membership.c.guild_id == guild_id, membership.c.user_id.in_(ids[start : start + _AT_ONCE]))
        old = (
            membership.c.left_at.is_(None),
            membership.c.checked_at > due,
            membership.c.checked_at <= fresh,
        )
        tx.execute(update(membership).where(*where, *old).values(checked_at=due))


def set_checked(tx: Tx, guild_id: int, user_id: int, at: datetime) -> None:
    """Remember when Discord was asked."""
    tx.execute(update(membership).where(*_pair(guild_id, user_id)).values(checked_at=at))


def set_left(tx: Tx, guild_id: int, user_id: int, at: datetime | None) -> None:
    """Remember since when somebody is no member any more; None: they are one."""
    tx.execute(update(membership).where(*_pair(guild_id, user_id)).values(left_at=at, checked_at=tx.now))


def _pair(guild_id: int, user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return membership.c.guild_id == guild_id, membership.c.user_id == user_id
