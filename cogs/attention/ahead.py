"""What is ahead for a person, read from their inbox: whether they are away, and when their next bundle may come."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.attention.model.planning import Person, Slot, next_slot, slots
from bot.attention.model.values import Away
from bot.attention.service import Inbox
from bot.core.clock import local_date

_LEAST = timedelta(microseconds=1)


def away_now(box: Inbox, now: datetime) -> Away | None:
    """The range that holds everything at `now` (aware UTC)."""
    today = local_date(now, box.zone)
    return next((each for each in box.aways if each.covers(today)), None)


def next_bundle(box: Inbox, now: datetime) -> datetime | None:
    """When the next bundle may come from `now` on, if something waits then (aware UTC); None when none can."""
    person = Person(box.mailbox, box.zone, box.aways, box.holds)
    slot = next_slot(person, now - _LEAST)
    while slot is not None and _is_used(box, person, slot):
        slot = next_slot(person, slot.at)
    return slot.at if slot else None


def _is_used(box: Inbox, person: Person, slot: Slot) -> bool:
    """Whether no bundle comes at a slot, since it or as many as were wanted came on its date; as `planning.decide` has it."""
    used = {number for day, number in box.taken if day == slot.date}
    last = [each for each in slots(person, slot.date) if each.at <= slot.at][-1]
    return last.number in used or len(used) >= person.mailbox.bundles
