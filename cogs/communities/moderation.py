"""Moderation in /setup (A9): words to refuse, and whose posts to stop; every press re-checks Manage Server."""

from __future__ import annotations

from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.communities.views import moderation as views


class Moderation(FeatureCog, name="moderation"):
    """Handlers convert, call one use case, and show one card."""

    feature = "communities"

    async def cog_load(self) -> None:
        """Register routes and what this offers to /setup and the record of changes."""
        await super().cog_load()
        offers = self.bot.directory
        offers.setup["communities.moderation"] = self._section
        offers.audits["communities.words"] = views.words_changed
        offers.audits["communities.stop"] = views.member_stopped
        offers.audits["communities.allow"] = views.member_allowed

    async def _section(self, request: Request) -> Section:
        return views.section(request.lang)

    @route("moderation", organiser=True)
    async def moderation(self, request: Request) -> None:
        """The card."""
        found = await self.app.communities.moderation(request.guild_id)
        await request.update(views.moderation_card(found, request.lang))

    @route("words", organiser=True)
    async def words(self, request: Request) -> None:
        """Open the list."""
        found = await self.app.communities.moderation(request.guild_id)
        await request.open(views.words_form(found.words, request.lang))

    @route("words_given", reopen="words", organiser=True)
    async def words_given(self, request: Request) -> None:
        """The list was changed."""
        _ = request.lang.gettext
        found = await self.app.communities.refuse_words(
            request.guild_id, request.user_id, request.text("words")
        )
        done = _("Saved. It counts from the next post on; “Words to refuse” changes it again.")
        await request.update(views.moderation_card(found, request.lang, done=done))

    @route("stop", organiser=True)
    async def stop(self, request: Request) -> None:
        """Ask whose posts."""
        await request.open(views.stop_form(request.lang))

    @route("stopped", organiser=True)
    async def stopped(self, request: Request) -> None:
        """A member was chosen."""
        await self._stop(request, int(request.text("member")))

    @route("stop_one", organiser=True)
    async def stop_one(self, request: Request) -> None:
        """Undo of allowing."""
        await self._stop(request, request.route.number(0))

    async def _stop(self, request: Request, user_id: int) -> None:
        found = await self.app.communities.stop_member(request.guild_id, request.user_id, user_id)
        await request.update(views.stopped_card(found, user_id, request.lang))

    @route("allow", organiser=True)
    async def allow(self, request: Request) -> None:
        """Ask whom."""
        await request.open(views.allow_form(request.lang))

    @route("allowed", organiser=True)
    async def allowed(self, request: Request) -> None:
        """A member was chosen."""
        await self._allow(request, int(request.text("member")))

    @route("allow_one", organiser=True)
    async def allow_one(self, request: Request) -> None:
        """Undo of stopping."""
        await self._allow(request, request.route.number(0))

    async def _allow(self, request: Request, user_id: int) -> None:
        found = await self.app.communities.allow_member(request.guild_id, request.user_id, user_id)
        await request.update(views.allowed_card(found, user_id, request.lang))
