"""What members choose about sharing in /mine, Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.refusals import NoShowcase, ShareGone
from cogs.showcase.posting import Posting
from cogs.showcase.views import choices as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Choosing(FeatureCog, name="sharing choices"):
    """Handlers convert, call one use case, and show one card; only in a server, whose choice is meant."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting

    async def cog_load(self) -> None:
        """Register routes and this feature's part of the settings."""
        await super().cog_load()
        self.bot.directory.settings[self.feature] = self._settings

    async def _settings(self, request: Request) -> Section:
        own = await self._showcase.own_choices(request.guild_id, request.user_id)
        return views.section(request.lang) if own else Section(())

    @route("sharing")
    async def sharing(self, request: Request) -> None:
        """All that can be chosen about sharing."""
        own = await self._showcase.own_choices(request.guild_id, request.user_id)
        if own is None:
            raise NoShowcase(organiser=request.is_organiser)
        await request.update(views.sharing_card(own, request.lang))

    @route("drafts_on")
    async def drafts_on(self, request: Request) -> None:
        """I may be asked to read drafts."""
        await self._read_drafts(request, wanted=True)

    @route("drafts_off")
    async def drafts_off(self, request: Request) -> None:
        """I may not."""
        await self._read_drafts(request, wanted=False)

    async def _read_drafts(self, request: Request, *, wanted: bool) -> None:
        own = await self._showcase.read_drafts(request.guild_id, request.user_id, wanted=wanted)
        await request.update(views.chosen_card(views.DRAFTS, own, request.lang))

    @route("hear_shares_on")
    async def hear_shares_on(self, request: Request) -> None:
        """Tell me of shares about my topics."""
        await self._hear(request, wanted=True)

    @route("hear_shares_off")
    async def hear_shares_off(self, request: Request) -> None:
        """Do not."""
        await self._hear(request, wanted=False)

    async def _hear(self, request: Request, *, wanted: bool) -> None:
        own = await self._showcase.hear_of_shares(request.guild_id, request.user_id, wanted=wanted)
        await request.update(views.chosen_card(views.HEAR, own, request.lang))

    @route("quote_on")
    async def quote_on(self, request: Request) -> None:
        """The round-up may quote me; also pressed below the answer to a first share, which names its server."""
        await self._quote(request, wanted=True)

    @route("quote_off")
    async def quote_off(self, request: Request) -> None:
        """It may not."""
        await self._quote(request, wanted=False)

    async def _quote(self, request: Request, *, wanted: bool) -> None:
        guild_id = request.route.number(0) or request.guild_id
        if guild_id != request.guild_id:
            await self._check_shares_in(request, guild_id)
        own = await self._showcase.be_quoted(guild_id, request.user_id, wanted=wanted)
        await request.defer()
        # Round-ups that quoted the member are rebuilt now, not at the next tick.
        await self.bot.jobs.run("showcase.retell")
        await request.update(
            views.chosen_card(views.QUOTE, own, request.lang, 0 if request.guild_id else guild_id)
        )

    async def _check_shares_in(self, request: Request, guild_id: int) -> None:
        """ShareGone unless the button is pressed in the bot's own DM, by somebody who shares in that server."""
        shares = await self._showcase.my_shares(request.user_id, guild_id=guild_id, before=None, limit=1)
        if request.guild_id or not shares:
            raise ShareGone

    @route("page_on")
    async def page_on(self, request: Request) -> None:
        """My posts may be on the community's public page."""
        await self._show(request, wanted=True)

    @route("page_off")
    async def page_off(self, request: Request) -> None:
        """They may not."""
        await self._show(request, wanted=False)

    async def _show(self, request: Request, *, wanted: bool) -> None:
        own = await self._showcase.be_on_page(request.guild_id, request.user_id, wanted=wanted)
        await request.update(views.chosen_card(views.PAGE, own, request.lang))
