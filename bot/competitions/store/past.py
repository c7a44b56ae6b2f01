"""Takes what was due until now off the lists, after a restore or an import (A11)."""

from __future__ import annotations

from bot.competitions.store import competitions, settings
from bot.core.db import Tx


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Of a server or (None) of all."""
    settings.skip_past(tx, guild_id, competitions.newest(tx))
