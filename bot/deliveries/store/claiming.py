"""The cycle of a delivery: claimed, recorded, claimed anew, to be edited."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, case, delete, func, literal, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.core.db import Insert, Tx, insert, prepared
from bot.deliveries.model import (
    ARCHIVED,
    LEASE,
    LONGEST_BACKOFF,
    NO_ACCESS,
    NO_ANSWER,
    NO_PERMISSION,
    REMOVE_FOR,
    Delivery,
    Gone,
    Outcome,
    Refused,
    Sent,
    State,
    Unknown,
    backoff,
)
from bot.deliveries.store.reading import get
from bot.deliveries.tables import delivery

REMOVED = "removed"  # the kind of rows that only wait for their message to be deleted
UNKNOWN_WAIT = timedelta(minutes=5)  # the longest without an answer
EDIT_FOR = timedelta(days=30)  # how long an edit that does not get through is tried again
EDIT_AGAIN = timedelta(seconds=5)  # after edits that overtook each other
REFUSED_WAIT = timedelta(minutes=10)  # Discord said no; asking sooner only costs
NOT_ALLOWED = frozenset({NO_ACCESS, NO_PERMISSION, ARCHIVED})  # posting anew would not help


@prepared
def _claim_new(tx: Tx) -> ReturningInsert[int]:
    row = insert(tx, delivery).on_conflict_do_nothing(index_elements=["kind", "subject_id", "part"])
    return row.returning(delivery.c.id)


@prepared
def _claim_many(tx: Tx) -> Insert:
    return insert(tx, delivery).on_conflict_do_nothing(index_elements=["kind", "subject_id", "part"])


def _fields(tx: Tx, kind: str, part: int, keep_for: timedelta) -> dict[str, Any]:
    return {
        "kind": kind,
        "part": part,
        "message_id": None,
        "state": State.SENDING.value,
        "dirty": False,
        "attempt": 1,
        "fence": 1,
        "first_claimed_at": tx.now,
        "give_up_at": tx.now + keep_for,
        "due_at": tx.now + LEASE,
        "reason": "",
        "code": 0,
    }


def claim_new(
    tx: Tx, kind: str, subject_id: int, *, guild_id: int, channel_id: int, keep_for: timedelta, part: int = 0
) -> Delivery | None:
    """Claim a new message for `subject_id`; None when that message was claimed before (then it is somebody else's)."""
    where: dict[str, Any] = {"subject_id": subject_id, "guild_id": guild_id, "channel_id": channel_id}
    fields = _fields(tx, kind, part, keep_for)
    delivery_id = tx.execute(_claim_new(tx), {**fields, **where}).scalar()
    return Delivery(id=delivery_id, **where, **_claimed(fields)) if delivery_id else None


def claim_each(
    tx: Tx, kind: str, subjects: Select[int, int, int], *, keep_for: timedelta
) -> dict[int, Delivery]:
    """Claim a new message for each of many subjects in one statement; by subject, without those claimed before.

    `subjects` selects (subject, server, channel).
    """
    fields = _fields(tx, kind, 0, keep_for)
    subject, guild, channel = subjects.selected_columns
    values = [literal(value, delivery.c[name].type) for name, value in fields.items()]
    names = [*fields, "subject_id", "guild_id", "channel_id"]
    rows = insert(tx, delivery).from_select(
        names, subjects.with_only_columns(*values, subject, guild, channel)
    )
    columns = (delivery.c.id, delivery.c.subject_id, delivery.c.guild_id, delivery.c.channel_id)
    new = rows.on_conflict_do_nothing(index_elements=["kind", "subject_id", "part"]).returning(*columns)
    alike = _claimed(fields)
    return {
        subject_id: Delivery(id=id_, subject_id=subject_id, guild_id=guild_id, channel_id=channel_id, **alike)
        for id_, subject_id, guild_id, channel_id in tx.execute(new).all()
    }


class Place(NamedTuple):
    """Where the message about a subject goes, and until when (aware UTC) it may be sent."""

    subject_id: int
    guild_id: int
    channel_id: int
    until: datetime


def claim_many(tx: Tx, kind: str, places: Sequence[Place]) -> dict[int, Delivery]:
    """Claim a new message for each of these subjects, which have none yet; by subject."""
    if not places:
        return {}
    alike = _fields(tx, kind, 0, timedelta())
    rows = [
        {
            **alike,
            "subject_id": each.subject_id,
            "guild_id": each.guild_id,
            "channel_id": each.channel_id,
            "give_up_at": each.until,
        }
        for each in places
    ]
    before = tx.execute(select(func.max(delivery.c.id))).scalar() or 0
    tx.execute_many(_claim_many(tx), rows)
    made = select(delivery.c.id, delivery.c.subject_id).where(delivery.c.id > before, delivery.c.kind == kind)
    ids = {subject_id: id_ for id_, subject_id in tx.execute(made).all()}
    return {
        row["subject_id"]: Delivery(id=ids[row["subject_id"]], **_claimed(row))
        for row in rows
        if row["subject_id"] in ids
    }


def _claimed(fields: dict[str, Any]) -> dict[str, Any]:
    """What the fields of a new row are as a value."""
    alike = {**fields, "state": State.SENDING, "leased_until": fields["due_at"]}
    del alike["due_at"]
    return alike


def record(tx: Tx, claimed: Delivery, outcome: Outcome, *, anew: bool = True) -> Delivery | None:
    """Write down what came of sending, editing or removing; None when the row is gone or somebody newer has it.

    `anew`: what Discord does not let us edit any more is posted anew; else that is tried again later, for 30 days: then the
    message stays as it is. A row that was to be
    removed while it was being sent stays REMOVING, now with the message id, and is due at once. One whose content changed
    while it was being sent is due for an edit at once.
    """
    row = tx.execute(select(delivery).where(delivery.c.id == claimed.id).with_for_update()).first()
    if row is None:
        return None
    stands = State(row.state)
    values: dict[str, Any] | None = None
    if stands is State.REMOVING and claimed.state is not State.REMOVING:
        if isinstance(outcome, Sent):
            values = {"message_id": outcome.message_id, "due_at": tx.now}
    elif row.fence != claimed.fence:
        return None
    elif stands is State.REMOVING and isinstance(outcome, Gone):
        tx.execute(delete(delivery).where(delivery.c.id == claimed.id))
        return None
    elif isinstance(outcome, Sent):
        changed = claimed.state is State.SENDING and row.dirty
        values = {
            "state": State.SENT.value,
            "message_id": outcome.message_id,
            "dirty": changed,
            "due_at": tx.now if changed else None,
            "reason": "",
            "code": 0,
            "attempt": 0,
            "fence": delivery.c.fence + 1,
        }
    elif anew and claimed.state is State.SENT and _is_final(outcome):
        return _repost(tx, claimed)
    else:
        values = _after_failure(tx, claimed, outcome)
    if values and isinstance(outcome, Sent) and outcome.channel_id:
        values["channel_id"] = outcome.channel_id
    if values and values.get("dirty"):
        values["give_up_at"] = tx.now + EDIT_FOR
    if values:
        tx.execute(update(delivery).where(delivery.c.id == claimed.id).values(**values))
    return get(tx, claimed.id)


def _is_final(outcome: Outcome) -> bool:
    return isinstance(outcome, Refused) and outcome.code not in NOT_ALLOWED


def _after_failure(tx: Tx, claimed: Delivery, outcome: Gone | Refused | Unknown) -> dict[str, Any]:
    gone, code = isinstance(outcome, Gone), 0
    match outcome:
        case Gone(code):
            reason = "it is not there any more"
        case Refused(code, words):
            reason = words
        case Unknown(what):
            reason = f"{NO_ANSWER} ({what})"
    said = {"reason": reason[:200], "code": code}
    if claimed.state is State.SENT and not gone and claimed.is_over(tx.now):
        return {"dirty": False, "due_at": None, **said}
    over = gone if claimed.state is State.SENT else claimed.is_over(tx.now)
    if over:
        return {"state": State.DROPPED.value, "dirty": False, "due_at": None, **said}
    wait, least = backoff(claimed.attempt) * random.uniform(0.75, 1.25), REFUSED_WAIT
    if isinstance(outcome, Unknown):
        # Attempts count lives that ended before they sent, too: Discord may have been fine all the while.
        wait, least = min(wait, UNKNOWN_WAIT), outcome.wait
    return {"due_at": tx.now + min(max(wait, least), LONGEST_BACKOFF * 1.25), **said}


def _repost(tx: Tx, claimed: Delivery) -> Delivery | None:
    """The edit was refused (Discord allows few edits of old messages): post anew once, remove the old message."""
    old = {
        "kind": REMOVED,
        "subject_id": delivery.c.id,
        "part": 0,
        "state": State.REMOVING.value,
        "due_at": tx.now,
    }
    old |= {"dirty": False, "fence": delivery.c.fence + 1, "give_up_at": tx.now + REMOVE_FOR}
    tx.execute(update(delivery).where(delivery.c.id == claimed.id).values(**old))
    return _claim_again(tx, claimed, REMOVE_FOR)


def post_anew(tx: Tx, lost: Delivery, keep_for: timedelta) -> Delivery | None:
    """The message is lost: forget it and claim one in its place, due to be sent at once."""
    tx.execute(delete(delivery).where(delivery.c.id == lost.id))
    return _claim_again(tx, lost, keep_for)


def _claim_again(tx: Tx, old: Delivery, keep_for: timedelta) -> Delivery | None:
    """A row of its own, hence another nonce: Discord would answer the old one with the old message."""
    new = claim_new(
        tx,
        old.kind,
        old.subject_id,
        part=old.part,
        guild_id=old.guild_id,
        channel_id=old.channel_id,
        keep_for=keep_for,
    )
    return hand_over(tx, new) if new else None


def hand_over(tx: Tx, claimed: Delivery) -> Delivery | None:
    """What was just claimed is sent by whoever looks for work next, at once; for a claim by who does not send it themselves."""
    tx.execute(update(delivery).where(delivery.c.id == claimed.id).values(attempt=0, due_at=tx.now))
    return get(tx, claimed.id)


def hand_over_all(tx: Tx, claimed: Collection[Delivery]) -> None:
    """The same for many, in one statement."""
    rows = delivery.c.id.in_([each.id for each in claimed])
    tx.execute(update(delivery).where(rows).values(attempt=0, due_at=tx.now))


def point(tx: Tx, delivery_id: int, channel_id: int) -> None:
    """Where an unsent message has to go, when that is known only now."""
    tx.execute(update(delivery).where(delivery.c.id == delivery_id).values(channel_id=channel_id))


def mark_dirty(tx: Tx, kind: str, subject_id: int) -> None:
    """What this message shows has changed: it has to be edited, now or as soon as it is sent."""
    shows = (delivery.c.kind == kind, delivery.c.subject_id == subject_id)
    # A new fence: an edit with the older words that is under way must not count as the newest one.
    sent = {"dirty": True, "due_at": tx.now, "give_up_at": tx.now + EDIT_FOR, "fence": delivery.c.fence + 1}
    tx.execute(update(delivery).where(*shows, delivery.c.state == State.SENT.value).values(**sent))
    tx.execute(update(delivery).where(*shows, delivery.c.state == State.SENDING.value).values(dirty=True))


def mark_dirty_all(tx: Tx, kind: str, subjects: Select[int]) -> None:
    """What the messages about these subjects show has changed, as in `mark_dirty`, in one statement for all of them."""
    shows = (delivery.c.kind == kind, delivery.c.subject_id.in_(subjects))
    sent = delivery.c.state == State.SENT.value
    values = {"due_at": tx.now, "give_up_at": tx.now + EDIT_FOR, "fence": delivery.c.fence + 1}
    changed = {name: case((sent, value), else_=delivery.c[name]) for name, value in values.items()}
    live = delivery.c.state.in_([State.SENT.value, State.SENDING.value])
    tx.execute(update(delivery).where(*shows, live).values(dirty=True, **changed))


def edited_late(tx: Tx, delivery_id: int) -> None:
    """An edit with older words came to its end after a newer one had begun: which was last is not known, so it is edited again.

    A while after that, for two that go on undoing each other would never end.
    """
    shown = (delivery.c.id == delivery_id, delivery.c.state == State.SENT.value)
    waits = or_(delivery.c.due_at.is_(None), delivery.c.due_at > tx.now)
    again = {"dirty": True, "due_at": tx.now + EDIT_AGAIN, "give_up_at": tx.now + EDIT_FOR}
    tx.execute(update(delivery).where(*shown, waits).values(**again, fence=delivery.c.fence + 1))
