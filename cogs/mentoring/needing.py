"""The help-first board in Discord."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.ids import number_of
from bot.core.lang import Lang
from bot.mentoring.model.asking import NEED, NEED_LEFT, TAKEN
from bot.mentoring.service.boarding import PutUp, SeenNeed
from bot.shell.cards import Card
from bot.shell.directory import Line, Written
from bot.shell.jobs import Job
from bot.shell.permissions import may_share
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.posting import Posting
from cogs.mentoring.views import needs as views
from cogs.mentoring.views.deleted import deleted_card

if TYPE_CHECKING:
    from bot.shell.client import Compound

PART = "mentoring.needs"  # of what the shared cards are offered
AT_ONCE = 100  # needs that come back or leave in one transaction


class NeedingCog(FeatureCog, name="mentoring board"):
    """Handlers convert, call one use case, and show one view. What a line of an inbox opens works in the bot's own DM, too."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
        self._posting = Posting(bot)

    async def cog_load(self) -> None:
        """Register routes, and the lines of an inbox."""
        await super().cog_load()
        for kind, name in ((TAKEN, views.taken_name), (NEED_LEFT, views.left_name)):
            self.bot.directory.lines[kind] = self._lines
            self.bot.directory.names[kind] = name
        self.bot.directory.own_message[PART] = self._own_message
        self.bot.directory.authors[PART] = self._author

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        found = await self._mentoring.need_of_message(request.guild_id, message_id)
        if found is None or found.user_id != request.user_id:
            return None
        seen = await self._mentoring.need(request.guild_id, request.user_id, found.id)
        return views.need_card(seen, request.lang)

    async def _author(self, request: Request, message_id: int) -> Written | None:
        found = await self._mentoring.need_of_message(request.guild_id, message_id)
        return Written(found.user_id, "\n\n".join(filter(None, (found.what, found.url)))) if found else None

    @route("board")
    async def board(self, request: Request) -> None:
        """What is open."""
        board = await self._mentoring.board(request.guild_id, request.user_id)
        await request.update(views.board_card(board, request.lang))

    @route("need_form")
    async def need_form(self, request: Request) -> None:
        """Open the form of a new need."""
        await self._mentoring.helping_channel(request.guild_id)
        await request.open(views.need_form(request.lang))

    @route("needed", reopen="need_form")
    async def needed(self, request: Request) -> None:
        """The form was sent."""
        made = await self._mentoring.put_up(
            request.guild_id,
            request.user_id,
            request.text(views.KIND),
            request.text(views.WHAT),
            request.text(views.LINK),
            may_post=await self._may_post(request, request.guild_id),
        )
        await self._show_put_up(request, made)

    @route("need_again")
    async def need_again(self, request: Request) -> None:
        """Put up again what left the board."""
        need_id = request.route.number(0)
        seen = await self._mentoring.need(request.guild_id, request.user_id, need_id)
        may_post = await self._may_post(request, seen.need.guild_id)
        await self._show_put_up(
            request, await self._mentoring.put_up_again(request.user_id, need_id, may_post=may_post)
        )

    @route("need")
    async def need(self, request: Request) -> None:
        """A need with what can be done about it: chosen on the board, or of its post."""
        need_id = number_of(request.chosen[0]) if request.chosen else request.route.number(0)
        seen = await self._mentoring.need(request.guild_id, request.user_id, need_id)
        await self._show(request, seen)

    @route("take")
    async def take(self, request: Request) -> None:
        """I'll take it: for how long, and then take it."""
        need_id, days = request.route.number(0), request.route.number(1)
        if not days:
            seen = await self._mentoring.takeable(request.guild_id, request.user_id, need_id)
            await request.update(views.take_card(seen, request.lang))
            return
        seen = await self._mentoring.take_need(request.guild_id, request.user_id, need_id, days)
        await self._show(request, seen)
        await self._bring(seen)

    @route("give_back")
    async def give_back(self, request: Request) -> None:
        """Give it back."""
        seen = await self._mentoring.give_back(request.user_id, request.route.number(0))
        await request.update(views.given_back_card(seen, request.lang))
        await self._bring(seen)

    @route("done")
    async def done(self, request: Request) -> None:
        """It is done."""
        seen = await self._mentoring.need_done(request.user_id, request.route.number(0))
        name = await self._name(request, seen) if seen.is_own else ""
        await request.update(views.done_card(seen, name, request.lang))
        await self._bring(seen)

    @route("close_need")
    async def close_need(self, request: Request) -> None:
        """Take it off the board."""
        closed = await self._mentoring.close_need(request.user_id, request.route.number(0))
        await request.update(views.closed_card(closed.need, request.lang))
        await self._posting.take_down(closed.removals)

    @route("delete_need")
    async def delete_need(self, request: Request) -> None:
        """Delete it everywhere (promise 6)."""
        gone = await self._mentoring.delete_need(request.user_id, request.route.number(0))
        await request.defer()
        left = await self._posting.take_down(gone.removals)
        await request.update(deleted_card([gone.need.what, gone.need.url], left, request.lang))
        self.bot.jobs.wake()

    async def _may_post(self, request: Request, guild_id: int) -> bool:
        return await may_share(request, guild_id, await self._mentoring.helping_channel(guild_id))

    async def _show_put_up(self, request: Request, made: PutUp) -> None:
        await self._posting.in_time(NEED, made.need.id, made.claimed)
        seen = await self._mentoring.need(request.guild_id, request.user_id, made.need.id)
        await request.update(views.put_up_card(seen, request.lang))

    async def _show(self, request: Request, seen: SeenNeed) -> None:
        name = await self._name(request, seen)
        here = request.guild_id == seen.need.guild_id
        await request.update(views.need_card(seen, request.lang, name, here=here))

    async def _bring(self, seen: SeenNeed) -> None:
        """The post follows at once; should that fail, the job does it."""
        await self._posting.in_time(NEED, seen.need.id)
        self.bot.jobs.wake()

    async def _name(self, request: Request, seen: SeenNeed) -> str:
        """What who took it is called, where a mention may not say it."""
        if request.guild_id or not seen.need.taker_id:
            return ""
        return await self.bot.poster.member_name(seen.need.guild_id, seen.need.taker_id)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.needs_told(intents)
        kinds = {each.id: each.kind for each in intents}
        lines = {}
        for id_, seen in found.items():
            if kinds[id_] == NEED_LEFT:
                text = views.left_line(seen, lang)
            else:
                name = await self.bot.poster.member_name(seen.need.guild_id, seen.need.taker_id)
                text = views.taken_line(seen, name, lang)
            lines[id_] = Line(text, views.line_button(seen, lang))
        return lines


def needing_jobs(bot: Compound) -> list[Job]:
    """What was taken long enough comes back, what was open for long leaves."""
    mentoring, posting = bot.app.mentoring, Posting(bot)

    async def turn() -> bool:
        did = False
        while True:
            some, removals = await mentoring.turn_needs(AT_ONCE)
            if removals:
                await posting.take_down(removals)
            if not some:
                return did
            did = True

    return [Job("mentoring.needs", turn, mentoring.next_need_turn)]
