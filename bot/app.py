"""The app: settings, database, clock and one service a feature, opened together and closed together; knows no Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.attention.service import Attention
from bot.communities.service import Communities
from bot.competitions.feed import Credentials, Kaggle
from bot.competitions.service import Competitions
from bot.config import Settings
from bot.core.clock import Clock, system_clock
from bot.core.db import Database, Tx, jump_numbers, migrate, open_database, remove_server
from bot.core.http import Http
from bot.core.program import user_agent
from bot.deliveries.service import Deliveries
from bot.mentoring.matching import Matching
from bot.mentoring.service import Mentoring
from bot.mentoring.service.replanning import zone_changed
from bot.papers.feed import Source
from bot.papers.ranking import Ranking
from bot.papers.service import Papers
from bot.people.service import People
from bot.processes.service import Processes
from bot.showcase.service import Showcase, roundups
from bot.standups.service import Standups
from bot.standups.service.summaries import retell_shipped

roundups.also_told = (retell_shipped,)  # a standup's week says what was shipped (S9)


@dataclass(frozen=True)
class App:
    """Everything the bot does, without Discord."""

    settings: Settings
    clock: Clock
    db: Database
    processes: Processes
    deliveries: Deliveries
    people: People
    communities: Communities
    attention: Attention
    standups: Standups
    showcase: Showcase
    papers: Papers
    competitions: Competitions
    mentoring: Mentoring

    async def forget_server(self, guild_id: int) -> None:
        """Forget everything about a server: what was posted there stays where it is, for we cannot reach it (A2)."""

        def forget(tx: Tx) -> None:
            self.people.forget_server(tx, guild_id)
            self.attention.forget_server(tx, guild_id)
            remove_server(tx, guild_id)

        await self.db.write(forget)

    def skip_past(self, tx: Tx, guild_id: int | None = None) -> None:
        """To be done once after a restore (None) or the import of one server: nothing of the past is done again (A11).

        What was due until now is skipped, what may have been sent is looked for and never sent, and every number
        continues far away, so that no nonce and no button of a later message is used twice.
        """
        features = (self.standups, self.showcase, self.papers, self.competitions, self.mentoring)
        for service in (self.deliveries, self.attention, *features):
            service.skip_past(tx, guild_id)
        jump_numbers(tx)


@asynccontextmanager
async def open_app(settings: Settings, *, clock: Clock = system_clock) -> AsyncIterator[App]:
    """The app on a migrated database; SchemaTooNew when a newer program has been here.

    `clock` returns the present instant as aware UTC.
    """
    if settings.database_file is not None:
        settings.database_file.parent.mkdir(parents=True, exist_ok=True)
    migrate(settings.database_url)
    async with (
        open_database(settings.database_url, clock) as db,
        Http(user_agent(settings.contact)) as http,
        Ranking() as ranking,
        Matching() as matching,
    ):
        deliveries = Deliveries(db)
        attention = Attention(db, settings.serves)
        showcase = Showcase(db, settings.serves)
        source = Source(http, settings.arxiv_feed_url, settings.arxiv_api_url)
        papers = Papers(db, source, settings.serves, ranking)
        kaggle = Kaggle(http, settings.kaggle_api_url, _kaggle_credentials(settings))
        competitions = Competitions(db, kaggle, settings.serves, showcase.start_share)
        mentoring = Mentoring(db, matching, settings.serves)

        def seen_otherwise(tx: Tx, guild_id: int, user_id: int) -> None:
            showcase.retell_of(tx, guild_id, user_id)
            papers.seen_otherwise(tx, guild_id, user_id)
            competitions.seen_otherwise(tx, guild_id, user_id)
            mentoring.seen_otherwise(tx, guild_id, user_id)

        communities = Communities(db, guarded=seen_otherwise)
        standups = Standups(db, settings.serves, showcase.shipped, zone_changed)
        yield App(
            settings=settings,
            clock=clock,
            db=db,
            processes=Processes(db),
            deliveries=deliveries,
            people=People(
                db,
                [communities, attention, standups, showcase, papers, competitions, mentoring],
                moved=attention.moved,
                came_or_went=seen_otherwise,
            ),
            communities=communities,
            attention=attention,
            standups=standups,
            showcase=showcase,
            papers=papers,
            competitions=competitions,
            mentoring=mentoring,
        )


def _kaggle_credentials(settings: Settings) -> Credentials:
    return Credentials(
        settings.kaggle_api_token.get_secret_value().strip(),
        settings.kaggle_username.strip(),
        settings.kaggle_key.get_secret_value().strip(),
    )
