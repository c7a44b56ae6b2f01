"""Says whether a server has mentors and questions switched on; everything else asks here first."""

from __future__ import annotations

from bot.communities import store as communities
from bot.core.db import Tx
from bot.mentoring.model.refusals import NoMentoring
from bot.mentoring.model.values import Settings
from bot.mentoring.store import settings


def open_in(tx: Tx, guild_id: int, organiser: bool = False) -> Settings:
    """The server's choices. NoMentoring when it has none or they are off; `organiser`: the asker could change that."""
    found = settings.get(tx, guild_id)
    if found is None or not found.on or not _is_here(tx, guild_id):
        raise NoMentoring(organiser, dm=not guild_id)
    return found


def is_open(tx: Tx, guild_id: int) -> bool:
    """Whether members can use it there now: it is on, and the bot was not removed."""
    found = settings.get(tx, guild_id)
    return found is not None and found.on and _is_here(tx, guild_id)


def _is_here(tx: Tx, guild_id: int) -> bool:
    return communities.get(tx, guild_id).left_at is None
