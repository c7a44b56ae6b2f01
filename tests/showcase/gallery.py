"""Owns a server whose members share and agree to its public page, without Discord, for the tests of that page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.communities import store as communities
from bot.communities.model import Community
from bot.deliveries.model import Sent
from bot.showcase.model.values import Share
from tests.showcase.drafts import GUILD, Den, open_den


class Gallery(Den):
    """A den in which people post and agree to the page."""

    async def agrees(self, *people: int, wanted: bool = True, guild: int = GUILD) -> None:
        """These agree to the server's page, or do no more."""
        for each in people:
            await self.showcase.be_on_page(guild, each, wanted=wanted)

    async def posted(self, who: int, author: str, *, sent: bool = True, **typed: object) -> Share:
        """Something that somebody posts; unless not `sent`, Discord took it."""
        share = await self.draft(who, **typed)  # type: ignore[arg-type]
        published = await self.showcase.publish(who, share.id, author=author, may_post=True)
        for each in published.claimed if sent else ():
            await self.showcase.record_share(each, Sent(each.id * 1000))
        return published.share

    async def adapts(self, child: Share, parent: Share) -> None:
        """One share builds on another."""
        await self.showcase.adapt(child.user_id, child.id, parent.id)

    async def speaks(self, language: str, zone: str = "UTC") -> None:
        """The server's language and zone."""
        await self.app.db.write(lambda tx: communities.save(tx, Community(GUILD, zone, language, True)))


@asynccontextmanager
async def open_gallery(url: str) -> AsyncIterator[Gallery]:
    """A den on a migrated database, on Monday 5 January 2026."""
    async with open_den(url) as den:
        yield Gallery(den.app, den.clock)
