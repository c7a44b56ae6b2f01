"""Opens the thread in which somebody gets a hand: a message in the standup's channel, then its thread; never in a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from bot.core.lang import get_lang
from bot.deliveries.model import Delivery, Gone, Outcome, Sent, State, Unknown
from bot.shell.jobs import Job
from bot.standups.service.hands import HandPost
from cogs.standups.views import helping as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 20  # interrupted ones taken in one transaction


class Hands:
    """One instance a bot; a lock a blocker keeps two who offer at the same moment apart."""

    def __init__(self, bot: Compound) -> None:
        self._standups = bot.app.standups
        self._deliveries = bot.app.deliveries
        self._poster = bot.poster
        self._publisher = bot.publisher
        self._opening: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def job(self) -> Job:
        """Goes on with what was interrupted: a message that was not sent, a thread that was not opened."""

        async def finish() -> bool:
            did = False
            while taken := await self._standups.take_hands(TAKE):
                for each in taken:
                    await self._carry_on(each)
                did = True
            return did

        return Job("standups.hands", finish, self._standups.next_hand)

    async def open(self, blocker_id: int, held: Sequence[Delivery]) -> int | None:
        """The thread for this blocker, opened now if need be; None when it is not there yet. `held` are claimed by the caller."""
        async with self._opening.setdefault(blocker_id, asyncio.Lock()):
            for each in held or await self._standups.take_hand(blocker_id):
                await self._carry_on(each)
            return await self._standups.thread_for(blocker_id)

    async def _carry_on(self, claimed: Delivery) -> None:
        post = await self._standups.hand_post(claimed)
        if post is None:
            await self._publisher.take_down(await self._standups.drop_hand(claimed.subject_id))
        elif claimed.state is State.SENDING:
            stands = await self._publisher.send(
                claimed, views.hand(post, get_lang(post.language)), silent=True
            )
            if stands is not None and stands.state is State.SENT:
                # It is due again at once, until its thread is there: whoever dies in between leaves that to the job.
                for again in await self._standups.take_hand(claimed.subject_id):
                    await self._thread(again, post)
        else:
            await self._thread(claimed, post)

    async def _thread(self, claimed: Delivery, post: HandPost) -> None:
        assert claimed.message_id is not None
        outcome: Outcome = Sent(claimed.message_id)
        if post.blocker.thread_id is None:
            name = views.hand_thread_name(post, get_lang(post.language))
            opened = await self._poster.open_thread(claimed.channel_id, claimed.message_id, name)
            if isinstance(opened, Sent):
                await self._standups.hand_thread(claimed.subject_id, opened.message_id)
            elif isinstance(opened, Gone):
                outcome = opened
            else:  # a refused thread is no refused edit, after which the message would be posted anew
                outcome = Unknown(f"no thread: {opened.reason}")
        await self._deliveries.record(claimed, outcome)
