"""Says that a share builds on an earlier one (H8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.values import Share
from cogs.showcase.own import Own
from cogs.showcase.posting import Posting
from cogs.showcase.views import adapting as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Adapting(FeatureCog, name="adapted shares"):
    """Handlers convert, call one use case, and show one view."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._own = Own(bot, posting)

    @route("adapt")
    async def adapt(self, request: Request) -> None:
        """What it may build on."""
        share = await self._own.share(request)
        found = await self._showcase.adaptable(request.user_id, share.id)
        await request.update(views.choose_card(found, request.lang))

    @route("adapt_to")
    async def adapt_to(self, request: Request) -> None:
        """One of the newest posts was chosen."""
        share = await self._ready(request)
        parent_id = int(request.chosen[0])
        await self._changed(request, await self._showcase.adapt(request.user_id, share.id, parent_id))

    @route("adapt_paste")
    async def adapt_paste(self, request: Request) -> None:
        """Open the form for an address."""
        share = await self._own.share(request)
        await request.open(views.paste_form(share.id, request.lang))

    @route("adapted", reopen="adapt_paste")
    async def adapted(self, request: Request) -> None:
        """An address was pasted."""
        share = await self._ready(request)
        typed = request.text(views.FIELD)
        await self._changed(request, await self._showcase.adapt_from(request.user_id, share.id, typed))

    @route("unadapt")
    async def unadapt(self, request: Request) -> None:
        """It builds on nothing."""
        share = await self._ready(request)
        await self._changed(request, await self._showcase.not_adapted(request.user_id, share.id))

    async def _ready(self, request: Request) -> Share:
        share = await self._own.share(request)
        await self._own.require_right(request, share)
        return share

    async def _changed(self, request: Request, share: Share) -> None:
        await request.update(*await self._own.brought_up(request, share, views.adapted(share, request.lang)))
