"""Finding a team in Discord: the list, its forms, a hello and what its receiver can do about it (K6, A9)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.competitions.model.refusals import NotListed, TimedOut
from bot.competitions.model.values import HELLO
from bot.competitions.service.boards import Mate, TeamBoard
from bot.core.lang import Lang
from bot.shell.directory import Line
from bot.shell.guards import muted_card
from bot.shell.permissions import has_time_out
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.competitions.views import greetings
from cogs.competitions.views import teams as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Teaming(FeatureCog, name="competition teams"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM, too, where bundles come."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    async def cog_load(self) -> None:
        """Register routes, and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.lines[HELLO] = self._lines
        self.bot.directory.names[HELLO] = greetings.hello_name

    @route("teams")
    async def teams(self, request: Request) -> None:
        """Who looks for a team, and who has a place."""
        board = await self._board(request)
        await request.update(views.board_card(board, await self._named(request, board), request.lang))

    @route("look")
    async def look(self, request: Request) -> None:
        """Open the form "I look for a team"."""
        await request.open(views.look_form(await self._open_board(request), request.lang))

    @route("looked", reopen="look")
    async def looked(self, request: Request) -> None:
        """The form was sent."""
        await self._require_no_time_out(request)
        typed = request.text(views.LINE)
        listed = await self._competitions.look(request.guild_id, request.user_id, _slug(request), typed)
        names = await self._named(request, listed.board)
        await request.update(views.listed_card(listed, names, request.lang))
        self.bot.jobs.wake()

    @route("place")
    async def place(self, request: Request) -> None:
        """Open the form "We have a place"."""
        await request.open(views.place_form(await self._open_board(request), request.lang))

    @route("placed", reopen="place")
    async def placed(self, request: Request) -> None:
        """The form was sent."""
        await self._require_no_time_out(request)
        listed = await self._competitions.place(
            request.guild_id,
            request.user_id,
            _slug(request),
            request.text(views.SIZE),
            request.text(views.LINE),
        )
        names = await self._named(request, listed.board)
        await request.update(views.listed_card(listed, names, request.lang))
        self.bot.jobs.wake()

    @route("stop")
    async def stop(self, request: Request) -> None:
        """Be in the list no more."""
        stopped = await self._competitions.stop(request.guild_id, request.user_id, _slug(request))
        names = await self._named(request, stopped.board)
        await request.update(views.stopped_card(stopped, names, request.lang))

    @route("hello")
    async def hello(self, request: Request) -> None:
        """Somebody was chosen from the list: their whole line, and "Say hello"."""
        board = await self._open_board(request)
        chosen = int(request.chosen[0]) if request.chosen else request.route.number(1)
        mate = next((each for each in board.mates if each.user_id == chosen), None)
        if mate is None:
            raise NotListed(them=True)
        names = await self._named(request, board, (mate,) if not request.guild_id else ())
        await request.update(views.mate_card(board, mate, names, request.lang))

    @route("said")
    async def said(self, request: Request) -> None:
        """Say hello."""
        await self._require_no_time_out(request)
        to_id = request.route.number(1)
        said = await self._competitions.hello(request.guild_id, request.user_id, _slug(request), to_id)
        name = "" if request.guild_id else await self.bot.poster.member_name(said.hello.guild_id, to_id)
        await request.update(greetings.said_card(said, name, request.lang))
        self.bot.jobs.wake()

    @route("unsay")
    async def unsay(self, request: Request) -> None:
        """Take a hello back."""
        unsaid = await self._competitions.unhello(request.user_id, request.route.number(0))
        await request.update(greetings.unsaid_card(unsaid, request.lang))
        await self.bot.publisher.take_down(unsaid.removals)

    @route("greeting")
    async def greeting(self, request: Request) -> None:
        """Open what somebody said to me."""
        found = await self._competitions.greeted(request.user_id, request.route.number(0))
        said, name = found.hello, ""
        if request.guild_id != said.guild_id:
            name = await self.bot.poster.member_name(said.guild_id, said.from_id)
        here = request.guild_id in (0, said.guild_id)
        await request.update(greetings.hello_card(found, name, request.lang, here=here))

    @route("mute")
    async def mute(self, request: Request) -> None:
        """Nothing more from who said hello."""
        hello_id, sender_id = request.route.number(0), request.route.number(1)
        await self._competitions.mute_hello(request.user_id, hello_id, sender_id)
        await request.update(muted_card(request.lang))

    @route("tell")
    async def tell(self, request: Request) -> None:
        """Show the organisers what I was sent."""
        worded = await self._competitions.report_hello(request.user_id, request.route.number(0))
        await request.answer(greetings.told_card(worded, request.lang))
        self.bot.jobs.wake()

    async def _board(self, request: Request) -> TeamBoard:
        about = (request.guild_id, request.user_id, _slug(request))
        return await self._competitions.teams(*about, begins=request.route.number(1))

    async def _open_board(self, request: Request) -> TeamBoard:
        return await self._competitions.open_teams(request.guild_id, request.user_id, _slug(request))

    async def _require_no_time_out(self, request: Request) -> None:
        guild_id = request.guild_id or (await self._board(request)).guild_id
        if await has_time_out(request, guild_id):
            raise TimedOut

    async def _named(
        self, request: Request, board: TeamBoard, mates: Sequence[Mate] | None = None
    ) -> views.Names:
        """What those are called who can be chosen: a select shows no mentions."""
        shown = board.page if mates is None else mates
        names = await self._names((board.guild_id, each.user_id) for each in shown)
        return views.Names({user_id: name for (_, user_id), name in names.items()}, not request.guild_id)

    async def _names(self, people: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """What these (server, member) are called, asked at once."""
        pairs = sorted({*people})
        found = await asyncio.gather(*(self.bot.poster.member_name(*each) for each in pairs))
        return dict(zip(pairs, found, strict=True))

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._competitions.hellos_told(intents)
        names = await self._names((each.hello.guild_id, each.hello.from_id) for each in found.values())
        return {
            id_: Line(
                greetings.hello_line(each, names[each.hello.guild_id, each.hello.from_id], lang),
                greetings.hello_button(each.hello.id, lang),
            )
            for id_, each in found.items()
        }


def _slug(request: Request) -> str:
    """The name of the competition that was pressed."""
    return request.route.args[0] if request.route.args else ""
