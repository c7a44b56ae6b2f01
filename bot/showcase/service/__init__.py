"""Use cases of sharing, by whom they serve: members, readers, organisers, the background, and a person's privacy."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.db import Database, Tx
from bot.showcase.service.adapting import Adapting
from bot.showcase.service.choosing import Choosing
from bot.showcase.service.looking import Looking
from bot.showcase.service.objecting import Objecting
from bot.showcase.service.organising import Organising
from bot.showcase.service.pages import Pages
from bot.showcase.service.posting import Posting
from bot.showcase.service.privacy import Privacy
from bot.showcase.service.publishing import Publishing
from bot.showcase.service.quiet import Quiet
from bot.showcase.service.reading import Reading
from bot.showcase.service.replies import Replies
from bot.showcase.service.retention import Retention
from bot.showcase.service.roundups import Roundups
from bot.showcase.service.thanking import Thanking
from bot.showcase.service.threads import Threads
from bot.showcase.service.writing import Writing
from bot.showcase.store import shares, weeks


class Showcase(
    Writing,
    Publishing,
    Adapting,
    Posting,
    Looking,
    Threads,
    Replies,
    Reading,
    Thanking,
    Objecting,
    Quiet,
    Choosing,
    Organising,
    Roundups,
    Pages,
    Privacy,
    Retention,
):
    """The feature's one service. `serves` says whether this bot may work for a server."""

    def __init__(self, db: Database, serves: Callable[[int], bool] = lambda _guild_id: True) -> None:
        self.db = db
        self.serves = serves

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: nothing of the past is rounded up, looked at or told."""
        weeks.skip_past(tx, guild_id)
        shares.skip_past(tx, guild_id)
