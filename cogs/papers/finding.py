"""Finding papers: the form, and the choice among several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.looking import Looking
from cogs.papers.views.finding import find_form

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Finding(FeatureCog, name="finding papers"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._looking = Looking(bot)

    @route("find")
    async def find(self, request: Request) -> None:
        """Open the form; "Look again" shows what was typed before."""
        await request.open(find_form(request.lang))

    @route("found")
    async def found(self, request: Request) -> None:
        """The form was submitted."""
        await self._looking.look(request, request.text("find"))

    @route("pick")
    async def pick(self, request: Request) -> None:
        """A paper was chosen from a list, in public or in private: the list stays where it is."""
        await request.answer(await self._looking.card(request, request.chosen[0]))
