"""Proposals in Discord: the line, the card, yes and no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.attention.model.refusals import NothingWaits
from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.mentoring.model.values import OVER, PROPOSAL
from bot.shell.cards import Card
from bot.shell.directory import Line
from bot.shell.jobs import Job, to_the_end
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.views import proposals as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

AT_ONCE = 100  # proposals that end in one transaction


class ProposingCog(FeatureCog, name="mentoring proposals"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM, too, where bundles come."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    async def cog_load(self) -> None:
        """Register routes, the lines of an inbox, and what is shown after a command."""
        await super().cog_load()
        self.bot.directory.afterwards["mentoring.proposals"] = self._afterwards
        self.bot.directory.lines[PROPOSAL] = self._lines
        self.bot.directory.names[PROPOSAL] = views.proposal_name
        self.bot.directory.lines[OVER] = self._over_lines
        self.bot.directory.names[OVER] = views.over_name

    @route("proposal")
    async def proposal(self, request: Request) -> None:
        """Open what is proposed to me."""
        found = await self._mentoring.open_proposal(request.user_id, request.route.number(0))
        await request.update(views.proposal_card(found, request.lang))

    @route("yes")
    async def yes(self, request: Request) -> None:
        """I would like to."""
        found = await self._mentoring.say_yes(request.user_id, request.route.number(0))
        await request.update(views.proposal_card(found, request.lang))
        self.bot.jobs.wake()

    @route("no")
    async def no(self, request: Request) -> None:
        """Rather not."""
        part = await self._mentoring.say_no(request.user_id, request.route.number(0))
        await request.update(views.declined_card(part, request.lang))
        self.bot.jobs.wake()

    async def _afterwards(self, request: Request) -> Card | None:
        """The oldest proposal that nobody showed them yet; it does not come again in a bundle. /mentor shows it itself."""
        command = request.interaction.command
        if command is not None and command.qualified_name == "mentor":
            return None
        unseen = await self._mentoring.unseen_proposal(request.user_id, request.guild_id)
        if unseen is None:
            return None
        intent_id, found = unseen
        try:
            await self.app.attention.take(request.user_id, [intent_id])
        except NothingWaits:
            return None  # a bundle was quicker
        return views.proposal_card(found, request.lang)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.proposals_told(intents)
        return {
            id_: Line(views.proposal_line(each, lang), views.proposal_button(each, lang))
            for id_, each in found.items()
        }

    async def _over_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.overs_told(intents)
        return {id_: Line(views.over_line(part, lang)) for id_, part in found.items()}


def proposing_jobs(bot: Compound) -> list[Job]:
    """Their background work."""
    mentoring = bot.app.mentoring
    end = partial(mentoring.end_overdue, AT_ONCE)
    return [
        Job("mentoring.overdue", to_the_end(end), mentoring.next_overdue),
        Job("mentoring.look", to_the_end(mentoring.look_for_mentors), mentoring.next_look),
    ]
