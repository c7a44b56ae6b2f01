"""Behind /mine, Privacy: what is stored about a person, to read, to take along and to delete."""

from __future__ import annotations

from collections.abc import Mapping

from bot.communities.model import STARTING_TOPICS, AuditLine, Topic
from bot.core.lang import Lang
from bot.core.privacy import Words
from bot.people.service import archive
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.topics import topic_name
from cogs.people.views import privacy as views


class Privacy(FeatureCog, name="privacy"):
    """Handlers call one use case, and show one card."""

    feature = "people"

    @route("privacy")
    async def privacy(self, request: Request) -> None:
        """What is stored, in words."""
        kept = await self.app.people.what_is_kept(request.user_id, request.lang)
        await request.update(views.privacy_card(kept, request.lang))

    @route("terms")
    async def terms(self, request: Request) -> None:
        """For how long, and who can see it."""
        await request.update(views.terms_card(request.lang))

    @route("export")
    async def export(self, request: Request) -> None:
        """Everything in one zip."""
        documents = await self.app.people.documents(request.user_id, self._words(request.lang))
        await request.answer(views.export_card(archive(documents), request.lang))

    def _words(self, lang: Lang) -> Words:
        offers = self.bot.directory

        def named(code: str, detail: Mapping[str, str]) -> str:
            if code in STARTING_TOPICS:
                return topic_name(Topic(0, 0, code), lang)
            if name := offers.names.get(code):
                return name(lang)
            worded = offers.audits.get(code)
            return worded(AuditLine(self.app.clock(), None, code, detail), lang) if worded else code

        return Words(lang, named)

    @route("erase")
    async def erase(self, request: Request) -> None:
        """Ask what to delete."""
        kept = await self.app.people.what_is_kept(request.user_id, request.lang)
        await request.update(views.erase_card(list(kept), request.lang))

    @route("erased")
    async def erased(self, request: Request) -> None:
        """Delete everything, or one area: rows now, messages at once after."""
        area = request.chosen[0] if request.chosen else "all"
        removals = await self.app.people.forget(request.user_id, None if area == "all" else area)
        await request.defer()
        left = await self.bot.publisher.take_down(removals)
        await self.bot.jobs.run_due()  # summaries that quoted something are rebuilt now, not at the next tick
        await request.update(views.erased_card(left, request.lang))
