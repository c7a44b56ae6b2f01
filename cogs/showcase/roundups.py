"""The weekly round-up in Discord, and its jobs (claim, render, post, record)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.core.ids import custom_id
from bot.core.lang import get_lang
from bot.deliveries.model import Delivery, State
from bot.shell.daily import daily
from bot.shell.jobs import Job, to_the_end
from bot.shell.outages import is_out_of_reach
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.tags import ForumPost
from bot.showcase.model.typing import Typed
from bot.showcase.service.roundups import RoundupPost
from cogs.showcase.cog import OPENER
from cogs.showcase.posting import Posting
from cogs.showcase.views import member
from cogs.showcase.views import roundups as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = (
    100  # round-ups claimed in one transaction; never more than can be sent well before their lease is over
)


class Roundups(FeatureCog, name="round-ups"):
    """Rounds weeks up when they are due, brings round-ups up to date when something in them changed, serves their button."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._publisher = bot.publisher
        self._at_once = bot.pace.within_lease(TAKE)

    async def cog_load(self) -> None:
        """Register the jobs, and the daily one that forgets old drafts."""
        await super().cog_load()
        self.bot.jobs.add(Job("showcase.roundups", self._round_up, self._showcase.next_roundup))
        self.bot.jobs.add(Job("showcase.retell", self._retell, self._showcase.next_unfinished_roundup))
        self.bot.jobs.add(daily("showcase.purge", self.app.clock, to_the_end(self._showcase.purge)))

    @route("begin")
    async def begin(self, request: Request) -> None:
        """The button below a round-up: open the form of /share."""
        await self._showcase.showcase(request.guild_id, organiser=request.is_organiser)
        topics = await self.app.communities.topics(request.guild_id)
        form = member.share_form(custom_id("showcase", "typed"), Typed(), topics, request.lang, OPENER)
        await request.open(form)

    async def _round_up(self) -> bool:
        did = False
        while (due := await self._showcase.open_roundups(self._at_once)) is not None:
            await self._post(due)
            did = True
        return did

    async def _retell(self) -> bool:
        did = False
        while taken := await self._showcase.take_roundups(self._at_once):
            for each in taken:
                await self._unfinished(each)
            did = True
        return did

    async def _post(self, due: Sequence[RoundupPost]) -> None:
        for each in due:
            await self._send(each)

    async def _send(self, roundup: RoundupPost) -> None:
        lang, claimed, record = get_lang(roundup.language), roundup.claimed, self._showcase.record_roundup
        forum = await self.bot.threads.is_forum(claimed.channel_id)
        if not isinstance(forum, bool):
            await record(claimed, forum)
            return
        post = ForumPost(views.post_name(roundup, lang)) if forum else None
        card = views.roundup(roundup, lang)
        mark = views.begin_id(roundup.week.id)
        stands = await self._publisher.send(claimed, card, silent=True, mark=mark, record=record, post=post)
        if is_out_of_reach(self.bot, claimed, stands):
            await self._showcase.out_of_reach(claimed.guild_id, claimed.channel_id)

    async def _unfinished(self, claimed: Delivery) -> None:
        """One whose lease is over or whose words changed; with nothing left to quote it goes."""
        roundup = await self._showcase.roundup_post(claimed)
        if roundup is None:
            gone = await self._showcase.drop_roundup(claimed.subject_id)
            await self._publisher.take_down(gone)
        elif claimed.state is State.SENT:
            card = views.roundup(roundup, get_lang(roundup.language))
            await self._publisher.edit(claimed, card, record=self._showcase.record_roundup)
        else:
            await self._send(roundup)
