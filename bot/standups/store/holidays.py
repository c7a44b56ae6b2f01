"""Queries of what organisers changed about days off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select

from bot.core.db import Tx, insert
from bot.standups.model import DayOff, Standup
from bot.standups.tables import standup_holiday


def edits_of(tx: Tx, standup_ids: Sequence[int]) -> dict[int, dict[date, DayOff]]:
    """What organisers of these standups changed, by standup and date."""
    found: dict[int, dict[date, DayOff]] = {standup_id: {} for standup_id in standup_ids}
    rows = tx.execute(
        select(
            standup_holiday.c.standup_id,
            standup_holiday.c.date,
            standup_holiday.c.name,
            standup_holiday.c.off,
        ).where(standup_holiday.c.standup_id.in_(list(standup_ids)))
    )
    for standup_id, day, name, off in rows.all():
        found[standup_id][day] = DayOff(day, name, off)
    return found


def save_edit(tx: Tx, value: Standup, edit: DayOff) -> None:
    """A date is off, or is not, whatever the country's holidays say."""
    values = {"off": edit.off, "name": edit.name}
    tx.execute(
        insert(tx, standup_holiday)
        .values(standup_id=value.id, guild_id=value.guild_id, date=edit.date, **values)
        .on_conflict_do_update(index_elements=["standup_id", "date"], set_=values)
    )


def remove_edit(tx: Tx, standup_id: int, day: date) -> None:
    """The date is again what the country's holidays say."""
    where = (standup_holiday.c.standup_id == standup_id, standup_holiday.c.date == day)
    tx.execute(delete(standup_holiday).where(*where))


def count_edits(tx: Tx, standup_id: int, since: date) -> int:
    """How many dates from this one on organisers changed."""
    where = (standup_holiday.c.standup_id == standup_id, standup_holiday.c.date >= since)
    return tx.execute(select(func.count()).select_from(standup_holiday).where(*where)).scalar_one()


def forget_edits(tx: Tx, standup_id: int, before: date) -> None:
    """Forget what organisers changed about dates before this one."""
    where = (standup_holiday.c.standup_id == standup_id, standup_holiday.c.date < before)
    tx.execute(delete(standup_holiday).where(*where))
