"""A member's own papers in /mine: what they saved, wrote and tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.looking import Looking
from cogs.papers.posting import Posting
from cogs.papers.views import mine
from cogs.papers.views.ways import MINE, opener

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Mine(FeatureCog, name="my papers"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._looking = Looking(bot)

    async def cog_load(self) -> None:
        """Register routes and what this feature offers to /mine."""
        await super().cog_load()
        self.bot.directory.mine[self.feature] = self._mine

    async def _mine(self, request: Request) -> Section:
        return mine.mine(request.lang)

    @route("saved")
    async def saved(self, request: Request) -> None:
        """My papers, a page of them; in the bot's own DM those of every server."""
        found = await self._papers.my_papers(
            request.user_id,
            guild_id=request.guild_id or None,
            saved_from=request.route.number(0),
            wrote_from=request.route.number(1),
        )
        servers: dict[int, str] = {}
        if not request.guild_id:
            ids = {each.guild_id for each in found.saved} | {each.entry.guild_id for each in found.wrote}
            servers = {each: await self.bot.poster.server_name(each) for each in sorted(ids)}
        where = MINE if not request.guild_id or MINE in request.route.args else ""
        await request.update(mine.my_papers(found, servers, where, request.lang))

    @route("kept")
    async def kept(self, request: Request) -> None:
        """One of those that were saved."""
        arxiv_id, _, server = request.chosen[0].partition(":")
        back = opener(request.lang, MINE)
        card = await self._looking.card(request, arxiv_id, server=int(server or 0), back=back)
        await request.update(card)
