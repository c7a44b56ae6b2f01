"""Queries of the one row by which every process takes turns at asking Kaggle, and which says how that stands (K1, K7)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, exists, select, update

from bot.competitions.model.polling import LONGEST_WAIT, SPREAD
from bot.competitions.model.values import Source, Trouble
from bot.competitions.tables import competition_settings, competition_source
from bot.core.db import Tx, insert

LEASE = timedelta(minutes=15)  # that asking is ours; and how often Kaggle is asked at most
BEYOND = LONGEST_WAIT * (1 + SPREAD) + timedelta(hours=1)  # further ahead no sound clock puts it
_ONE = 1
_t = competition_source.c
_ROW = select(competition_source).where(_t.id == _ONE)


def _value(row: Row[Any]) -> Source:
    return Source(**{each.name: getattr(row, each.name) for each in fields(Source)})


def of(tx: Tx) -> Source:
    """How asking Kaggle stands."""
    row = tx.execute(_ROW).first()
    return _value(row) if row else Source()


def _lock(tx: Tx) -> Source:
    """How it stands; until this transaction ends, nobody else's gets here."""
    row = tx.execute(_ROW.with_for_update()).first()
    if row is None:
        new = insert(tx, competition_source).values(id=_ONE).on_conflict_do_nothing(index_elements=["id"])
        tx.execute(new)
        row = tx.execute(_ROW.with_for_update()).one()
    return _value(row)


def _set(tx: Tx, claimed: Source | None, **values: Any) -> None:
    mine = () if claimed is None else (_t.asked_at == claimed.asked_at,)
    tx.execute(update(competition_source).where(_t.id == _ONE, *mine).values(**values))


def _due(due_at: datetime | None, asked_at: datetime | None, now: datetime) -> datetime:
    """Never asked, or written by a clock that was wrong: due now."""
    is_wrong = due_at is None or due_at > now + BEYOND or (asked_at is not None and asked_at > now + LEASE)
    return now if due_at is None or is_wrong else due_at


def claim(tx: Tx) -> Source | None:
    """Asking Kaggle is ours for a while, if it is due; None when it is not, or is somebody else's.

    Returns how it stood, with the `asked_at` by which we are known until somebody else has it.
    """
    stands = _lock(tx)
    if _due(stands.due_at, stands.asked_at, tx.now) > tx.now:
        return None
    _set(tx, None, due_at=tx.now + LEASE, asked_at=tx.now)
    return replace(stands, asked_at=tx.now)


def holds(tx: Tx, claimed: Source) -> bool:
    """Whether asking is still ours; until this transaction ends it stays so."""
    return _lock(tx).asked_at == claimed.asked_at


def give_back(tx: Tx, claimed: Source) -> None:
    """We did not come to asking: it is due as before."""
    _set(tx, claimed, due_at=claimed.due_at)


def answered(tx: Tx, claimed: Source, due_at: datetime) -> None:
    """All of the list was read; it is due again then (UTC)."""
    fine = {"failures": 0, "trouble": "", "trouble_since": None, "said": "", "anew_at": None}
    _set(tx, claimed, due_at=due_at, answered_at=tx.now, **fine)


def failed(tx: Tx, claimed: Source, trouble: Trouble, due_at: datetime, said: str) -> None:
    """There was trouble, one failure more in a row, of which organisers were told this, if anything; due again then (UTC)."""
    _set(
        tx,
        claimed,
        due_at=due_at,
        failures=claimed.failures + 1,
        trouble=trouble.value,
        trouble_since=claimed.trouble_since or tx.now,
        said=f"{claimed.said} {said}".strip(),
    )


def make_due(tx: Tx) -> None:
    """Kaggle is asked as soon as may be: not while somebody asks, nor sooner than a while after, nor while it wants quiet."""
    stands = _lock(tx)
    if stands.trouble == Trouble.BUSY.value:
        return
    soonest = max(tx.now, stands.asked_at + LEASE) if stands.asked_at else tx.now
    due = (_due(each, stands.asked_at, tx.now) for each in (stands.due_at, soonest))
    _set(tx, None, due_at=min(due))


def next_due(tx: Tx) -> datetime | None:
    """When Kaggle is asked next (UTC); None while no server wants to know."""
    due_at, asked_at = (
        select(each).where(_t.id == _ONE).scalar_subquery().label(each.name)
        for each in (_t.due_at, _t.asked_at)
    )
    wanted = exists().where(competition_settings.c.is_on)
    row = tx.execute(select(due_at, asked_at, wanted.label("wanted"))).one()
    return _due(row.due_at, row.asked_at, tx.now) if row.wanted else None


def begin_anew(tx: Tx) -> None:
    """After a restore: nothing is known of how it went lately. What opened before is nobody's news."""
    _set(
        tx,
        None,
        due_at=None,
        asked_at=None,
        answered_at=None,
        failures=0,
        trouble="",
        trouble_since=None,
        said="",
        anew_at=tx.now,
    )
