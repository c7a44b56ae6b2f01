"""Looking for a paper and showing it: what /paper, its form and the buttons of papers have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attention.model.refusals import TooOften
from bot.papers.model.refusals import (
    BadArxivId,
    NoAnswer,
    NothingFound,
    PaperGone,
    UnknownPaper,
    WordsRefused,
)
from bot.papers.model.values import Paper
from bot.shell.cards import Button, Card
from bot.shell.request import Request
from cogs.papers.views.finding import found_card, look_again
from cogs.papers.views.more import paper_card
from cogs.papers.views.ways import FIND_AGAIN, home

if TYPE_CHECKING:
    from bot.shell.client import Compound

# What can be typed differently, or again later.
AGAIN = (BadArxivId, UnknownPaper, NothingFound, NoAnswer, TooOften, WordsRefused)


class Looking:
    """Tells Discord that it takes longer before arXiv is asked, and shows what came of it."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._papers = bot.app.papers

    async def look(self, request: Request, typed: str) -> None:
        """Show the paper that was named, or what words found; otherwise the form opens again with what was typed."""
        try:
            found = await self._papers.find(
                request.guild_id,
                typed,
                user_id=request.user_id,
                organiser=request.is_organiser,
                waiting=request.defer,
            )
        except AGAIN as refused:
            card = look_again(self._bot.wordings.card(refused, request.lang), request.lang)
        else:
            if isinstance(found, Paper):
                view = await self._papers.view_of(request.guild_id, request.user_id, found)
                await request.update(paper_card(view, request.lang, back=home(request.lang)))
                return
            card = found_card(found, request.lang)
        self._bot.retype.keep(request.user_id, FIND_AGAIN, {"find": (typed,)})
        await request.update(card)

    async def card(
        self,
        request: Request,
        arxiv_id: str,
        *,
        server: int = 0,
        back: Button | None = None,
    ) -> Card:
        """A paper's card. PaperGone, NoAnswer, TooOften."""
        if not arxiv_id:
            raise PaperGone
        view = await self._papers.paper_view(
            request.guild_id, request.user_id, arxiv_id, server=server, waiting=request.defer
        )
        return paper_card(view, request.lang, back=back)
