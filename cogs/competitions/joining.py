"""Being in a competition, in Discord: "I'm in", the list of the first day, "I'm out"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.competitions.asked import back, name_of
from cogs.competitions.views import day_one
from cogs.competitions.views.one import left_card

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Joining(FeatureCog, name="competitions joined"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too, for who was in before."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    @route("in")
    async def join(self, request: Request) -> None:
        """I'm in, from a public card or a private one."""
        joined = await self._competitions.join(*_about(request), organiser=request.is_organiser)
        await request.update(day_one.joined_card(joined, request.lang))

    @route("day")
    async def day(self, request: Request) -> None:
        """The list of the first day."""
        joined = await self._competitions.first_day(*_about(request))
        await request.update(day_one.day_card(joined, request.lang))

    @route("ticks")
    async def ticks(self, request: Request) -> None:
        """What is done was chosen, or taken away."""
        joined = await self._competitions.tick(*_about(request), request.chosen)
        await request.update(day_one.ticked_card(joined, request.lang))

    @route("out")
    async def leave(self, request: Request) -> None:
        """I'm out."""
        left = await self._competitions.leave(*_about(request))
        await request.update(left_card(left, back(request), request.lang))


def _about(request: Request) -> tuple[int, int, str]:
    """The server (0 in the bot's own DM), who asks, and the competition that a button is about."""
    return request.guild_id, request.user_id, name_of(request)
