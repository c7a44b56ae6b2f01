"""A server's language in /setup: as Discord says, or what an organiser chose (A10)."""

from __future__ import annotations

from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.communities.views import presence as views


class Language(FeatureCog, name="language"):
    """Handlers call one use case, and show one card."""

    feature = "communities"

    async def cog_load(self) -> None:
        """Register routes, the part of /setup and the audit's words."""
        await super().cog_load()
        self.bot.directory.setup["communities.language"] = self._section
        self.bot.directory.audits["communities.language"] = views.chose_language

    async def _section(self, request: Request) -> Section:
        return views.language_section(request.lang)

    @route("language", organiser=True)
    async def language(self, request: Request) -> None:
        """The choice."""
        community = await self.app.communities.community(request.guild_id)
        await request.update(views.language_card(community, request.guild_locale, request.lang))

    @route("speak", organiser=True)
    async def speak(self, request: Request) -> None:
        """A language was chosen, or Discord's setting."""
        code = request.chosen[0] if request.chosen else views.DISCORDS
        community = await self.app.communities.choose_language(
            request.guild_id,
            request.user_id,
            None if code == views.DISCORDS else code,
            request.guild_locale,
        )
        done = views.language_changed(community, request.lang)
        await request.update(views.language_card(community, request.guild_locale, request.lang, done=done))
