"""The hidden vote in Discord (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.views import votes as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Voting(FeatureCog, name="votes"):
    """Handlers convert, call one use case, and show one view. Every answer is private."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers

    @route("vote")
    async def vote(self, request: Request) -> None:
        """Open the ballot, with what the member chose before."""
        ballot = await self._papers.ballot(
            request.guild_id, request.user_id, request.route.number(0), organiser=request.is_organiser
        )
        await request.open(views.vote_form(ballot, request.lang))

    @route("voted", reopen="vote")
    async def voted(self, request: Request) -> None:
        """Some were chosen, or none."""
        chosen = [int(each) for each in request.values.get(views.FIELD, ())]
        ballot = await self._papers.vote(
            request.guild_id,
            request.user_id,
            request.route.number(0),
            chosen,
            organiser=request.is_organiser,
        )
        await request.update(views.voted_card(ballot, request.lang))
