"""Messages that have to go, and rows that are forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import case, delete, func, or_, update

from bot.core.db import Tx
from bot.deliveries.model import REMOVE_FOR, Delivery, State
from bot.deliveries.store.claiming import REMOVED, claim_new
from bot.deliveries.store.leasing import lease_where
from bot.deliveries.store.reading import get
from bot.deliveries.tables import delivery


def mark_removing(tx: Tx, kind: str, subject_ids: Sequence[int], *, from_part: int = 0) -> list[int]:
    """What these messages show is gone: they have to go too. Returns the ids of the rows now waiting to be removed.

    The rows leave their subject, which may get new messages meanwhile. A row that may be
    under way keeps its lease first; whoever sends it records the message id, and then it is removed.
    """
    mine = (
        delivery.c.kind == kind,
        delivery.c.subject_id.in_(list(subject_ids)),
        delivery.c.part >= from_part,
    )
    # Past its time a message was looked for and not found; after a restore our newer messages must not pass for it.
    tx.execute(
        delete(delivery).where(*mine, delivery.c.message_id.is_(None), delivery.c.give_up_at <= tx.now)
    )
    rows = tx.execute(
        update(delivery)
        .where(*mine)
        .values(
            kind=REMOVED,
            subject_id=delivery.c.id,
            part=0,
            state=State.REMOVING.value,
            dirty=False,
            reason="",
            due_at=case(
                (delivery.c.message_id.is_(None), func.coalesce(delivery.c.due_at, tx.now)), else_=tx.now
            ),
            give_up_at=tx.now + REMOVE_FOR,
        )
        .returning(delivery.c.id)
    )
    return [row.id for row in rows]


def take_removals(tx: Tx, ids: Sequence[int]) -> list[Delivery]:
    """Take these rows for removal now; one that somebody may be sending follows once its outcome is known."""
    known = or_(delivery.c.message_id.is_not(None), delivery.c.due_at <= tx.now)
    return lease_where(tx, delivery.c.id.in_(list(ids)), delivery.c.state == State.REMOVING.value, known)


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """What is being sent is over and will only be looked for; edits that wait are dropped; removals go on.

    But for those of messages whose id nobody knows: what no row here knows may have been posted since.
    """
    here = [] if guild_id is None else [delivery.c.guild_id == guild_id]
    nameless = (delivery.c.state == State.REMOVING.value, delivery.c.message_id.is_(None))
    tx.execute(delete(delivery).where(*nameless, *here))
    over = {"give_up_at": tx.now, "due_at": tx.now, "dirty": False, "fence": delivery.c.fence + 1}
    tx.execute(update(delivery).where(delivery.c.state == State.SENDING.value, *here).values(**over))
    as_is = {"dirty": False, "due_at": None, "fence": delivery.c.fence + 1}
    tx.execute(update(delivery).where(delivery.c.state == State.SENT.value, *here).values(**as_is))


def claim_test(tx: Tx, guild_id: int, channel_id: int, asked_by: int) -> Delivery:
    """Claim a message about nothing; `asked_by` is the interaction that asked for it."""
    claimed = claim_new(
        tx, "test", asked_by, guild_id=guild_id, channel_id=channel_id, keep_for=timedelta(minutes=1)
    )
    assert claimed is not None
    return claimed


def remove_later(tx: Tx, delivery_id: int, after: timedelta) -> Delivery | None:
    """The message is to be removed after a while."""
    values: dict[str, Any] = {"kind": REMOVED, "subject_id": delivery.c.id, "state": State.REMOVING.value}
    values |= {"due_at": tx.now + after, "give_up_at": tx.now + REMOVE_FOR}
    tx.execute(update(delivery).where(delivery.c.id == delivery_id).values(**values))
    return get(tx, delivery_id)


def forget(tx: Tx, *delivery_ids: int) -> None:
    """Forget messages that are known to be gone."""
    tx.execute(delete(delivery).where(delivery.c.id.in_(delivery_ids)))


def forget_subjects(tx: Tx, kind: str, subject_ids: Sequence[int]) -> None:
    """Forget the messages that show these subjects; they stay where they are."""
    tx.execute(delete(delivery).where(delivery.c.kind == kind, delivery.c.subject_id.in_(list(subject_ids))))
