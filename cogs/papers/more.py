"""A paper's private card: its abstract, why it was shown, saving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.papers.model.refusals import PaperGone
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.looking import Looking
from cogs.papers.views import more
from cogs.papers.views.ways import MINE, opener

if TYPE_CHECKING:
    from bot.shell.client import Compound


class More(FeatureCog, name="a paper"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._looking = Looking(bot)

    @route("more")
    async def more(self, request: Request) -> None:
        """The card, from any message of ours that names a paper."""
        await request.update(await self._looking.card(request, _paper(request)))

    @route("save")
    async def save(self, request: Request) -> None:
        """Keep it among one's own."""
        await self._save(request, wanted=True)

    @route("unsave")
    async def unsave(self, request: Request) -> None:
        """Keep it no more."""
        await self._save(request, wanted=False)

    async def _save(self, request: Request, *, wanted: bool) -> None:
        guild_id, user_id = request.guild_id or request.route.number(1), request.user_id
        paper = await self._papers.paper(guild_id, _paper(request), user_id=user_id, waiting=request.defer)
        if wanted:
            await self._papers.save_paper(guild_id, user_id, paper)
        else:
            await self._papers.unsave_paper(guild_id, user_id, paper.arxiv_id)
        view = await self._papers.view_of(guild_id, user_id, paper, here=bool(request.guild_id))
        notice = more.saved(request.lang) if wanted else more.unsaved(request.lang)
        back = opener(request.lang, MINE)
        await request.update(more.paper_card(view, request.lang, notice=notice, back=back))


def _paper(request: Request) -> str:
    """The id of the paper that a button is about."""
    if not request.route.args:
        raise PaperGone
    return request.route.args[0]
