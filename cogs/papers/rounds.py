"""Rounds of the reading group: their jobs, and the cards of nominations and votes (claim, render, post, record) (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.lang import get_lang
from bot.deliveries.model import OUT_OF_REACH, Delivery, State
from bot.papers.model.values import VOTE
from bot.shell.jobs import Job
from bot.shell.router import FeatureCog
from cogs.papers.views import nominations, votes

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 100  # cards taken in one transaction; never more than can be sent well before their lease is over


class Rounds(FeatureCog, name="rounds"):
    """Takes rounds on when they are due, posts their cards and brings them up to date."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._publisher = bot.publisher
        self._at_once = bot.pace.within_lease(TAKE)

    async def cog_load(self) -> None:
        """Register the jobs."""
        await super().cog_load()
        self.bot.jobs.add(Job("papers.rounds", self._turn, self._papers.next_round_due))
        self.bot.jobs.add(Job("papers.round_cards", self._post, self._papers.next_round_card))

    async def _turn(self) -> bool:
        did = False
        while (turned := await self._papers.turn_round()) is not None:
            await self._publisher.take_down(turned.removals)
            did = True
        if did:
            await self._post()
        return did

    async def _post(self) -> bool:
        did = False
        while taken := await self._papers.take_round_cards(self._at_once):
            for each in taken:
                await self._bring_up_to_date(each)
            did = True
        return did

    async def _bring_up_to_date(self, claimed: Delivery) -> None:
        post, record = await self._papers.round_post(claimed), self._papers.record_round_card
        if post is None:
            await self.app.deliveries.forget(claimed.id)
            return
        lang, is_vote = get_lang(post.language), claimed.kind == VOTE
        card = votes.vote_card(post, lang) if is_vote else nominations.nominations_card(post, lang)
        if claimed.state is State.SENT:
            await self._publisher.edit(claimed, card, record=record)
            return
        mark = (votes if is_vote else nominations).mark_of(post.round.id)
        stands = await self._publisher.send(claimed, card, silent=True, mark=mark, record=record)
        # Not believed when it is said once, nor while Discord itself says that the server is unavailable.
        if stands is not None and stands.is_out_of_reach and claimed.code in OUT_OF_REACH:
            guild = self.bot.get_guild(claimed.guild_id)
            if guild is None or not guild.unavailable:
                await self._papers.group_out_of_reach(claimed.guild_id, claimed.channel_id)
