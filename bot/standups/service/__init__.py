"""Use cases of standups, by whom they serve: organisers, members, the background, and a person's privacy."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.db import Database, Tx
from bot.standups.service.blockers import Blockers
from bot.standups.service.choosing import Choosing
from bot.standups.service.guarding import Guarding
from bot.standups.service.hands import Hands
from bot.standups.service.helping import Helping
from bot.standups.service.holidays import Holidays
from bot.standups.service.objecting import Objecting
from bot.standups.service.opening import Opening
from bot.standups.service.organising import Organising
from bot.standups.service.posting import Posting
from bot.standups.service.privacy import Privacy
from bot.standups.service.replies import Replies
from bot.standups.service.retention import Retention
from bot.standups.service.rhythm import Rhythms
from bot.standups.service.summaries import Shipped, Summaries
from bot.standups.service.writing import Writing


class Standups(
    Organising,
    Holidays,
    Guarding,
    Writing,
    Choosing,
    Blockers,
    Helping,
    Objecting,
    Hands,
    Replies,
    Rhythms,
    Opening,
    Posting,
    Summaries,
    Privacy,
    Retention,
):
    """The feature's one service. `serves` says whether this bot may work for a server, `shipped` what weeks tell of others.

    `zoned` is called, in the same transaction, with a server whose zone was set.
    """

    def __init__(
        self,
        db: Database,
        serves: Callable[[int], bool] = lambda _guild_id: True,
        shipped: Shipped = lambda _tx, _guild_id, _since, _until: (),
        zoned: Callable[[Tx, int], None] = lambda _tx, _guild_id: None,
    ) -> None:
        self.db = db
        self.serves = serves
        self.shipped = shipped
        self.zoned = zoned
