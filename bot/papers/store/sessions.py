"""Queries of sessions: Discord's event of one, what was told in its thread, who led before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.core.db import Tx
from bot.papers.model.groups import Change, ChangeKind, Phase, Round
from bot.papers.store.groups import OVER, round_value
from bot.papers.tables import reading_change, reading_round

LEASE = timedelta(minutes=2)  # how long one process may take to see to an event and record it
_LED = (Phase.NOTING.value, Phase.CLOSED.value)


@dataclass(frozen=True)
class TakenEvent:
    """A session whose event has to be seen to, until `leased_until` by the caller; it is given up at `until` (aware UTC)."""

    round: Round
    leased_until: datetime
    until: datetime


def plan_event(tx: Tx, round_id: int, until: datetime) -> None:
    """Discord's event of a session has to be made, changed or called off; tried until then."""
    planned = update(reading_round).where(reading_round.c.id == round_id)
    tx.execute(planned.values(event_due_at=tx.now, event_until=until))


def has_event(tx: Tx, round_id: int) -> bool | None:
    """Whether a session has an event, or is to get one; None when that was never planned."""
    columns = (reading_round.c.event_id, reading_round.c.event_due_at, reading_round.c.event_until)
    row = tx.execute(select(*columns).where(reading_round.c.id == round_id)).first()
    if row is None or row.event_until is None:
        return None
    return row.event_id is not None or row.event_due_at is not None


def take_events(tx: Tx, limit: int) -> list[TakenEvent]:
    """Sessions whose event has to be seen to, leased to the caller."""
    due = select(reading_round).where(reading_round.c.event_due_at <= tx.now)
    rows = tx.execute(
        due.order_by(reading_round.c.event_due_at).limit(limit).with_for_update(skip_locked=True)
    ).all()
    lease = tx.now + LEASE
    ids = [row.id for row in rows]
    tx.execute(update(reading_round).where(reading_round.c.id.in_(ids)).values(event_due_at=lease))
    return [TakenEvent(round_value(row), lease, row.event_until or tx.now) for row in rows]


def next_event(tx: Tx) -> datetime | None:
    """When the next event has to be seen to (UTC)."""
    due = select(reading_round.c.event_due_at).where(reading_round.c.event_due_at.is_not(None))
    return tx.execute(due.order_by(reading_round.c.event_due_at).limit(1)).scalar()


def record_event(tx: Tx, taken: TakenEvent, event_id: int | None, again_at: datetime | None) -> None:
    """A session has this event now, or none; it is seen to again then, or (None) only when something changes.

    What was planned anew meanwhile stays due.
    """
    mine = reading_round.c.id == taken.round.id
    tx.execute(update(reading_round).where(mine).values(event_id=event_id))
    unchanged = reading_round.c.event_due_at == taken.leased_until
    tx.execute(update(reading_round).where(mine, unchanged).values(event_due_at=again_at))


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """After a restore or an import no event is made or changed that was to be until now."""
    late = update(reading_round).where(reading_round.c.event_due_at <= tx.now)
    here = late if guild_id is None else late.where(reading_round.c.guild_id == guild_id)
    tx.execute(here.values(event_due_at=None))


def _change(row: Row[Any]) -> Change:
    kind = ChangeKind(row.kind)
    return Change(row.id, row.guild_id, row.round_id, kind, row.before, row.after, row.at)


def add_change(tx: Tx, value: Round, kind: ChangeKind, before: datetime, after: datetime | None) -> Change:
    """Remember what is to be told in a session's thread."""
    values = {"guild_id": value.guild_id, "round_id": value.id, "kind": kind.value, "at": tx.now}
    row = insert(reading_change).values(**values, before=before, after=after)
    return _change(tx.execute(row.returning(reading_change)).one())


def get_change(tx: Tx, change_id: int) -> Change | None:
    """The change with this id."""
    row = tx.execute(select(reading_change).where(reading_change.c.id == change_id)).first()
    return _change(row) if row else None


def changes_of(tx: Tx, round_id: int) -> list[Change]:
    """What was told in a session's thread, in time order."""
    mine = select(reading_change).where(reading_change.c.round_id == round_id)
    return [_change(row) for row in tx.execute(mine.order_by(reading_change.c.id))]


def last_led(tx: Tx, guild_id: int, user_ids: Collection[int]) -> dict[int, datetime]:
    """When those of these people who led a discussion in a server did so last (aware UTC)."""
    mine = (reading_round.c.guild_id == guild_id, reading_round.c.leader_id.in_(list(user_ids)))
    led = select(reading_round.c.leader_id, func.max(reading_round.c.meets_at).label("at"))
    rows = tx.execute(led.where(*mine, reading_round.c.phase.in_(_LED)).group_by(reading_round.c.leader_id))
    return {row.leader_id: row.at for row in rows}


def led_by(tx: Tx, user_id: int, guild_id: int | None = None, *, still: bool = False) -> list[Round]:
    """The rounds whose discussion somebody leads or led, everywhere or in one server; `still`: without those that are over."""
    where = [reading_round.c.leader_id == user_id]
    if guild_id is not None:
        where.append(reading_round.c.guild_id == guild_id)
    if still:
        where.append(reading_round.c.phase.not_in(OVER))
    rows = select(reading_round).where(*where).order_by(reading_round.c.id)
    return [round_value(row) for row in tx.execute(rows)]


def leaders(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who leads or led a discussion."""
    columns = (reading_round.c.guild_id, reading_round.c.leader_id)
    rows = tx.execute(select(*columns).where(reading_round.c.leader_id.is_not(None)).distinct())
    return {(row.guild_id, row.leader_id) for row in rows}
