"""Carries out what has to be posted of what members wrote: an entry, its thread. Never inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.core.lang import get_lang
from bot.deliveries.model import (
    Delivery,
    Gone,
    Outcome,
    Sent,
    State,
    Unknown,
)
from bot.papers.model.values import EntryKind
from bot.papers.service.posting import EntryPost
from bot.shell.jobs import Job, to_the_end
from bot.shell.looks import Looks
from bot.shell.outages import is_gone, is_out_of_reach
from bot.shell.threads import ARCHIVE_AFTER
from cogs.papers.views import posts

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 100  # unfinished posts taken in one transaction
AT_ONCE = 10  # posts under way together in the background
SOON = 8.0  # seconds after which a person is answered, and the work goes on behind
THREADS = 10  # that are seen to in one go
STEPS = 2  # a question is sent, then its thread is opened


class Posting:
    """Sends what the service says has to be sent. One instance a bot."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._papers = bot.app.papers
        self._poster = bot.poster
        self._publisher = bot.publisher
        self._threads = bot.threads

    async def entry(self, entry_id: int, held: Sequence[Delivery] = ()) -> Delivery | None:
        """Bring an entry's message up to date; `held` is what the caller has claimed. Returns how it stands."""
        for _step in range(STEPS):
            work = await self._papers.entry_work(entry_id, held)
            # Read after the row was taken: words that change from now on make it due again.
            post = await self._papers.entry_post(entry_id)
            if post is None:
                return None
            if work.send is not None:
                await self._send(post, work.send)
            elif work.edit is not None:
                await self._edit(post, work.edit, opens=work.opens)
            else:
                break
        return await self._papers.entry_delivery(entry_id)

    async def in_time(self, entry_id: int, held: Sequence[Delivery] = ()) -> Delivery | None:
        """The same for a person who waits: after a few seconds they are answered, and the work goes on behind."""
        task = asyncio.create_task(self.entry(entry_id, held))
        try:
            return await asyncio.wait_for(asyncio.shield(task), SOON)
        except TimeoutError:
            self._bot.jobs.look_after(task)
            return await self._papers.entry_delivery(entry_id)

    async def unfinished(self, taken: Sequence[Delivery]) -> None:
        """Go on with posts whose lease is over or whose words changed."""
        waiting = iter(taken)

        async def some() -> None:
            for each in waiting:
                await self.entry(each.subject_id, [each])

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def take_down(self, removals: Sequence[int]) -> list[Delivery]:
        """Remove messages now, and see to the threads that are left; returns those still to go."""
        left = await self._publisher.take_down(removals)
        await self.see_to_threads()
        return left

    async def see_to_threads(self) -> bool:
        """Delete or rename some threads whose entry is gone; whether there was any."""
        taken = await self._papers.take_left_threads(THREADS)
        for each in taken:
            outcome = await self._threads.clear(each.thread_id, posts.removed_name(get_lang(each.language)))
            done = isinstance(outcome, Sent | Gone)
            await self._papers.left_thread_seen_to(each.thread_id, done=done)
        return bool(taken)

    async def talk(self, entry_id: int) -> int | None:
        """The thread for talk about an entry, opened if need be; None when Discord does not let us, or the entry is gone.

        Notes stand in a thread, where none can be opened.
        """
        post = await self._papers.entry_post(entry_id)
        if post is None or post.entry.thread_id is not None:
            return post.entry.thread_id if post else None
        message = post.delivery
        if message is None or message.message_id is None or post.entry.kind is EntryKind.NOTES:
            return None
        opened = await self._open(post, message)
        if isinstance(opened, Gone):
            await self._lost(message, opened)
        return opened.message_id if isinstance(opened, Sent) else None

    async def check(self, entry_id: int) -> bool | None:
        """Look at an entry's message before it is used; False when it is gone from Discord: its row is gone then, too.

        None when nobody can say now.
        """
        message = await self._papers.entry_delivery(entry_id)
        if message is None or message.message_id is None:
            return True
        found = await self._threads.look(message.channel_id, message.message_id)
        if isinstance(found, Gone):
            return False if await self._lost(message, found) else None
        return None if isinstance(found, Unknown) else True

    async def _open(self, post: EntryPost, message: Delivery) -> Outcome:
        """Open the thread on an entry's message: Sent, or Gone when the entry went meanwhile."""
        assert message.message_id is not None
        name = posts.thread_name(post.paper)
        opened = await self._poster.open_thread(message.channel_id, message.message_id, name, ARCHIVE_AFTER)
        if isinstance(opened, Sent) and not await self._papers.talk_opened(
            post.entry.id, message.guild_id, opened.message_id
        ):
            await self.see_to_threads()
            return Unknown("it went meanwhile")
        return opened

    async def _send(self, post: EntryPost, claimed: Delivery) -> None:
        stands = await self._publisher.send(
            claimed,
            posts.entry_post(post, get_lang(post.language)),
            mark=posts.mark(post.entry),
            record=self._papers.record_post,
        )
        if stands is not None and is_out_of_reach(self._bot, claimed, stands):
            await self._papers.entry_out_of_reach(stands)

    async def _edit(self, post: EntryPost, claimed: Delivery, *, opens: bool) -> None:
        opened = await self._open(post, claimed) if opens else Sent(0)
        if isinstance(opened, Unknown):
            await self._papers.record_post_edit(claimed, opened)
            return
        # Where no thread may be opened the question stands all the same; "Talk about it" tries again.
        card = posts.entry_post(post, get_lang(post.language))
        stands = await self._publisher.edit(claimed, card, record=self._record_edit)
        if stands is not None and stands.state is State.DROPPED:
            await self._lost(stands, Gone(stands.code))

    async def _record_edit(self, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        if isinstance(outcome, Gone) and not is_gone(self._bot, claimed, outcome):
            outcome = Unknown("its channel is not there now")
        return await self._papers.record_post_edit(claimed, outcome)

    async def _lost(self, message: Delivery, gone: Gone) -> bool:
        """Somebody deleted an entry's message while nobody listened: its row follows (S5). Returns whether that is sure."""
        sure = is_gone(self._bot, message, gone)
        if sure:
            await self.take_down(await self._papers.entry_message_deleted(message.message_id or 0))
        return sure


def posting_jobs(bot: Compound, posting: Posting) -> list[Job]:
    """The jobs that finish what was interrupted, see to threads of what is gone, and look once whether posts are (S5)."""
    papers = bot.app.papers
    at_once = bot.pace.within_lease(TAKE)

    async def post() -> bool:
        did = False
        while taken := await papers.take_unfinished(at_once):
            await posting.unfinished(taken)
            did = True
        return did

    looks = Looks(bot, papers.posted_lately, posting.check)
    return [
        Job("papers.post", post, papers.next_unfinished),
        Job("papers.look", looks.look, looks.next_look),
        Job("papers.threads", to_the_end(posting.see_to_threads), papers.next_left_thread),
    ]
