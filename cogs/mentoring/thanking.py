"""Thank-yous in Discord, to a member or as a draft for somebody outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.attention.model.values import Intent
from bot.core.ids import number_of
from bot.core.lang import Lang
from bot.deliveries.model import Gone
from bot.mentoring.model.asking import THANKED, Thanks
from bot.mentoring.model.refusals import NotThanked, TimedOut
from bot.mentoring.service.thanking import read_draft
from bot.shell.directory import Line
from bot.shell.guards import muted_card, reported_card
from bot.shell.permissions import has_time_out
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.views import thanks as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class ThankingCog(FeatureCog, name="mentoring thanks"):
    """Handlers convert, call one use case, and show one view. All but choosing a member works in the bot's own DM, too."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    async def cog_load(self) -> None:
        """Register routes, and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.lines[THANKED] = self._lines
        self.bot.directory.names[THANKED] = views.thanked_name

    @route("thanks")
    async def thanks(self, request: Request) -> None:
        """Whom to thank, and what others wrote."""
        received = await self._mentoring.thanks_read(request.guild_id, request.user_id)
        await request.update(views.thanks_card(received, request.lang, here=bool(request.guild_id)))

    @route("thank")
    async def thank(self, request: Request) -> None:
        """Open the form; its arguments, if there are any, are the member and the server."""
        to_id, guild_id = request.route.number(0), request.route.number(1)
        guild_id = request.guild_id or guild_id
        if to_id == request.user_id:
            raise NotThanked("self")
        place = await self._mentoring.thanks_place(guild_id, request.user_id, to_id)
        await request.open(views.thank_form(to_id, place, request.lang))

    @route("thanked", reopen="thank")
    async def thanked(self, request: Request) -> None:
        """The form was sent."""
        to_id = request.route.number(0) or number_of(request.text(views.WHO))
        guild_id = request.guild_id or request.route.number(1)
        if _is_bot(request, to_id):
            raise NotThanked("bot")
        if await has_time_out(request, guild_id):
            raise TimedOut
        await self._check_is_there(request, guild_id)
        if to_id != request.user_id and isinstance(await self.bot.poster.member_of(guild_id, to_id), Gone):
            raise NotThanked("left")
        said = await self._mentoring.thank(guild_id, request.user_id, to_id, request.text(views.WORDS))
        name = "" if request.guild_id else await self.bot.poster.member_name(guild_id, to_id)
        await request.answer(views.sent_card(said, name, request.lang))
        self.bot.jobs.wake()

    @route("unthank")
    async def unthank(self, request: Request) -> None:
        """Take it back."""
        unsaid = await self._mentoring.unthank(request.user_id, request.route.number(0))
        await request.update(views.unsaid_card(unsaid.thanks, request.lang))
        await self.bot.publisher.take_down(unsaid.removals)

    @route("thank_you")
    async def thank_you(self, request: Request) -> None:
        """Read what somebody wrote to me: of a line's button, or chosen from the list."""
        thanks_id = number_of(request.chosen[0]) if request.chosen else request.route.number(0)
        said = await self._mentoring.thank_you(request.guild_id, request.user_id, thanks_id)
        name = "" if request.guild_id else await self._name(said)
        await request.update(views.thank_you_card(said, name, request.lang))

    @route("mute_thanks")
    async def mute(self, request: Request) -> None:
        """Nothing more from who wrote."""
        about = request.route.number(0), request.route.number(1)
        await self._mentoring.mute_thanks(request.user_id, *about)
        await request.update(muted_card(request.lang))

    @route("report_thanks")
    async def report(self, request: Request) -> None:
        """Show the organisers what I was sent."""
        await self._mentoring.report_thanks(request.user_id, request.route.number(0))
        await request.answer(reported_card(request.lang))
        self.bot.jobs.wake()

    @route("thank_outside")
    async def thank_outside(self, request: Request) -> None:
        """Open the form for somebody who is not here."""
        await request.open(views.outside_form(request.lang))

    @route("thanked_outside", reopen="thank_outside")
    async def thanked_outside(self, request: Request) -> None:
        """The words to copy; nothing of them is kept."""
        typed = (request.text(key) for key in (views.NAME, views.HELPED, views.DID))
        await request.answer(views.draft_card(read_draft(*typed), request.lang))

    async def _check_is_there(self, request: Request, guild_id: int) -> None:
        """In the bot's own DM Discord is asked whether who writes is a member there still. NotThanked."""
        if not request.guild_id and isinstance(
            await self.bot.poster.member_of(guild_id, request.user_id), Gone
        ):
            raise NotThanked("out")

    async def _name(self, said: Thanks) -> str:
        return await self.bot.poster.member_name(said.guild_id, said.from_id)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.thanks_told(intents)
        return {
            id_: Line(views.line(said, await self._name(said), lang), views.read_button(said, lang))
            for id_, said in found.items()
        }


def _is_bot(request: Request, user_id: int) -> bool:
    """Whether Discord says with the form that whom it names is a bot."""
    data: Any = request.interaction.data or {}
    users = (data.get("resolved") or {}).get("users") or {}
    return bool(users.get(str(user_id), {}).get("bot"))
