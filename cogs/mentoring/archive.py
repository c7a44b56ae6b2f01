"""The archive of questions and answers in Discord: looking through it, an entry (M8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ids import number_of
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.views import archive as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class ArchiveCog(FeatureCog, name="mentoring archive"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    @route("archive")
    async def archive(self, request: Request) -> None:
        """The newest of this server's archive."""
        await self._show(request, "")

    @route("look_up")
    async def look_up(self, request: Request) -> None:
        """Open the form."""
        await request.open(views.search_form(request.lang))

    @route("archived", reopen="look_up")
    async def archived(self, request: Request) -> None:
        """The form was sent."""
        await self._show(request, request.text(views.WORDS))

    @route("entry")
    async def entry(self, request: Request) -> None:
        """A question and its answers: chosen from a list, or of a button; perhaps while one composes a question like it."""
        args = request.route.args
        chosen = number_of(request.chosen[0]) if request.chosen else request.route.number(0)
        composed = request.route.number(1) if len(args) > 1 else 0
        found = await self._mentoring.archive_entry(request.guild_id, chosen)
        await request.update(views.entry_card(found, request.user_id, composed, request.lang))

    async def _show(self, request: Request, typed: str) -> None:
        organiser = request.is_organiser
        found = await self._mentoring.archive(request.guild_id, typed, organiser=organiser)
        await request.update(views.archive_card(found, request.lang))
