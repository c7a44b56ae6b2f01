"""Who leads a discussion, in Discord (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.views import leaders as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Leading(FeatureCog, name="leaders"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too, where bundles come."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers

    @route("lead")
    async def lead(self, request: Request) -> None:
        """I can lead."""
        session = await self._papers.volunteer(request.guild_id, request.user_id, request.route.number(0))
        await request.update(views.offered_card(session, request.lang))
        self.bot.jobs.wake()

    @route("step_back")
    async def step_back(self, request: Request) -> None:
        """I'd rather not."""
        session = await self._papers.step_back(request.guild_id, request.user_id, request.route.number(0))
        await request.update(views.stepped_back_card(session, request.lang))
        self.bot.jobs.wake()

    @route("who_comes")
    async def who_comes(self, request: Request) -> None:
        """For who leads and for organisers: who comes, and what can be changed."""
        led = await self._papers.led(
            request.guild_id, request.user_id, request.route.number(0), organiser=request.is_organiser
        )
        await request.update(views.led_card(led, bool(request.guild_id), request.lang))
