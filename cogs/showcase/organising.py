"""What organisers do with the showcase behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.deliveries.model import Sent
from bot.shell.directory import Section
from bot.shell.permissions import lacking_in, showcase_lacks
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.tagging import make_tags, may_make_tags, tags_there
from bot.shell.testing import send_test_post
from bot.showcase.model.refusals import NoShowcase
from bot.showcase.model.values import REFUSED, Kind, Settings
from cogs.showcase.posting import Posting
from cogs.showcase.views import audits
from cogs.showcase.views import organiser as views
from cogs.showcase.views.tags import folded, tag_name, tags_of

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Organising(FeatureCog, name="showcase for organisers"):
    """Handlers convert, call one use case, and show one card."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting

    async def cog_load(self) -> None:
        """Register routes and this feature's part of /setup."""
        await super().cog_load()
        self.bot.directory.setup[self.feature] = self._section
        self.bot.directory.status[self.feature] = self._status
        self.bot.directory.audits |= dict.fromkeys(audits.DONE, audits.did)
        self.bot.directory.notices[REFUSED] = audits.refused

    async def _section(self, request: Request) -> Section:
        return views.section(await self._showcase.settings_of(request.guild_id), request.lang)

    async def _status(self, request: Request) -> Section:
        settings = await self._showcase.settings_of(request.guild_id)
        if settings is None:
            return Section(())
        lines = [views.line(settings, request.lang)]
        if settings.on:
            untagged = await _untagged(request, settings)
            lines += views.missing(
                settings, lacking_in(request, settings.channel_id, showcase_lacks), untagged, request.lang
            )
        return Section(tuple(lines))

    async def _card(self, request: Request, settings: Settings, done: str = "") -> None:
        guild = request.interaction.guild
        community = await self.app.communities.community(request.guild_id)
        untagged = await _untagged(request, settings)
        await request.update(
            views.showcase_card(
                settings,
                community.zone,
                lacking_in(request, settings.channel_id, showcase_lacks),
                untagged,
                request.lang,
                may_tag=may_make_tags(guild, settings.channel_id, len(untagged)),
                done=done,
            )
        )

    async def _known(self, request: Request) -> Settings:
        settings = await self._showcase.settings_of(request.guild_id)
        if settings is None:
            raise NoShowcase(organiser=True)
        return settings

    @route("manage", organiser=True)
    async def manage(self, request: Request) -> None:
        """The showcase's own card."""
        await self._card(request, await self._known(request))

    @route("set_up", organiser=True)
    async def set_up(self, request: Request) -> None:
        """Open the form for its channel."""
        settings = await self._showcase.settings_of(request.guild_id)
        chosen = settings.channel_id if settings else request.place.parent_id
        await request.open(views.channel_form(chosen, request.lang))

    @route("placed", reopen="set_up", organiser=True)
    async def placed(self, request: Request) -> None:
        """A channel was chosen."""
        _ = request.lang.gettext
        channel_id = int(request.text("channel"))
        before = await self._showcase.settings_of(request.guild_id)
        await self.app.communities.note_language(request.guild_id, request.guild_locale)
        settings = await self._showcase.place(
            request.guild_id, request.user_id, channel_id, forum=_is_forum(request, channel_id)
        )
        if before is None:
            done = _("Done. /share brings there what members make.")
        elif before.channel_id == channel_id:
            done = _("Saved.")
        else:
            done = _("Saved. What is posted stays where it is.")
        await self._card(request, settings, done)

    @route("switch_on", organiser=True)
    async def switch_on(self, request: Request) -> None:
        """Switch it on."""
        settings = await self._showcase.switch(request.guild_id, request.user_id, on=True)
        await self._card(request, settings, request.lang.gettext("It is on. Members can share again."))

    @route("switch_off", organiser=True)
    async def switch_off(self, request: Request) -> None:
        """Switch it off."""
        settings = await self._showcase.switch(request.guild_id, request.user_id, on=False)
        await self._card(request, settings, request.lang.gettext("It is off, until you switch it on."))

    @route("invites_on", organiser=True)
    async def invites_on(self, request: Request) -> None:
        """Allow links that invite to other servers."""
        settings = await self._showcase.allow_invites(request.guild_id, request.user_id, allowed=True)
        await self._card(request, settings, request.lang.gettext("Saved."))

    @route("invites_off", organiser=True)
    async def invites_off(self, request: Request) -> None:
        """Refuse them; what is posted stays."""
        settings = await self._showcase.allow_invites(request.guild_id, request.user_id, allowed=False)
        await self._card(request, settings, request.lang.gettext("Saved. What is posted stays."))

    @route("roundup_on", organiser=True)
    async def roundup_on(self, request: Request) -> None:
        """Round weeks up."""
        _ = request.lang.gettext
        settings = await self._showcase.round_up(request.guild_id, request.user_id, wanted=True)
        done = _(
            "Each Monday one message quotes what members shared who agreed to it. Nothing shared, no message."
        )
        await self._card(request, settings, done)

    @route("roundup_off", organiser=True)
    async def roundup_off(self, request: Request) -> None:
        """Do not; those that are posted stay."""
        settings = await self._showcase.round_up(request.guild_id, request.user_id, wanted=False)
        await self._card(request, settings, request.lang.gettext("No more round-ups."))

    @route("test", organiser=True)
    async def test(self, request: Request) -> None:
        """Send a test post that removes itself; a forum gets none, for it would be a post of its own."""
        _ = request.lang.gettext
        settings = await self._known(request)
        if _is_forum(request, settings.channel_id):
            done = _(
                "In a forum I send no test: it would be a post of its own. What I lack there is listed below."
            )
            await self._card(request, settings, done)
            return
        through, done = await send_test_post(self.bot, request, settings.channel_id)
        if through:
            await self._showcase.within_reach(settings.guild_id)
        await self._card(request, settings, done)

    @route("make_tags", organiser=True)
    async def make_tags(self, request: Request) -> None:
        """Make the tags that the forum does not have yet."""
        _ = request.lang.gettext
        settings = await self._known(request)
        untagged = await _untagged(request, settings)
        guild = request.interaction.guild
        forum = guild.get_channel(settings.channel_id) if guild else None
        if not untagged or not isinstance(forum, discord.ForumChannel):
            await self._card(request, settings)
            return
        await request.defer()
        outcome = await make_tags(self.bot.poster, forum, untagged)
        if isinstance(outcome, Sent):
            await self._showcase.made_tags(request.guild_id, request.user_id)
            await self._card(request, settings, _("The tags are there; posts from now on get them."))
        else:
            await self._card(request, settings, _("Discord did not let me make tags in this forum."))


def _is_forum(request: Request, channel_id: int) -> bool:
    return tags_there(request.interaction.guild, channel_id) is not None


async def _untagged(request: Request, settings: Settings) -> list[str]:
    """The names of the tags that the showcase has not yet, if it is a forum; in the server's language."""
    there = tags_there(request.interaction.guild, settings.channel_id)
    if there is None:
        return []
    names, public = {folded(each) for each in there}, await request.public_language()
    return [tag_name(kind, public) for kind in Kind if not tags_of(kind) & names]
