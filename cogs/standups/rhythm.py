"""Rhythm in /mine: the sentence for the last weeks, and looking back at one's own words."""

from __future__ import annotations

from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.standups.views import rhythm as views


class Rhythms(FeatureCog, name="rhythm"):
    """Handlers convert, call one use case, and show one card. In the bot's own DM it is about every server."""

    feature = "standups"

    async def cog_load(self) -> None:
        """Register routes and the part of /mine."""
        await super().cog_load()
        self.bot.directory.mine["standups.rhythm"] = self._mine

    @route("rhythm")
    async def rhythm(self, request: Request) -> None:
        """The sentence."""
        found = await self.app.standups.rhythm(request.user_id, request.guild_id or None)
        await request.update(views.rhythm_card(found, request.lang))

    @route("look_back")
    async def look_back(self, request: Request) -> None:
        """This month's own entries, a page of them."""
        after = request.route.number(0)
        found = await self.app.standups.look_back(request.user_id, request.guild_id or None, after)
        await request.update(views.look_back_card(found.entries, found.more, request.lang))

    async def _mine(self, request: Request) -> Section:
        return views.mine_section(request.lang)
