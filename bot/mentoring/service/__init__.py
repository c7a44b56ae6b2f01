"""Use cases of mentors and peers, by what they are about."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.db import Database, Tx
from bot.mentoring.matching import Matching
from bot.mentoring.service import past
from bot.mentoring.service.amas import Amas
from bot.mentoring.service.answering import Answering
from bot.mentoring.service.asking import Asking
from bot.mentoring.service.following import Following
from bot.mentoring.service.meeting import Meeting
from bot.mentoring.service.needing import Needing
from bot.mentoring.service.objecting import Objecting
from bot.mentoring.service.organising import Organising
from bot.mentoring.service.pairing import Pairing
from bot.mentoring.service.pooling import Pooling
from bot.mentoring.service.privacy import Privacy
from bot.mentoring.service.proposing import Proposing
from bot.mentoring.service.publishing import Publishing
from bot.mentoring.service.retention import Retention
from bot.mentoring.service.rounds import Rounds
from bot.mentoring.service.thanking import Thanking


class Mentoring(
    Pooling,
    Proposing,
    Rounds,
    Pairing,
    Meeting,
    Following,
    Objecting,
    Asking,
    Answering,
    Publishing,
    Amas,
    Needing,
    Thanking,
    Organising,
    Privacy,
    Retention,
):
    """The feature's one service. `matching` matches people; `serves` says whether this bot may work for a server."""

    def __init__(
        self, db: Database, matching: Matching, serves: Callable[[int], bool] = lambda _guild_id: True
    ) -> None:
        self.db = db
        self.matching = matching
        self.serves = serves

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: nothing of the past is proposed, paired, posted or told."""
        past.skip_past(tx, guild_id)
