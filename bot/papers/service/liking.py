"""How much a server's saved papers speak for each of some others (P6)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.papers.model.values import Paper


async def liked(guild_id: int, saved: Sequence[Paper], candidates: Sequence[Paper]) -> dict[str, float]:
    """A score for each candidate, by id: above 0 is like what was saved. Empty without the extra, or with too few saved.

    Worked out off the loop; what servers share is worked out once.
    """
    return {}
