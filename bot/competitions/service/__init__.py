"""Use cases of competitions, by whom they serve: the source, posts, members, teams, organisers, a person's privacy."""

from __future__ import annotations

from collections.abc import Callable

from bot.competitions.feed import Kaggle
from bot.competitions.service import reminding
from bot.competitions.service.ending import Ending
from bot.competitions.service.joining import Joining
from bot.competitions.service.looking import Looking
from bot.competitions.service.objecting import Objecting
from bot.competitions.service.organising import Organising
from bot.competitions.service.polling import Polling
from bot.competitions.service.posting import Posting
from bot.competitions.service.privacy import Privacy
from bot.competitions.service.retention import Retention
from bot.competitions.service.teaming import Teaming
from bot.competitions.service.telling import Telling
from bot.competitions.service.truths import Truths
from bot.competitions.service.turning import Turning
from bot.competitions.service.tweaking import Tweaking
from bot.competitions.store import past
from bot.core.db import Database, Tx

StartShare = Callable[[Tx, int, int, str, str, str], int]
"""Keeps a draft of a share: server, member, title, text, link; returns its id. Raises what the showcase refuses."""


class Competitions(
    Polling,
    Turning,
    Telling,
    Posting,
    Looking,
    Joining,
    Tweaking,
    Teaming,
    Objecting,
    Ending,
    Organising,
    Truths,
    Privacy,
    Retention,
):
    """The feature's one service. `kaggle` is the source; `serves` says whether this bot may work for a server.

    `start_share` is how what somebody learned becomes a draft of the showcase.
    """

    def __init__(
        self,
        db: Database,
        kaggle: Kaggle,
        serves: Callable[[int], bool] = lambda _guild_id: True,
        start_share: StartShare | None = None,
    ) -> None:
        self.db = db
        self.kaggle = kaggle
        self.serves = serves
        self.start_share = start_share

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """After a restore or an import: nothing of the past is posted or told."""
        past.skip_past(tx, guild_id)
        if guild_id is not None:
            reminding.plan_server(tx, guild_id)
