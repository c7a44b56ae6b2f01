"""What organisers do with competitions behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.competitions.model.refusals import NoCompetitions, NoToken
from bot.competitions.model.values import REFUSED, SILENT
from bot.competitions.service.truths import Status
from bot.shell.directory import Section
from bot.shell.permissions import competitions_lacks, lacking_in
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.testing import send_test_post
from cogs.competitions.views import audits
from cogs.competitions.views import organiser as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Organising(FeatureCog, name="competitions for organisers"):
    """Handlers convert, call one use case, and show one view."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    async def cog_load(self) -> None:
        """Register routes and this feature's part of /setup."""
        await super().cog_load()
        self.bot.directory.setup[self.feature] = self._section
        self.bot.directory.status[self.feature] = self._status
        self.bot.directory.audits |= dict.fromkeys(audits.DONE, audits.did)
        self.bot.directory.notices |= {REFUSED: audits.refused, SILENT: audits.silent}

    async def _section(self, request: Request) -> Section:
        has_token = self._competitions.kaggle.has_token
        settings = await self._competitions.settings_of(request.guild_id)
        return views.section(settings, request.lang, has_token=has_token)

    async def _status(self, request: Request) -> Section:
        status = await self._competitions.status(request.guild_id)
        if status is None:
            return Section(())
        return Section(
            tuple(
                views.status_lines(
                    status, lacking_in(request, status.settings.channel_id, competitions_lacks), request.lang
                )
            )
        )

    async def _known(self, request: Request) -> Status:
        status = await self._competitions.status(request.guild_id)
        if status is None:
            raise NoCompetitions(organiser=True)
        return status

    async def _card(self, request: Request, done: str = "") -> None:
        status = await self._known(request)
        lacking = lacking_in(request, status.settings.channel_id, competitions_lacks)
        await request.update(views.competitions_card(status, lacking, request.lang, done=done))

    @route("manage", organiser=True)
    async def manage(self, request: Request) -> None:
        """The competitions' own card."""
        await self._card(request)

    @route("set_up", organiser=True)
    async def set_up(self, request: Request) -> None:
        """Open the form for the channel."""
        settings = await self._competitions.settings_of(request.guild_id)
        if settings is None and not self._competitions.kaggle.has_token:
            raise NoToken
        chosen = settings.channel_id if settings else request.place.parent_id
        await request.open(views.where_form(chosen, request.lang))

    @route("where", reopen="set_up", organiser=True)
    async def where(self, request: Request) -> None:
        """The channel was given."""
        _ = request.lang.gettext
        channel_id = int(request.text("channel"))
        before = await self._competitions.settings_of(request.guild_id)
        await self.app.communities.note_language(request.guild_id, request.guild_locale)
        await self._competitions.set_up(request.guild_id, request.user_id, channel_id)
        self.bot.jobs.wake()
        if before is None:
            done = _("Done. First comes one short list of what is open, then a card of each new competition.")
        elif before.channel_id != channel_id:
            done = _("Saved. What is posted stays where it is.")
        else:
            done = _("Saved.")
        await self._card(request, done)

    @route("kinds", organiser=True)
    async def kinds(self, request: Request) -> None:
        """Which categories come was chosen; not by an old card, which may not offer what there is by now."""
        _ = request.lang.gettext
        status = await self._known(request)
        if request.route.args != (views.offer_mark(status),):
            await self._card(
                request, _("Kaggle has other categories by now, so nothing is changed. Choose again.")
            )
            return
        await self._competitions.show_categories(
            request.guild_id, request.user_id, request.chosen, views.offered(status)
        )
        await self._card(request, _("Saved. It holds for what opens from now on; what is posted stays."))

    @route("switch_on", organiser=True)
    async def switch_on(self, request: Request) -> None:
        """Switch it on."""
        await self._competitions.switch(request.guild_id, request.user_id, on=True)
        self.bot.jobs.wake()
        await self._card(request, request.lang.gettext("It is on. What opens from now on comes."))

    @route("switch_off", organiser=True)
    async def switch_off(self, request: Request) -> None:
        """Switch it off."""
        await self._competitions.switch(request.guild_id, request.user_id, on=False)
        await self._card(request, request.lang.gettext("It is off, until you switch it on."))

    @route("test", organiser=True)
    async def test(self, request: Request) -> None:
        """Send a test post that removes itself; it shows that the channel is within reach again."""
        settings = (await self._known(request)).settings
        through, done = await send_test_post(self.bot, request, settings.channel_id)
        if through:
            await self._competitions.channel_within_reach(settings.guild_id, settings.channel_id)
            self.bot.jobs.wake()
        await self._card(request, done)
