"""How much papers are like those that a server's members saved (P6)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.db import Database, Tx, query
from bot.papers.model.values import LIKED, Paper
from bot.papers.ranking import Ranking
from bot.papers.store import papers

OTHERS = 3_000  # papers that stand for all there are, when those to be ranked are too few
AT_ONCE = 200  # of them read in one go: the loop turns them into values


class Liking:
    """How much papers are like those that a server's members saved."""

    db: Database
    ranking: Ranking | None

    async def liked(
        self, guild_id: int, saved: Sequence[Paper], candidates: Sequence[Paper]
    ) -> dict[str, float]:
        """A score for each candidate, by id: above 0 it is like what was saved (what was saved last first).

        Empty when fewer than LIKED are saved, without the extra, and when too few papers are known to tell what is unlike.
        Worked out off the loop; what servers share is worked out once, and an answer is remembered until something changes.
        """
        if self.ranking is None or len({each.arxiv_id for each in saved}) < LIKED:
            return {}
        return await self.ranking.scores(guild_id, saved, candidates, self._others)

    async def _others(self) -> list[Paper]:
        found: list[Paper] = []
        while len(found) < OTHERS:
            some = await self._newest(len(found))
            found += some
            if len(some) < AT_ONCE:
                break
        return found

    @query
    def _newest(self, tx: Tx, skip: int) -> list[Paper]:
        return papers.newest(tx, skip, AT_ONCE)
