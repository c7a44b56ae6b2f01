"""Owns a server where drafts are shown to readers, without Discord: who may be asked, what waits for whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.app import App, open_app
from bot.attention.model.values import Intent
from bot.communities.store import topics
from bot.config import Settings as Configured
from bot.core.db import Tx
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import Settings, Share
from bot.showcase.service import Showcase
from bot.showcase.store import choices, settings
from tests.standups.service import Clock

GUILD, OTHER_GUILD, CHANNEL, ORGANISER = 100, 101, 200, 1
ANA, BEN, CLEO, DAN, EVA = 11, 12, 13, 14, 15
START = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Den:
    """An open app with a showcase in two servers."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.app = app
        self.clock = clock

    @property
    def showcase(self) -> Showcase:
        """The service under test."""
        return self.app.showcase

    async def reads(self, *people: int, guild: int = GUILD, topic: int = 0, drafts: bool = True) -> None:
        """These switch on (or off) that they may be asked to read drafts, and choose a topic to help with."""

        def choose(tx: Tx) -> None:
            for each in people:
                choices.change(tx, guild, each, reads_drafts=drafts)
                if topic:
                    topics.choose_helping(tx, guild, each, [topic])

        await self.app.db.write(choose)

    async def draft(
        self, who: int = ANA, text: str = "A small dog breed classifier", **more: object
    ) -> Share:
        """Somebody types something to share."""
        return await self.showcase.draft(GUILD, who, Typed(text=text, **more))  # type: ignore[arg-type]

    async def offered(self, who: int = ANA, **more: object) -> Share:
        """Somebody shows a draft to a few."""
        share = await self.draft(who, **more)  # type: ignore[arg-type]
        return await self.showcase.offer(who, share.id)

    async def waits(self, who: int) -> list[Intent]:
        """What waits in somebody's inbox."""
        return list((await self.app.attention.inbox(who)).waiting)

    async def kinds(self, who: int) -> list[tuple[str, int]]:
        """What waits for somebody, as (kind, subject)."""
        return [(each.kind, each.subject_id) for each in await self.waits(who)]

    async def asked(self, *people: int) -> set[int]:
        """Those of these people for whom a draft waits."""
        return {
            each for each in people if any(kind == "showcase.draft" for kind, _id in await self.kinds(each))
        }

    async def leaves(self, who: int, guild: int = GUILD) -> None:
        """Discord says that somebody is no member any more."""
        await self.app.people.ask_about([(guild, who)])
        await self.app.people.went(guild, who)


@asynccontextmanager
async def open_den(url: str) -> AsyncIterator[Den]:
    """An app on a migrated database, on Monday 5 January 2026, 12:00 UTC."""
    clock = Clock(START)
    configured = Configured(database_url=url, _env_file=None)  # type: ignore[call-arg]
    async with open_app(configured, clock=clock) as app:

        def set_up(tx: Tx) -> None:
            for guild in (GUILD, OTHER_GUILD):
                settings.save(tx, Settings(guild, CHANNEL + guild))

        await app.db.write(set_up)
        yield Den(app, clock)
