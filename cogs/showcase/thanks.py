"""Thank-yous, "This helped me": the form, and the line its author finds (H7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.deliveries.model import Gone
from bot.shell.directory import Line, Section
from bot.shell.markup import message_link
from bot.shell.permissions import has_time_out
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.refusals import NotThanked, TimedOut
from bot.showcase.model.values import THANKS
from cogs.showcase.views import thanks as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

PAGE = 20  # of what others wrote


async def open_for_share(request: Request, share_id: int) -> None:
    """Open the form for a post, once it is known to be there and somebody else's. ShareGone, NotThanked."""
    share = await request.app.showcase.thankable(request.guild_id, request.user_id, share_id)
    await request.open(views.share_form(share.id, request.lang))


class Thanks(FeatureCog, name="thank-yous"):
    """Handlers convert, call one use case, and show one card. What is read works in the bot's own DM too."""

    feature = "showcase"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase

    async def cog_load(self) -> None:
        """Register routes, the part of /mine and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.mine["showcase.thanked"] = self._mine
        self.bot.directory.lines[THANKS] = self._lines
        self.bot.directory.names[THANKS] = views.thanks_name

    @route("helped")
    async def helped(self, request: Request) -> None:
        """A post's own button: open the form."""
        await open_for_share(request, request.route.number(0))

    @route("thank_again")
    async def thank_again(self, request: Request) -> None:
        """Open the form for a post again, with what was typed, whatever stood in the way of it."""
        await request.open(views.share_form(request.route.number(0), request.lang))

    @route("helped_in", reopen="thank_again")
    async def helped_in(self, request: Request) -> None:
        """Somebody wrote what a post helped with."""
        typed = request.text(views.FIELD)
        await self._require_no_time_out(request)
        said = await self._showcase.thank(request.guild_id, request.user_id, request.route.number(0), typed)
        await request.answer(views.sent_card(said, request.lang))

    @route("thank")
    async def thank(self, request: Request) -> None:
        """Open the form for a member's message again."""
        author_id, channel_id, message_id = (request.route.number(index) for index in range(3))
        await request.open(views.message_form(author_id, channel_id, message_id, request.lang))

    @route("thank_in", reopen="thank")
    async def thank_in(self, request: Request) -> None:
        """Somebody wrote what a member's message helped with."""
        author_id, channel_id, message_id = (request.route.number(index) for index in range(3))
        url = message_link(request.guild_id, channel_id, message_id)
        typed = request.text(views.FIELD)
        await self._require_no_time_out(request)
        await request.defer()
        if isinstance(await self.bot.poster.member_of(request.guild_id, author_id), Gone):
            raise NotThanked("left")
        said = await self._showcase.thank_for(request.guild_id, request.user_id, author_id, typed, url=url)
        await request.answer(views.sent_card(said, request.lang))

    async def _require_no_time_out(self, request: Request) -> None:
        if await has_time_out(request, request.guild_id):
            raise TimedOut

    @route("unthank")
    async def unthank(self, request: Request) -> None:
        """Take it back."""
        unsaid = await self._showcase.unthank(request.user_id, request.route.number(0))
        await request.update(views.unsaid_card(unsaid.text, request.lang))
        await self.bot.publisher.take_down(unsaid.removals)

    @route("thanks")
    async def thanks(self, request: Request) -> None:
        """Read what somebody wrote to me: of a line's button, or chosen from the list."""
        word_id = int(request.chosen[0]) if request.chosen else request.route.number(0)
        found = await self._showcase.thanks(request.user_id, word_id, request.guild_id or None)
        said, name = found.said, ""
        if not request.guild_id:
            name = await self.bot.poster.member_name(said.guild_id, said.from_id)
        await request.update(views.thanks_card(found, name, request.lang))

    @route("thanked")
    async def thanked(self, request: Request) -> None:
        """What others wrote to me, a page of it; in the bot's own DM from every server."""
        found = await self._showcase.thanks_to(
            request.user_id,
            guild_id=request.guild_id or None,
            before=request.route.number(0) or None,
            limit=PAGE + 1,
        )
        await request.update(views.list_card(found[:PAGE], len(found) > PAGE, request.lang))

    async def _mine(self, request: Request) -> Section:
        there = await self._showcase.thanks_to(request.user_id, guild_id=request.guild_id or None, limit=1)
        return views.mine(bool(there), request.lang)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._showcase.thanks_told(intents)
        people = {(each.guild_id, each.from_id) for each in found.values()}
        names = {pair: await self.bot.poster.member_name(*pair) for pair in people}
        return {
            id_: Line(
                views.line(names[said.guild_id, said.from_id], said, lang), views.read_button(said.id, lang)
            )
            for id_, said in found.items()
        }
