"""The bot's coming and going: the greeting, and what happens to a server's data after it was removed (A2, A4)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import structlog
from discord.ext import commands

from bot.core.lang import get_lang
from bot.deliveries.model import NO_ACCESS, UNKNOWN_MEMBER, UNKNOWN_SERVER, Delivery, Gone, Refused, Sent
from bot.shell.jobs import Job
from bot.shell.router import FeatureCog
from cogs.communities.views import presence as views

if TYPE_CHECKING:
    from datetime import datetime

    from bot.shell.client import Compound

log = structlog.stdlib.get_logger(__name__)

OUTSIDE = frozenset(
    {UNKNOWN_SERVER, UNKNOWN_MEMBER, NO_ACCESS}
)  # only these say that we are in no such server
TAKE = 20  # rows taken in one transaction
ASK_AGAIN = timedelta(hours=1)  # when Discord did not say whether we are in a server


class Presence(FeatureCog, name="presence"):
    """Listeners convert and call one use case; the jobs finish what was begun."""

    feature = "communities"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._communities = bot.app.communities
        self._out: set[int] = set()
        self._following: dict[int, str] = {}  # what servers spoke before this start
        self._quiet_until: datetime | None = None

    async def cog_load(self) -> None:
        """Register the jobs; from now on every server that is there again is noticed."""
        await super().cog_load()
        self._out = await self._communities.left()
        self._following = await self._communities.following()
        self.bot.jobs.add(Job("communities.greet", self._finish, self.app.deliveries.next_greeting))
        self.bot.jobs.add(Job("communities.forget", self._forget, self._next_over))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Somebody invited the bot: where it may not work it leaves again, elsewhere it says hello, once.

        Servers it was in before are kept, so that a typo in BOT_ALLOWED_SERVERS loses none: there it only refuses. One that
        invited it while it was down is not greeted: nobody waits for that any more.
        """
        if self.app.settings.serves(guild.id):
            await self._greet(guild)
            return
        log.warning("left a server that is not in BOT_ALLOWED_SERVERS", guild=guild.id)
        try:
            await guild.leave()
        except discord.HTTPException as error:
            log.warning("could not leave a server", guild=guild.id, status=error.status, code=error.code)

    async def _greet(self, guild: discord.Guild) -> None:
        self._out.discard(guild.id)
        language, place = str(guild.preferred_locale), _where(guild)
        if place is None:
            await self._communities.came(guild.id, language)
            return
        claimed = await self.app.deliveries.claim_greeting(guild.id, place.id, language)
        if claimed is not None:
            await self._say(claimed)

    async def _say(self, claimed: Delivery) -> None:
        community = await self._communities.community(claimed.guild_id)
        await self.bot.publisher.send(claimed, views.greeting(get_lang(community.language)), silent=True)

    async def _finish(self) -> bool:
        """Greetings that a process which died had begun."""
        did = False
        while taken := await self.app.deliveries.take_greetings(TAKE):
            for each in taken:
                await self._say(each)
            did = True
        return did

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed; an outage of Discord's is told in another way."""
        if self.app.settings.serves(guild.id):
            self._out.add(guild.id)
            await self._communities.went(guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is there: while nobody listened it may have been joined again, or have changed its language."""
        language = str(guild.preferred_locale)
        if guild.id in self._out:
            self._out.discard(guild.id)
            await self._communities.came(guild.id, language)
        elif self._following.pop(guild.id, language) != language:
            await self._communities.note_language(guild.id, language)

    @commands.Cog.listener()
    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        """The server's preferred language may have changed."""
        if before.preferred_locale != after.preferred_locale:
            await self._communities.note_language(after.id, str(after.preferred_locale))

    async def _next_over(self) -> datetime | None:
        due = await self._communities.next_over()
        return max(due, self._quiet_until) if due and self._quiet_until else due

    async def _forget(self) -> bool:
        """Servers left 30 days ago are forgotten, once Discord says again that the bot is not in them."""
        for guild_id in await self._communities.over(TAKE):
            me = self.bot.user.id if self.bot.user else 0
            outcome = await self.bot.poster.member_of(guild_id, me)
            if isinstance(outcome, Sent):
                await self._communities.came(guild_id, "")
            elif isinstance(outcome, Gone | Refused) and outcome.code in OUTSIDE:
                await self.app.forget_server(guild_id)
                log.info("forgot a server left 30 days ago", guild=guild_id)
            else:
                self._quiet_until = self.app.clock() + ASK_AGAIN
                return False
        return True


def _where(guild: discord.Guild) -> discord.TextChannel | None:
    """Where a greeting may stand: the channel for such things, else the first one in which we may write."""
    places = [guild.system_channel, *guild.text_channels]
    for place in places:
        if place is None or place.is_news() or guild.me is None:
            continue
        may = place.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            return place
    return None
