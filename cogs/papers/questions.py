"""Questions about a passage of a paper ("Help me understand") in Discord (P9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.papers.model.refusals import EntryGone
from bot.papers.model.values import QUESTION, EntryState
from bot.shell.directory import Line
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.essences import typed_in
from cogs.papers.own import Own
from cogs.papers.posting import Posting
from cogs.papers.views import questions as views
from cogs.papers.views.entries import deleted_meanwhile

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Questions(FeatureCog, name="questions"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._posting = posting
        self._own = Own(bot, posting)

    async def cog_load(self) -> None:
        """Register routes and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.lines[QUESTION] = self._lines
        self.bot.directory.names[QUESTION] = views.question_name

    @route("ask")
    async def ask(self, request: Request) -> None:
        """Open the form of a question."""
        about = await self._papers.about(
            request.guild_id, request.user_id, request.route.args[0], organiser=request.is_organiser
        )
        topics = await self.app.communities.topics(request.guild_id)
        await request.open(views.ask_form(about.paper.arxiv_id, topics, request.lang))

    @route("asked", reopen="ask")
    async def asked(self, request: Request) -> None:
        """The form was submitted: the question is kept, and posted at once with a thread on it."""
        topic, arxiv_id = request.text("topic"), request.route.args[0]
        await self._papers.about(request.guild_id, request.user_id, arxiv_id, organiser=request.is_organiser)
        entry = await self._papers.write_question(
            request.guild_id,
            request.user_id,
            arxiv_id,
            typed_in(request),
            int(topic) if topic.isdecimal() else 0,
        )
        await self._own.post(request, entry)

    @route("understood")
    async def understood(self, request: Request) -> None:
        """Who asked understands it now."""
        await self._understand(request, wanted=True)

    @route("puzzled")
    async def puzzled(self, request: Request) -> None:
        """They do not, after all."""
        await self._understand(request, wanted=False)

    async def _understand(self, request: Request, *, wanted: bool) -> None:
        own = await self._own.entry(request)
        entry = await self._papers.understood(request.user_id, own.entry.id, wanted=wanted)
        if entry.state is not EntryState.POSTED:
            await request.update(views.understood(entry, None, request.lang))
            return
        await request.defer()
        delivered = await self._posting.in_time(entry.id)
        try:
            own = await self._own.by_id(request, entry.id)
        except EntryGone:  # its post turned out to be deleted by hand
            await request.update(*deleted_meanwhile(entry, request.lang))
            return
        await request.update(views.understood(own.entry, delivered, request.lang))

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._papers.questions_told(intents)
        return {id_: Line(views.question_line(each, lang)) for id_, each in found.items()}
