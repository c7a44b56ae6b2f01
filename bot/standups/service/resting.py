"""When nobody is in the mood for a while: what rests wakes at the first answer, or when an organiser says so (S2)."""

from __future__ import annotations

from dataclasses import replace

from bot.attention.store.notices import settle_notice
from bot.core.db import Tx
from bot.standups.model import Standup
from bot.standups.service.timetable import replanned


def rest_key(standup_id: int) -> str:
    """The key of the notice that a standup rests."""
    return f"standups.rest:{standup_id}"


def suspend_key(standup_id: int) -> str:
    """The key of the notice that a standup stopped because its channel is out of reach."""
    return f"standups.suspend:{standup_id}"


def woken(tx: Tx, value: Standup) -> Standup:
    """The standup as it goes on (not saved yet); the notice that it rests is settled."""
    if value.rested_at is None:
        return value
    settle_notice(tx, value.guild_id, rest_key(value.id))
    return replanned(tx, replace(value, rested_at=None, unanswered=0))
