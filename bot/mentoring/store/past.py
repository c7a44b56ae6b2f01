"""What is skipped after a restore or an import."""

from __future__ import annotations

from bot.core.db import Tx


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Nothing that was due until now is done, in one server or (None) in all."""
