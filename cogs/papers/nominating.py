"""Nominations in Discord (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ids import custom_id
from bot.papers.model.refusals import MayNotWrite
from bot.papers.model.values import Paper
from bot.shell.forms import Values
from bot.shell.permissions import may_share
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.views import nominations as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Nominating(FeatureCog, name="nominations"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers

    @route("nominations")
    async def nominations(self, request: Request) -> None:
        """What is nominated: each leads to its paper, one's own can be taken back."""
        organiser = request.is_organiser
        found = await self._papers.nominations_of(request.guild_id, organiser=organiser)
        card = views.nominations_list(found, request.user_id, request.lang, organiser=organiser)
        await request.update(card)

    @route("nominate")
    async def nominate(self, request: Request) -> None:
        """Open the form for a paper: of its own card, or chosen from several."""
        arxiv_id = request.chosen[0] if request.chosen else request.route.args[0]
        await self._check(request)
        await request.open(views.nominate_form(arxiv_id, request.lang))

    @route("nominated", reopen="nominate")
    async def nominated(self, request: Request) -> None:
        """Why it is nominated was typed, or nothing."""
        await self._check(request)
        arxiv_id = request.route.args[0]
        paper = await self._papers.paper(
            request.guild_id, arxiv_id, user_id=request.user_id, waiting=request.defer
        )
        await self._nominate(request, paper)

    @route("propose")
    async def propose(self, request: Request) -> None:
        """Open the form for any paper."""
        await self._check(request)
        await request.open(views.propose_form(request.lang))

    @route("proposed", reopen="propose")
    async def proposed(self, request: Request) -> None:
        """A paper was typed: its address, its number, or words, for which there may be several."""
        await self._check(request)
        found = await self._papers.find(
            request.guild_id,
            request.text(views.PAPER),
            user_id=request.user_id,
            organiser=request.is_organiser,
            waiting=request.defer,
        )
        if isinstance(found, Paper):
            await self._nominate(request, found)
            return
        typed: Values = {views.WHY: (request.text(views.WHY),)}
        self.bot.retype.keep(request.user_id, custom_id("papers", "nominate"), typed)
        await request.update(views.which_card(found.papers, request.lang))

    @route("withdraw")
    async def withdraw(self, request: Request) -> None:
        """Take a nomination back: of a button, or chosen from the list."""
        nomination_id = int(request.chosen[0]) if request.chosen else request.route.number(0)
        taken = await self._papers.withdraw(
            request.guild_id, request.user_id, nomination_id, organiser=request.is_organiser
        )
        own = taken.nomination.user_id == request.user_id
        await request.update(views.withdrawn_card(taken, request.lang, own=own))
        self.bot.jobs.wake()

    async def _check(self, request: Request) -> None:
        """NoGroup; MayNotWrite where the member may not write in the group's channel themselves, which is where it is read."""
        group = await self._papers.check_nominating(request.guild_id, organiser=request.is_organiser)
        if not await may_share(request, request.guild_id, group.channel_id):
            raise MayNotWrite(group.channel_id)

    async def _nominate(self, request: Request, paper: Paper) -> None:
        made = await self._papers.nominate(
            request.guild_id,
            request.user_id,
            paper.arxiv_id,
            request.text(views.WHY),
            known=paper,
            organiser=request.is_organiser,
        )
        await request.update(views.nominated_card(made, request.lang))
        self.bot.jobs.wake()
