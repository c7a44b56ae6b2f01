"""Notes of a session in Discord (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.own import Own
from cogs.papers.posting import Posting
from cogs.papers.views import notes as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Noting(FeatureCog, name="notes"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._own = Own(bot, posting)

    @route("note")
    async def note(self, request: Request) -> None:
        """Open the form: anybody may, from when they meet on."""
        session = await self._papers.met_session(request.guild_id, request.user_id, request.route.number(0))
        await request.open(views.notes_form(session, request.lang))

    @route("noted", reopen="note")
    async def noted(self, request: Request) -> None:
        """They are kept, then posted in the session's thread; what may not be posted stays with its author."""
        entry = await self._papers.keep_notes(
            request.guild_id, request.user_id, request.route.number(0), request.texts
        )
        await self._own.post(request, entry)
