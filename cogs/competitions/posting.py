"""Carries out what has to be posted of competitions (claim, render, post, record). Never inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.competitions.service.posting import PostWork
from bot.core.lang import get_lang
from bot.deliveries.model import Delivery, Gone, Outcome, Refused, State, Unknown
from bot.shell.jobs import Job
from bot.shell.outages import is_gone, is_out_of_reach
from cogs.competitions.views.posts import post_card, post_mark

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 100  # messages in one go; never more than can be sent well before their lease is over


class Posting:
    """Sends and edits what the service says. One instance a bot."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._competitions = bot.app.competitions
        self._publisher = bot.publisher
        self._at_once = bot.pace.within_lease(TAKE)

    async def post(self) -> bool:
        """Show servers what is new to them; whether any was waiting."""
        did = False
        while (made := await self._competitions.make_posts(self._at_once)) is not None:
            for each in made:
                await self._send(each)
            did = True
        return did

    async def go_on(self) -> bool:
        """Finish what was interrupted, and edit what changed; whether there was any."""
        did = False
        while taken := await self._competitions.take_posts(self._at_once):
            for each in taken:
                await self._again(each)
            did = True
        return did

    async def _again(self, claimed: Delivery) -> None:
        # Read after the row was taken: what changes from now on makes it due again.
        work = await self._competitions.post_of(claimed)
        if work is None:
            await self._competitions.leave_post(claimed)
        elif claimed.state is State.SENT:
            card = post_card(work, get_lang(work.language))
            await self._publisher.edit(claimed, card, record=self._record_edit)
        elif work.is_late:
            await self._drop(work)
        else:
            await self._send(work)

    async def _send(self, work: PostWork) -> None:
        claimed, card = work.claimed, post_card(work, get_lang(work.language))
        stands = await self._publisher.send(
            claimed, card, mark=post_mark(work.post), record=self._competitions.record_post
        )
        if is_out_of_reach(self._bot, claimed, stands):
            await self._competitions.post_out_of_reach(claimed.guild_id, claimed.channel_id)

    async def _drop(self, work: PostWork) -> None:
        """All that it shows is over: it is not sent any more, but it may have been, by who ended before they could say so."""
        found = await self._publisher.look_for(
            work.claimed,
            post_card(work, get_lang(work.language)),
            mark=post_mark(work.post),
            record=self._competitions.record_post,
        )
        unseen = isinstance(found, Unknown) and work.claimed.is_over(self._bot.app.clock())
        if found is None or unseen:
            await self._competitions.drop_post(work.claimed)
        elif isinstance(found, Refused | Gone):  # nobody may look there: asked again less and less often
            await self._competitions.record_post(work.claimed, found)

    async def _record_edit(self, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        if isinstance(outcome, Gone) and not is_gone(self._bot, claimed, outcome):
            outcome = Unknown("its channel is not there now")
        return await self._competitions.record_post(claimed, outcome)


def posting(bot: Compound) -> list[Job]:
    """The jobs of posts."""
    competitions, works = bot.app.competitions, Posting(bot)
    return [
        Job("competitions.posts", works.post, competitions.next_post),
        Job("competitions.posts_again", works.go_on, competitions.next_unfinished_post),
    ]
