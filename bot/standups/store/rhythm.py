"""Queries of when somebody wrote, and of what they wrote in a month, for themselves only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from bot.core.db import Tx
from bot.standups.model import Entry
from bot.standups.store.entries import entry_rows, entry_value
from bot.standups.tables import standup_day, standup_entry


def written_at(tx: Tx, user_id: int, guild_id: int | None, since: datetime) -> list[datetime]:
    """When (UTC) a person wrote their entries, also those kept to themselves; `guild_id` None: in every server."""
    where = [standup_entry.c.user_id == user_id, standup_entry.c.written_at >= since]
    if guild_id is not None:
        where.append(standup_entry.c.guild_id == guild_id)
    return list(tx.execute(select(standup_entry.c.written_at).where(*where)).scalars())


def before_this_one(tx: Tx, entry: Entry) -> datetime | None:
    """When (UTC) the author wrote the entry before this one in the same server; None for their first."""
    mine = (standup_entry.c.user_id == entry.user_id, standup_entry.c.guild_id == entry.guild_id)
    newest = select(standup_entry.c.written_at).where(*mine, standup_entry.c.id < entry.id)
    return tx.execute(newest.order_by(standup_entry.c.id.desc()).limit(1)).scalar()


def of_days(
    tx: Tx, user_id: int, guild_id: int | None, first: date, last: date, *, after: int, limit: int
) -> list[Entry]:
    """A person's entries for the days from `first` to `last`, oldest first; `after` is the id the page starts behind."""
    mine = [standup_entry.c.user_id == user_id, standup_entry.c.id > after]
    if guild_id is not None:
        mine.append(standup_entry.c.guild_id == guild_id)
    days = standup_day.c.date.between(first, last)
    rows = tx.execute(entry_rows().where(*mine, days).order_by(standup_entry.c.id).limit(limit))
    return [entry_value(row) for row in rows]


def dates_of(tx: Tx, entry_ids: Collection[int]) -> dict[int, date]:
    """The dates that those of these entries are for which are still there."""
    rows = tx.execute(entry_rows().where(standup_entry.c.id.in_(list(entry_ids))))
    return {row.id: row.date for row in rows}
