"""The question how it went, in Discord: its line and answers, what organisers are told, and the line of who rests (M7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.mentoring.model.refusals import PairGone
from bot.mentoring.model.values import FOLLOW_UP, RESTS, WRONG, FollowUp
from bot.shell.directory import Line
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.pairing import names_in, names_of
from cogs.mentoring.views import follow_ups as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

ANSWERS = {each.value: each for each in FollowUp if each not in (FollowUp.NOTHING, FollowUp.WRONG)}


class FollowingCog(FeatureCog, name="mentoring follow-ups"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM, too, where bundles come."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    async def cog_load(self) -> None:
        """Register routes, the lines of an inbox and the notice."""
        await super().cog_load()
        offers = self.bot.directory
        offers.lines |= {FOLLOW_UP: self._lines, RESTS: self._rests}
        offers.names |= {FOLLOW_UP: views.how_name, RESTS: views.rests_name}
        offers.notices[WRONG] = views.wrong_notice

    @route("how")
    async def how(self, request: Request) -> None:
        """The question."""
        found = await self._mentoring.how(request.user_id, request.route.number(0))
        await request.update(views.how_card(found, await names_in(request, found), request.lang))

    @route("went")
    async def went(self, request: Request) -> None:
        """An answer."""
        said = ANSWERS.get(request.route.args[-1]) if request.route.args else None
        if said is None:
            raise PairGone
        found = await self._mentoring.went(request.user_id, request.route.number(0), said)
        await request.update(views.went_card(found, said, request.lang))
        self.bot.jobs.wake()

    @route("wrong")
    async def wrong(self, request: Request) -> None:
        """Something was not right: what organisers would see."""
        found = await self._mentoring.wrong_in(request.user_id, request.route.number(0))
        await request.update(views.wrong_card(found, await names_in(request, found), request.lang))

    @route("tell_wrong")
    async def tell_wrong(self, request: Request) -> None:
        """Open the form for what to add."""
        found = await self._mentoring.wrong_in(request.user_id, request.route.number(0))
        await request.open(views.wrong_form(found.pair, request.lang))

    @route("wronged", reopen="tell_wrong")
    async def wronged(self, request: Request) -> None:
        """The form was sent: the organisers are told."""
        words = request.text(views.WORDS)
        told = await self._mentoring.tell_wrong(request.user_id, request.route.number(0), words)
        await request.update(views.wronged_card(told, request.lang))
        self.bot.jobs.wake()

    @route("unwrong")
    async def unwrong(self, request: Request) -> None:
        """Take it back."""
        pair_id = request.route.number(0)
        removals = await self._mentoring.untell_wrong(request.user_id, pair_id)
        await request.update(views.unwronged_card(pair_id, request.lang))
        await self.bot.publisher.take_down(removals)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.follow_ups_told(intents)
        people = {(each.pair.guild_id, one.user_id) for each in found.values() for one in each.others}
        known = await names_of(self.bot, people)
        lines: dict[int, Line] = {}
        for id_, each in found.items():
            names = {one.user_id: known[each.pair.guild_id, one.user_id] for one in each.others}
            lines[id_] = Line(views.how_line(each, names, lang), views.how_button(each.pair, lang))
        return lines

    async def _rests(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        resting = await self._mentoring.rests_told(intents)
        return {
            each.id: Line(views.rests_line(lang), views.rests_button(each.server, lang))
            for each in intents
            if each.id in resting
        }
