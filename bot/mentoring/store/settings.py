"""Queries of what a server's organisers chose for mentors and peers, and of when something is due there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, update

from bot.core.db import Tx, insert
from bot.mentoring.model.values import PREVIEW_BEFORE, Rhythm, Settings
from bot.mentoring.tables import mentoring_round, mentoring_settings

LEASE = timedelta(
    minutes=10
)  # after which a look for mentors, or a round, that was begun and never ended is due again
_t = mentoring_settings.c
_r = mentoring_round.c
_ITS_ROUND = and_(_r.guild_id == _t.guild_id, _r.goes_at == _t.next_at)
_IS_PREPARED = exists().where(_ITS_ROUND)


def _value(row: Row[Any]) -> Settings:
    return Settings(**{**row._mapping, "rhythm": Rhythm(row.rhythm)})


def get(tx: Tx, guild_id: int) -> Settings | None:
    """A server's choices; None when it never set this up."""
    row = tx.execute(select(mentoring_settings).where(_t.guild_id == guild_id)).first()
    return _value(row) if row else None


def save(tx: Tx, value: Settings) -> None:
    """From now on a server has chosen so."""
    columns = {
        "channel_id": value.channel_id,
        "is_on": value.is_on,
        "rhythm": value.rhythm.value,
        "weekday": value.weekday,
        "at": value.at,
        "next_at": value.next_at,
        "match_at": value.match_at,
        "refused_at": value.refused_at,
    }
    row = insert(tx, mentoring_settings).values(guild_id=value.guild_id, **columns)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=columns))


def set_match_at(tx: Tx, guild_id: int, at: datetime | None) -> None:
    """When mentors are looked for next in a server; None while nobody waits."""
    tx.execute(update(mentoring_settings).where(_t.guild_id == guild_id).values(match_at=at))


def take_due_matches(tx: Tx, limit: int) -> list[int]:
    """Servers where mentors are looked for now, the longest due first; nobody else takes them meanwhile.

    Whoever took one says by `set_match_at` when the next look is; if they never do, it is due again after LEASE.
    """
    due = select(_t.guild_id).where(_t.match_at <= tx.now).order_by(_t.match_at)
    ids = list(tx.execute(due.limit(limit).with_for_update(skip_locked=True)).scalars())
    taken = update(mentoring_settings).where(_t.guild_id.in_(ids)).values(match_at=tx.now + LEASE)
    if ids:
        tx.execute(taken)
    return ids


def next_match(tx: Tx) -> datetime | None:
    """When mentors are looked for next anywhere (UTC)."""
    return tx.execute(select(func.min(_t.match_at)).where(_t.match_at.is_not(None))).scalar()


def skip_matches(tx: Tx, guild_id: int | None) -> set[int]:
    """Mentors are not looked for where that was due until now, of one server or (None) of all; returns where it was."""
    due = update(mentoring_settings).where(_t.match_at <= tx.now).values(match_at=None)
    mine = due if guild_id is None else due.where(_t.guild_id == guild_id)
    return set(tx.execute(mine.returning(_t.guild_id)).scalars())


def set_next_at(tx: Tx, guild_id: int, at: datetime | None) -> None:
    """When the next round of peers goes out in a server."""
    tx.execute(update(mentoring_settings).where(_t.guild_id == guild_id).values(next_at=at))


def take_due_round(tx: Tx) -> int | None:
    """A server whose round goes out now, the longest due first; nobody else takes it meanwhile.

    It is due until the next one is planned: what was taken and never went out is due again after LEASE, behind the others.
    """
    due = (
        select(_t.guild_id, _r.id)
        .join(mentoring_round, _ITS_ROUND)
        .where(_t.next_at <= tx.now, or_(_r.taken_until.is_(None), _r.taken_until <= tx.now))
        .order_by(_t.next_at, _t.guild_id)
        .limit(1)
    )
    found = tx.execute(due.with_for_update(of=mentoring_round, skip_locked=True)).first()
    if found is None:
        return None
    tx.execute(update(mentoring_round).where(_r.id == found.id).values(taken_until=tx.now + LEASE))
    return int(found.guild_id)


def unprepared(tx: Tx, beyond: int, limit: int) -> list[int]:
    """Servers, in the order of their ids beyond one, whose next round is so near that organisers are told of it now."""
    rows = select(_t.guild_id).where(*_near(tx), _t.guild_id > beyond).order_by(_t.guild_id)
    return list(tx.execute(rows.limit(limit)).scalars())


def take_unprepared(tx: Tx, guild_id: int) -> bool:
    """Whether it is so in this server still; nobody else changes its choices until this transaction ends, or it is not."""
    row = select(_t.guild_id).where(*_near(tx), _t.guild_id == guild_id)
    return tx.execute(row.with_for_update(skip_locked=True)).first() is not None


def _near(tx: Tx) -> tuple[ColumnElement[bool], ...]:
    return _t.next_at <= tx.now + PREVIEW_BEFORE, ~_IS_PREPARED


def next_round(tx: Tx) -> datetime | None:
    """When there is something to do for a round next, anywhere (UTC): preparing it, or sending it."""
    is_taken = exists().where(_ITS_ROUND, _r.taken_until > tx.now)
    goes = _first(tx, ~is_taken)
    again = tx.execute(select(func.min(_r.taken_until)).where(_r.taken_until > tx.now)).scalar()
    first = _first(tx, ~_IS_PREPARED)
    return min((each for each in (goes, again, first and first - PREVIEW_BEFORE) if each), default=None)


def _first(tx: Tx, *where: ColumnElement[bool]) -> datetime | None:
    rows = select(_t.next_at).where(_t.next_at.is_not(None), *where).order_by(_t.next_at)
    return tx.execute(rows.limit(1)).scalar()


def planned(tx: Tx, guild_id: int | None = None) -> list[Settings]:
    """The servers that have a next round, all of them or this one."""
    rows = select(mentoring_settings).where(_t.next_at.is_not(None)).order_by(_t.guild_id)
    if guild_id is not None:
        rows = rows.where(_t.guild_id == guild_id)
    return [_value(row) for row in tx.execute(rows)]


def set_refused(tx: Tx, guild_id: int, channel_id: int, at: datetime | None) -> bool:
    """Discord keeps us out of this channel since then, or (None) does not; returns whether that is news."""
    news = _t.refused_at.is_not(None) if at is None else _t.refused_at.is_(None)
    place = (_t.guild_id == guild_id, _t.channel_id == channel_id, news)
    changed = update(mentoring_settings).where(*place).values(refused_at=at).returning(_t.guild_id)
    return tx.execute(changed).first() is not None
