"""What organisers do with papers behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from bot.core.ids import custom_id
from bot.core.when import parse_time
from bot.core.zones import city_of
from bot.papers.model.refusals import BadWish, NoPapers
from bot.papers.model.values import REFUSED, SILENT, Settings
from bot.papers.service.organising import Where
from bot.papers.service.wishing import Wishes, read_cap, read_categories, read_list
from bot.shell.directory import Section
from bot.shell.permissions import lacking_in, papers_lacks
from bot.shell.places import FIELD, typed_zone
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.testing import send_test_post
from cogs.papers.views import audits
from cogs.papers.views import organiser as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Organising(FeatureCog, name="papers for organisers"):
    """Handlers convert, call one use case, and show one card."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers

    async def cog_load(self) -> None:
        """Register routes and this feature's part of /setup."""
        await super().cog_load()
        self.bot.directory.setup[self.feature] = self._section
        self.bot.directory.status[self.feature] = self._status
        self.bot.directory.audits |= dict.fromkeys(audits.DONE, audits.did)
        self.bot.directory.notices |= {REFUSED: audits.refused, SILENT: audits.silent}

    async def _section(self, request: Request) -> Section:
        return views.section(await self._papers.settings_of(request.guild_id), request.lang)

    async def _status(self, request: Request) -> Section:
        status = await self._papers.papers_status(request.guild_id)
        if status is None:
            return Section(())
        return Section(
            tuple(
                views.status_lines(
                    status, lacking_in(request, status.settings.channel_id, papers_lacks), request.lang
                )
            )
        )

    async def _card(self, request: Request, done: str = "") -> None:
        status = await self._papers.papers_status(request.guild_id)
        if status is None:
            raise NoPapers(organiser=True)
        lacking = lacking_in(request, status.settings.channel_id, papers_lacks)
        await request.update(views.papers_card(status, lacking, request.lang, done=done))

    async def _known(self, request: Request) -> Settings:
        settings = await self._papers.settings_of(request.guild_id)
        if settings is None:
            raise NoPapers(organiser=True)
        return settings

    @route("manage", organiser=True)
    async def manage(self, request: Request) -> None:
        """The papers' own card."""
        await self._card(request)

    @route("set_up", organiser=True)
    async def set_up(self, request: Request) -> None:
        """Open the form for channel and time; the first time for categories, too."""
        settings = await self._papers.settings_of(request.guild_id)
        if settings is not None:
            await request.open(views.where_form(settings, request.lang))
            return
        community = await self.app.communities.community(request.guild_id)
        await request.open(views.set_up_form(request.place.parent_id, community.zone, request.lang))

    @route("placed", reopen="set_up", organiser=True)
    async def placed(self, request: Request) -> None:
        """Channel, city and time were given; the first time categories, too.

        Where several places fit the city, everything else is kept, and the place is chosen from a list.
        """
        _ = request.lang.gettext
        before = await self._papers.settings_of(request.guild_id)
        channel_id, at = int(request.text("channel")), _time(request)
        categories = () if before else read_categories(request.text("categories"))
        community = await self.app.communities.community(request.guild_id)
        zone = old = before.zone if before else community.zone
        asked = request.text(FIELD) != city_of(old) or old == "UTC"
        if asked:
            zone = await typed_zone(request, custom_id("papers", "zone"))
        await self.app.communities.note_language(request.guild_id, request.guild_locale)
        where = Where(channel_id, at, zone or old)
        if before is None:
            await self._papers.set_up(request.guild_id, request.user_id, where, categories)
            done = _("Done. The first digest comes at the next time; “What comes” makes it narrower.")
        else:
            await self._papers.place_papers(request.guild_id, request.user_id, where)
            moved = before.channel_id != channel_id
            done = _("Saved. What is posted stays where it is.") if moved else _("Saved.")
        if zone:
            await self._card(request, done)

    @route("zone", organiser=True)
    async def zone(self, request: Request) -> None:
        """One of several places was chosen."""
        settings = await self._known(request)
        where = Where(settings.channel_id, settings.at, request.chosen[0])
        await self._papers.place_papers(request.guild_id, request.user_id, where)
        await self._card(request, request.lang.gettext("Saved."))

    @route("wishes", organiser=True)
    async def wishes(self, request: Request) -> None:
        """Open the form of what digests are chosen from."""
        await request.open(views.wishes_form(await self._known(request), request.lang))

    @route("wished", reopen="wishes", organiser=True)
    async def wished(self, request: Request) -> None:
        """What digests are chosen from was given."""
        wishes = Wishes(
            read_categories(request.text("categories")),
            read_list(request.text("phrases")),
            read_list(request.text("authors")),
            read_list(request.text("exclusions")),
            read_cap(request.text("cap")),
        )
        await self._papers.wish(request.guild_id, request.user_id, wishes)
        await self._card(request, request.lang.gettext("Saved. The next digest is chosen so."))

    @route("switch_on", organiser=True)
    async def switch_on(self, request: Request) -> None:
        """Switch it on."""
        await self._papers.switch_papers(request.guild_id, request.user_id, on=True)
        await self._card(request, request.lang.gettext("It is on. The first digest comes at the next time."))

    @route("switch_off", organiser=True)
    async def switch_off(self, request: Request) -> None:
        """Switch it off."""
        await self._papers.switch_papers(request.guild_id, request.user_id, on=False)
        await self._card(request, request.lang.gettext("It is off, until you switch it on."))

    @route("crosses_on", organiser=True)
    async def crosses_on(self, request: Request) -> None:
        """Show cross-lists."""
        _ = request.lang.gettext
        await self._papers.show_crosses(request.guild_id, request.user_id, wanted=True)
        await self._card(
            request, _("Saved. Papers that belong elsewhere and were added to these categories come, too.")
        )

    @route("crosses_off", organiser=True)
    async def crosses_off(self, request: Request) -> None:
        """Do not."""
        await self._papers.show_crosses(request.guild_id, request.user_id, wanted=False)
        await self._card(request, request.lang.gettext("Saved."))

    @route("replacements_on", organiser=True)
    async def replacements_on(self, request: Request) -> None:
        """Show new versions."""
        _ = request.lang.gettext
        await self._papers.show_replacements(request.guild_id, request.user_id, wanted=True)
        await self._card(request, _("Saved. New versions of papers that were never shown here come, too."))

    @route("replacements_off", organiser=True)
    async def replacements_off(self, request: Request) -> None:
        """Do not."""
        await self._papers.show_replacements(request.guild_id, request.user_id, wanted=False)
        await self._card(request, request.lang.gettext("Saved."))

    @route("test", organiser=True)
    async def test(self, request: Request) -> None:
        """Send a test post that removes itself; it shows that the channel is within reach again."""
        settings = await self._known(request)
        through, done = await send_test_post(self.bot, request, settings.channel_id)
        if through:
            await self._papers.papers_within_reach(settings.guild_id, settings.channel_id)
        await self._card(request, done)


def _time(request: Request) -> time:
    typed = request.text("time")
    at = parse_time(typed)
    if at is None:
        raise BadWish("time", typed)
    return at
