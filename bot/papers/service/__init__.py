"""Use cases of papers, by whom they serve: the feed, members, the reading group, organisers, a person's privacy."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.db import Database, Tx
from bot.papers.feed import Source
from bot.papers.ranking import Ranking
from bot.papers.service.digests import Digests
from bot.papers.service.essences import Essences
from bot.papers.service.fetching import Fetching
from bot.papers.service.finding import Finding
from bot.papers.service.gate import Gate
from bot.papers.service.grouping import Grouping
from bot.papers.service.leading import Leading
from bot.papers.service.liking import Liking
from bot.papers.service.nominating import Nominating
from bot.papers.service.noting import Noting
from bot.papers.service.organising import Organising
from bot.papers.service.posting import Posting
from bot.papers.service.privacy import Privacy
from bot.papers.service.questions import Questions
from bot.papers.service.reading import Reading
from bot.papers.service.replies import Replies
from bot.papers.service.retention import Retention
from bot.papers.service.rounds import Rounds
from bot.papers.service.saving import Saving
from bot.papers.service.searching import Searching
from bot.papers.service.sessions import Sessions
from bot.papers.service.truths import Truths
from bot.papers.service.voting import Voting
from bot.papers.store import past


class Papers(
    Gate,
    Fetching,
    Digests,
    Liking,
    Truths,
    Finding,
    Reading,
    Saving,
    Essences,
    Questions,
    Posting,
    Replies,
    Searching,
    Nominating,
    Voting,
    Rounds,
    Leading,
    Sessions,
    Noting,
    Organising,
    Grouping,
    Privacy,
    Retention,
):
    """The feature's one service. `source` is arXiv; `serves` says whether this bot may work for a server.

    Without `ranking` no paper is like others.
    """

    def __init__(
        self,
        db: Database,
        source: Source,
        serves: Callable[[int], bool] = lambda _guild_id: True,
        ranking: Ranking | None = None,
    ) -> None:
        self.db = db
        self.source = source
        self.serves = serves
        self.ranking = ranking

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: nothing of the past is listed, digested, voted on or told."""
        past.skip_past(tx, guild_id)
