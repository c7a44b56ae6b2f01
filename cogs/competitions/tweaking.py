"""The log of small changes in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.competitions.model.values import Better
from bot.competitions.service.tweaking import Typed
from bot.core.ids import number_of
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.competitions.views import tweaks as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Tweaking(FeatureCog, name="competition logs"):
    """Handlers convert, call one use case, and show one view, always in private."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    @route("log")
    async def log(self, request: Request) -> None:
        """My log of a competition, a page of it."""
        begins = request.route.number(1)
        found = await self._competitions.log(request.guild_id, request.user_id, _name(request), begins)
        await request.update(views.log_card(found, request.lang))

    @route("tweak")
    async def tweak(self, request: Request) -> None:
        """Open the form of a new line."""
        found = await self._competitions.log(request.guild_id, request.user_id, _name(request))
        await request.open(views.tweak_form(found.entrant, request.lang))

    @route("tweaked", reopen="tweak")
    async def tweaked(self, request: Request) -> None:
        """A line is kept."""
        found = await self._competitions.log_tweak(
            request.guild_id, request.user_id, _name(request), _typed(request)
        )
        await request.update(views.log_card(found, request.lang, views.logged(request.lang)))

    @route("better_higher")
    async def better_higher(self, request: Request) -> None:
        """Higher scores are better there."""
        await self._choose(request, Better.HIGHER)

    @route("better_lower")
    async def better_lower(self, request: Request) -> None:
        """Lower scores are better there."""
        await self._choose(request, Better.LOWER)

    async def _choose(self, request: Request, better: Better) -> None:
        found = await self._competitions.choose_better(
            request.guild_id, request.user_id, _name(request), better
        )
        await request.update(views.log_card(found, request.lang, views.chosen(better, request.lang)))

    @route("line")
    async def line(self, request: Request) -> None:
        """One line, whole."""
        chosen = number_of(next(iter(request.chosen), ""))
        found = await self._competitions.line(request.guild_id, request.user_id, chosen)
        await request.update(views.line_card(found, request.lang))

    @route("edit")
    async def edit(self, request: Request) -> None:
        """Open a line in the form."""
        found = await self._competitions.line(request.guild_id, request.user_id, request.route.number(0))
        await request.open(views.edit_form(found, request.lang))

    @route("edited", reopen="edit")
    async def edited(self, request: Request) -> None:
        """A line was changed."""
        found = await self._competitions.rewrite_tweak(
            request.guild_id, request.user_id, request.route.number(0), _typed(request)
        )
        await request.update(views.line_card(found, request.lang, views.changed(request.lang)))

    @route("drop")
    async def drop(self, request: Request) -> None:
        """Delete a line; its words are given back once."""
        gone = await self._competitions.drop_tweak(request.guild_id, request.user_id, request.route.number(0))
        await request.update(views.dropped(gone, request.lang))


def _name(request: Request) -> str:
    return next(iter(request.route.args), "")


def _typed(request: Request) -> Typed:
    english = request.locale.startswith("en")
    return Typed(request.text("what"), request.text("local"), request.text("public"), thousands=english)
