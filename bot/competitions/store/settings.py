"""Queries of what a server's organisers chose for its competitions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, update

from bot.competitions.model.values import Settings
from bot.competitions.tables import competition, competition_settings, competition_source
from bot.core.db import Tx, insert

FRESH = timedelta(days=1)  # an answer of Kaggle's that is older says nothing of what is open now
_t = competition_settings.c


def _value(row: Row[Any]) -> Settings:
    return Settings(row.guild_id, row.channel_id, row.is_on, frozenset(row.muted), row.seen, row.refused_at)


def get(tx: Tx, guild_id: int) -> Settings | None:
    """A server's competitions, on or off; None when it never set them up."""
    row = tx.execute(select(competition_settings).where(_t.guild_id == guild_id)).first()
    return _value(row) if row else None


def save(tx: Tx, value: Settings) -> None:
    """From now on a server's competitions are so."""
    values = {
        "channel_id": value.channel_id,
        "is_on": value.on,
        "muted": sorted(value.muted),
        "seen": value.seen,
        "refused_at": value.refused_at,
    }
    row = insert(tx, competition_settings).values(guild_id=value.guild_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["guild_id"], set_=values))


def any_on(tx: Tx) -> bool:
    """Whether any server wants to know what Kaggle lists."""
    return bool(tx.execute(select(exists().where(_t.is_on))).scalar())


def servers_on(tx: Tx, beyond: int, limit: int) -> list[int]:
    """Some servers whose competitions are on, with ids beyond this one, in that order."""
    where = (_t.is_on, _t.guild_id > beyond)
    rows = tx.execute(select(_t.guild_id).where(*where).order_by(_t.guild_id).limit(limit))
    return list(rows.scalars())


def waiting(tx: Tx, limit: int) -> list[Settings]:
    """Servers that have something to look at, whose channel is within our reach; locked for the caller.

    One that begins waits until Kaggle's list was read wholly, and not long ago.
    """
    statement = select(competition_settings).where(*_waits(tx))
    rows = tx.execute(statement.order_by(_t.guild_id).limit(limit).with_for_update(skip_locked=True))
    return [_value(row) for row in rows]


def is_waiting(tx: Tx) -> bool:
    """Whether there is such a server."""
    return bool(tx.execute(select(exists().where(*_waits(tx)))).scalar())


def _waits(tx: Tx) -> tuple[ColumnElement[bool], ...]:
    newest = select(func.max(competition.c.number)).scalar_subquery()
    is_known = exists().where(competition_source.c.answered_at > tx.now - FRESH)
    behind = or_(and_(_t.seen.is_(None), is_known), _t.seen < newest)
    return _t.is_on, _t.refused_at.is_(None), behind


def categories(tx: Tx) -> list[str]:
    """Every category that something known has, in Kaggle's own words."""
    rows = tx.execute(select(competition.c.category).distinct().order_by(competition.c.category))
    return list(rows.scalars())


def set_seen(tx: Tx, guild_ids: Collection[int], seen: int | None) -> None:
    """These servers have looked at everything until this number; None: they begin."""
    tx.execute(update(competition_settings).where(_t.guild_id.in_(list(guild_ids))).values(seen=seen))


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Nothing that is known by now comes as news, of a server or (None) of all that began.

    Where nothing is known yet, nothing that is read first does.
    """
    newest = select(func.max(competition.c.number)).scalar_subquery()
    statement = update(competition_settings).values(seen=newest).where(_t.seen.is_not(None))
    tx.execute(statement if guild_id is None else statement.where(_t.guild_id == guild_id))


def set_refused(tx: Tx, guild_id: int, channel_id: int, at: datetime | None) -> bool:
    """Discord keeps us out of this channel since then, or (None) does not; returns whether that is news."""
    news = _t.refused_at.is_not(None) if at is None else _t.refused_at.is_(None)
    place = (_t.guild_id == guild_id, _t.channel_id == channel_id, news)
    changed = update(competition_settings).where(*place).values(refused_at=at).returning(_t.guild_id)
    return tx.execute(changed).first() is not None
