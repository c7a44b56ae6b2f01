"""What is ahead for a person, read from their inbox: whether they are away, and when their next bundle may come."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.attention.model.planning import Person, next_slot
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
    slot = next_slot(Person(box.mailbox, box.zone, box.aways, box.holds), now - _LEAST)
    return slot.at if slot else None
