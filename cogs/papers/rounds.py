"""Rounds of the reading group: their jobs, and the cards of nominations and votes (claim, render, post, record) (P10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core.db import DatabaseTrouble
from bot.core.lang import get_lang
from bot.deliveries.model import Delivery, State
from bot.papers.model.values import VOTE
from bot.shell.jobs import Job
from bot.shell.outages import is_out_of_reach
from bot.shell.router import FeatureCog
from cogs.papers.believing import recording_edits
from cogs.papers.views import nominations, votes

if TYPE_CHECKING:
    from bot.shell.client import Compound

log = structlog.stdlib.get_logger(__name__)

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
        """Take each round that is due on; one that is broken stays due, keeps no other waiting, and is told at the end."""
        did, left, broken = False, set[int](), None
        while due := [each for each in await self._papers.due_rounds() if each not in left]:
            for round_id in due:
                try:
                    turned = await self._papers.turn_round(round_id)
                    if turned is None:  # somebody else has it
                        left.add(round_id)
                        continue
                    await self._publisher.take_down(turned.removals)
                    did = True
                except DatabaseTrouble:
                    raise
                except Exception as error:
                    log.exception("a round of the reading group does not go on", round=round_id)
                    left.add(round_id)
                    broken = error
        if did:
            await self._post()
        if broken is not None:
            raise broken
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
            await self._publisher.edit(claimed, card, record=recording_edits(self.bot, record))
            return
        if post.counted:
            return  # nobody could take part any more: if the choice is put off for that, it is sent after its lease
        mark = (votes if is_vote else nominations).mark_of(post.round.id)
        stands = await self._publisher.send(claimed, card, silent=True, mark=mark, record=record)
        if is_out_of_reach(self.bot, claimed, stands):
            await self._papers.group_out_of_reach(claimed.guild_id, claimed.channel_id)
