"""Owns what the tests of attention's use cases share: the app without Discord, people who chose, and what is told to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.app import App, open_app
from bot.attention.model.values import Intent, Mailbox, Message
from bot.attention.service import Attention, BundlePost
from bot.config import Settings
from bot.deliveries.model import Delivery, Sent
from tests.standups.service import Clock

GUILD, OTHER_GUILD = 100, 101
ANA, BEN = 735_501_882_011, 735_501_882_012  # found nowhere by chance
MONDAY = datetime(2026, 1, 12, 8, tzinfo=UTC)  # nine in Berlin
NOON = datetime(2026, 1, 12, 11, tzinfo=UTC)
WEEK = timedelta(days=7)


@dataclass
class House:
    """An app without Discord. A direct message's id is its bundle's times a thousand."""

    app: App
    clock: Clock

    @property
    def attention(self) -> Attention:
        """The service under test."""
        return self.app.attention

    async def choose(self, who: int, bundles: int = 1, zone: str = "Europe/Berlin") -> Mailbox:
        """Somebody in Berlin wants bundles, at noon on every day."""
        await self.app.people.choose_zone(who, zone, guild_id=GUILD, language="de")
        return await self.attention.choose(
            who,
            guild_id=GUILD,
            language="de",
            bundles=bundles,
            bundle_at=time(12),
            quiet=(time(21), time(8)),
            days_off=(),
        )

    async def tell(self, who: int, *numbers: int, server: int = GUILD, lasts: timedelta = WEEK) -> None:
        """The news with these numbers happen for somebody."""
        expires_at = self.clock.now + lasts
        await self.attention.tell(*(news(who, number, server, expires_at) for number in numbers))

    async def at(self, now: datetime) -> list[BundlePost]:
        """What is claimed at an instant."""
        self.clock.now = now
        return await self.attention.claim_bundles()

    async def one(self, now: datetime) -> BundlePost:
        """The one bundle that is claimed at an instant."""
        (post,) = await self.at(now)
        return post

    async def again(self, **later: float) -> list[BundlePost]:
        """What is unfinished some time later."""
        self.clock.forward(**later)
        return await self.attention.take_unfinished()

    async def arrive(self, post: BundlePost, ids: Sequence[int] | None = None) -> Delivery:
        """Discord takes a bundle that shows these intents, all if none are named."""
        shown = [each.id for each in post.intents] if ids is None else ids
        await self.attention.dm_opened(post.user_id, post.bundle_id, post.user_id * 7)
        stands = await self.attention.record_bundle(post.claimed, Sent(post.bundle_id * 1000), shown, [])
        assert stands is not None
        return stands

    async def states(self, who: int) -> dict[int, tuple[str, str]]:
        """(state, why) of somebody's last ten news by number, what waits included."""
        box = await self.attention.inbox(who)
        return {each.subject_id: (each.state.value, each.why) for each in (*box.waiting, *box.decided)}


def news(who: int, number: int, server: int, expires_at: datetime, key: str = "") -> Message:
    """Something to tell somebody."""
    return Message(who, server, "trial.news", number, key or f"news:{number}", expires_at)


def numbers(intents: Sequence[Intent]) -> list[int]:
    """What these are about."""
    return [each.subject_id for each in intents]


@asynccontextmanager
async def house(url: str, now: datetime = MONDAY) -> AsyncIterator[House]:
    """An open app on a migrated database."""
    clock = Clock(now)
    settings = Settings(database_url=url, _env_file=None)  # type: ignore[call-arg]
    async with open_app(settings, clock=clock) as app:
        yield House(app, clock)
