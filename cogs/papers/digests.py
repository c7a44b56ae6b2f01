"""The daily digest in Discord, and its job (claim, render, post, record)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.lang import get_lang
from bot.papers.service.digests import DigestPost
from bot.shell.failures import Finished
from bot.shell.jobs import Job
from bot.shell.outages import is_out_of_reach
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.views import digests as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 100  # servers in one go; never more than can be sent well before the lease of their messages is over


class Digests(FeatureCog, name="digests"):
    """Makes digests when they are due, finishes what was interrupted, shows all that matched."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._at_once = bot.pace.within_lease(TAKE)

    async def cog_load(self) -> None:
        """Register the routes and the jobs."""
        await super().cog_load()
        self.bot.jobs.add(Job("papers.digests", self._make, self._papers.next_digest))
        self.bot.jobs.add(Job("papers.digests_again", self._finish, self._papers.next_unfinished_digest))

    @route("matched")
    async def matched(self, request: Request) -> None:
        """The button below a digest: all that matched that day."""
        found = await self._papers.matched(request.guild_id, request.route.number(0))
        if found is None:
            raise Finished
        await request.answer(views.matched_card(*found, request.lang))

    async def _make(self) -> bool:
        did = False
        while (due := await self._papers.make_digests(self._at_once)) is not None:
            for each in due:
                await self._send(each)
            did = True
        return did

    async def _finish(self) -> bool:
        did = False
        while taken := await self._papers.take_digests(self._at_once):
            for claimed in taken:
                post = await self._papers.digest_post(claimed)
                if post is not None:
                    await self._send(post)
            did = True
        return did

    async def _send(self, post: DigestPost) -> None:
        claimed, mark = post.claimed, views.digest_mark(post.digest.id)
        card = views.digest_card(post, get_lang(post.language))
        stands = await self.bot.publisher.send(claimed, card, mark=mark, record=self._papers.record_digest)
        if is_out_of_reach(self.bot, claimed, stands):
            await self._papers.digest_out_of_reach(claimed.guild_id, claimed.channel_id)
