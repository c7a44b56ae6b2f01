"""Carries out what has to be posted: a day's prompt, its thread, an entry in it, a summary. Never inside a transaction."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from bot.core.lang import get_lang
from bot.deliveries.model import UNKNOWN_CHANNEL, Delivery, Gone, Outcome, Refused, Sent, State, Unknown
from bot.shell.cards import Card
from bot.shell.outages import is_away
from bot.standups.model import ENTRY, PROMPT, SUMMARY, WEEK, Standup
from bot.standups.service.posting import EntryPost, PromptPost
from bot.standups.service.summaries import SummaryPost, WeekPost
from cogs.standups.views import posts
from cogs.standups.views import summaries as summary_views

if TYPE_CHECKING:
    from bot.shell.client import Compound

AT_ONCE = 20  # prompts under way together


class Posting:
    """Sends what the service says has to be sent. One instance a bot; a lock a day keeps two first answers apart."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._standups = bot.app.standups
        self._deliveries = bot.app.deliveries
        self._poster = bot.poster
        self._publisher = bot.publisher
        self._opening: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def prompts(self, due: Sequence[PromptPost]) -> None:
        """Send these claimed prompts."""
        waiting = iter(due)

        async def some() -> None:
            for each in waiting:
                await self._prompt(each)

        # Few at once, so that the post of a person who waits is never far behind in the line for a turn.
        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def _prompt(self, post: PromptPost) -> Delivery | None:
        card = posts.prompt(post, get_lang(post.language))
        stands = await self._publisher.send(post.claimed, card, silent=post.day.quiet)
        if stands is not None and stands.is_out_of_reach:
            await self._out_of_reach(post.standup)
        elif stands is not None and stands.state is State.SENT and post.standup.refused_at is not None:
            await self._standups.prompt_got_through(post.standup.id)
        return stands

    async def _out_of_reach(self, standup: Standup) -> None:
        """Not believed while Discord itself says that the server is unavailable."""
        if not is_away(self._bot, standup.guild_id):
            await self._standups.prompt_out_of_reach(standup.id)

    async def entry(self, entry_id: int, held: Sequence[Delivery] = ()) -> list[Delivery]:
        """Bring an entry's messages up to date; `held` are deliveries the caller has claimed. Returns them as they stand."""
        post = await self._standups.entry_post(entry_id)
        if post is None:
            return []
        thread_id = await self._thread(post, held)
        if not isinstance(thread_id, int):
            for each in held:
                if each.kind == ENTRY:
                    await self._deliveries.record(each, thread_id)
            return await self._standups.posted(entry_id)
        cards = posts.entry_posts(post, get_lang(post.language))
        work = await self._standups.entry_work(entry_id, thread_id, len(cards), held)
        for each in work.send:
            await self._send(post, each, cards[each.part])
        for each in work.edit:
            stands = await self._publisher.edit(each, cards[each.part])
            if stands is not None and stands.state is State.DROPPED:
                await self._deleted_unseen(stands)
        await self._publisher.remove(work.remove)
        return await self._standups.posted(entry_id)

    async def _deleted_unseen(self, lost: Delivery) -> None:
        """A moderator deleted the message, or its whole thread, while nobody listened: the rows follow (S5)."""
        if lost.code == UNKNOWN_CHANNEL:
            await self._standups.thread_deleted(lost.channel_id)
        else:
            await self._publisher.take_down(await self._standups.message_deleted(lost.message_id or 0))

    async def _send(self, post: EntryPost, claimed: Delivery, card: Card) -> None:
        stands = await self._publisher.send(claimed, card, record=self._standups.record_entry)
        if stands is not None and stands.code == UNKNOWN_CHANNEL:
            await self._standups.thread_lost(post.home.id, prompt_too=False)

    async def _thread(self, post: EntryPost, held: Sequence[Delivery]) -> int | Outcome:
        """The thread of the day that takes this entry, opened with its prompt if need be.

        The outcome when Discord does not let us open it, or somebody else is at it.
        """
        if post.home.thread_id is not None:
            return post.home.thread_id
        async with self._opening.setdefault(post.home.id, asyncio.Lock()):
            fresh = await self._standups.entry_post(post.entry.id)
            if fresh is None:
                return Gone()
            if fresh.home.thread_id is not None:
                return fresh.home.thread_id
            return await self._open_thread(fresh, held)

    async def _open_thread(self, post: EntryPost, held: Sequence[Delivery]) -> int | Outcome:
        prompt = await self._sent_prompt(post, held)
        if prompt is None or prompt.message_id is None:
            refused = prompt is not None and prompt.is_refused
            return Refused(prompt.code, prompt.reason) if prompt and refused else Unknown("no thread yet")
        name = posts.thread_name(post.standup, post.home, get_lang(post.language))
        opened = await self._poster.open_thread(prompt.channel_id, prompt.message_id, name)
        if isinstance(opened, Gone) and prompt == post.prompt:
            # The prompt was deleted by hand: it comes once more, and the thread with it.
            await self._standups.thread_lost(post.home.id, prompt_too=True)
            return await self._open_thread(replace(post, prompt=None), held)
        if not isinstance(opened, Sent):
            return opened
        await self._standups.thread_opened(post.home.id, opened.message_id)
        return opened.message_id

    async def _sent_prompt(self, post: EntryPost, held: Sequence[Delivery]) -> Delivery | None:
        if post.prompt is not None and post.prompt.message_id is not None:
            return post.prompt
        claimed = [each for each in held if each.kind == PROMPT]
        claimed = claimed or await self._standups.take_prompt(post.home.id)
        if not claimed:
            return None
        return await self._prompt(PromptPost(claimed[0], post.home, post.standup, post.language))

    async def summaries(self, due: Sequence[SummaryPost | WeekPost]) -> None:
        """Send these claimed summaries."""
        for post in due:
            await self._publisher.send(post.claimed, _summary(post), silent=True)

    async def unfinished(self, taken: Sequence[Delivery]) -> None:
        """Go on with deliveries whose lease is over or whose words changed."""
        for each in taken:
            if each.kind == PROMPT:
                await self._unfinished_prompt(each)
            elif each.kind in (SUMMARY, WEEK):
                await self._unfinished_summary(each)
        by_entry: defaultdict[int, list[Delivery]] = defaultdict(list)
        for each in taken:
            if each.kind == ENTRY:
                by_entry[each.subject_id].append(each)
        for entry_id, held in by_entry.items():
            await self.entry(entry_id, held)

    async def _unfinished_prompt(self, claimed: Delivery) -> None:
        post = await self._standups.prompt_post(claimed)
        if post is not None:
            await self._prompt(post)

    async def _unfinished_summary(self, claimed: Delivery) -> None:
        read = self._standups.week_post if claimed.kind == WEEK else self._standups.summary_post
        post = await read(claimed)
        if post is None:
            gone = await self._standups.drop_summary(claimed.kind, claimed.subject_id)
            await self._publisher.take_down(gone)
        elif claimed.state is State.SENT:
            await self._publisher.edit(claimed, _summary(post))
        else:
            await self.summaries([post])


def _summary(post: SummaryPost | WeekPost) -> Card:
    lang = get_lang(post.language)
    return summary_views.week(post, lang) if isinstance(post, WeekPost) else summary_views.day(post, lang)
