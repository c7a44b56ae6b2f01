"""Takes what was due until now off the lists, after a restore or an import (A11)."""

from __future__ import annotations

from bot.competitions.model.changes import turned, turns_at
from bot.competitions.store import competitions, settings, source, untold
from bot.core.db import Tx

_ALL = 100_000


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Of a server or (None) of all: what opened or ended is so and told nobody, and what Kaggle lists by now is no news."""
    settings.skip_past(tx, guild_id)
    if guild_id is None:
        for each in competitions.take_turns(tx, _ALL):
            after = turned(each, tx.now)
            competitions.save(tx, after, turns_at(after))
        untold.forget(tx)
        source.begin_anew(tx)
