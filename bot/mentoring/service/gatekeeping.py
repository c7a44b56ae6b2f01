"""Says whether a server has mentors and questions switched on; everything else asks here first."""

from __future__ import annotations

from bot.core.db import Tx
from bot.mentoring.model.refusals import NoMentoring
from bot.mentoring.model.values import Settings
from bot.mentoring.store import settings


def open_in(tx: Tx, guild_id: int, organiser: bool = False) -> Settings:
    """The server's choices. NoMentoring when it has none or they are off; `organiser`: the asker could change that."""
    found = settings.get(tx, guild_id)
    if found is None or not found.on:
        raise NoMentoring(organiser)
    return found


def is_open(tx: Tx, guild_id: int) -> bool:
    """Whether members can use it there now."""
    found = settings.get(tx, guild_id)
    return found is not None and found.on
