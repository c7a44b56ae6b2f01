"""What members choose about standups in /mine → Settings, and the line of those who want to be reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.shell.directory import Line, Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.standups.model import REMINDER
from cogs.standups.views import choices as views
from cogs.standups.views import member

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Choosing(FeatureCog, name="standup choices"):
    """Handlers convert, call one use case, and show one card."""

    feature = "standups"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._standups = bot.app.standups

    async def cog_load(self) -> None:
        """Register routes, this feature's part of the settings, and its line of bundles."""
        await super().cog_load()
        self.bot.directory.settings[self.feature] = self._settings
        self.bot.directory.settings["standups.previews"] = self._previews
        self.bot.directory.lines[REMINDER] = self._lines
        self.bot.directory.names[REMINDER] = views.reminder_name

    async def _settings(self, request: Request) -> Section:
        own = None
        if request.guild_id:
            own = await self._standups.own_choices(request.guild_id, request.user_id)
        return views.settings(own, request.lang) if own else Section(())

    async def _previews(self, request: Request) -> Section:
        if not request.guild_id:  # no server's choice can be meant
            return Section(())
        wants = await self._standups.wants_preview(request.guild_id, request.user_id)
        return member.settings(wants, request.lang)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        asked = [(each.subject_id, each.user_id) for each in intents]
        found = await self._standups.reminders(asked)
        return {
            each.id: views.reminder(found[each.subject_id, each.user_id], lang)
            for each in intents
            if (each.subject_id, each.user_id) in found
        }

    @route("preview_on")
    async def preview_on(self, request: Request) -> None:
        """Always show me a preview."""
        await self._prefer(request, wanted=True)

    @route("preview_off")
    async def preview_off(self, request: Request) -> None:
        """Post without a preview."""
        await self._prefer(request, wanted=False)

    async def _prefer(self, request: Request, *, wanted: bool) -> None:
        await self._standups.prefer_preview(request.guild_id, request.user_id, wanted=wanted)
        await request.update(member.preview_chosen(wanted, request.lang))

    @route("remind_on")
    async def remind_on(self, request: Request) -> None:
        """The prompt comes in my bundle."""
        await self._remind(request, wanted=True)

    @route("remind_off")
    async def remind_off(self, request: Request) -> None:
        """It does not."""
        await self._remind(request, wanted=False)

    async def _remind(self, request: Request, *, wanted: bool) -> None:
        own = await self._standups.want_reminder(request.guild_id, request.user_id, wanted=wanted)
        await request.update(views.reminder_chosen(own, request.lang))

    @route("left_out_on")
    async def left_out_on(self, request: Request) -> None:
        """Summaries leave me out."""
        await self._leave_out(request, wanted=True)

    @route("left_out_off")
    async def left_out_off(self, request: Request) -> None:
        """Summaries name me again."""
        await self._leave_out(request, wanted=False)

    async def _leave_out(self, request: Request, *, wanted: bool) -> None:
        await self._standups.leave_out(request.guild_id, request.user_id, wanted=wanted)
        await request.defer()
        # The summaries that named the member are rebuilt now, not at the next tick.
        await self.bot.jobs.run("standups.finish")
        await request.update(views.left_out_chosen(wanted, request.lang))
