"""Queries of the delivery ledger; features call these inside their own transactions."""

from __future__ import annotations

from bot.deliveries.store.claiming import (
    Place,
    claim_each,
    claim_many,
    claim_new,
    edited_late,
    hand_over,
    mark_dirty,
    mark_dirty_all,
    point,
    post_anew,
    record,
)
from bot.deliveries.store.leasing import hold, lease_due, take_due
from bot.deliveries.store.reading import (
    get,
    is_posted,
    known_messages,
    next_due,
    of_message,
    of_subject,
    of_subjects,
    sending_in,
    troubled,
    unsent,
)
from bot.deliveries.store.removing import (
    claim_test,
    forget,
    forget_subjects,
    mark_removing,
    remove_later,
    skip_past,
    take_removals,
)

__all__ = [
    "Place",
    "claim_each",
    "claim_many",
    "claim_new",
    "claim_test",
    "edited_late",
    "forget",
    "forget_subjects",
    "get",
    "hand_over",
    "hold",
    "is_posted",
    "known_messages",
    "lease_due",
    "mark_dirty",
    "mark_dirty_all",
    "mark_removing",
    "next_due",
    "of_message",
    "of_subject",
    "of_subjects",
    "point",
    "post_anew",
    "record",
    "remove_later",
    "sending_in",
    "skip_past",
    "take_due",
    "take_removals",
    "troubled",
    "unsent",
]
