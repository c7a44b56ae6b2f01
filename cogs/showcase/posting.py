"""Carries out what has to be posted: a share, its thread, a look at it. Never inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.core.lang import Lang, get_lang
from bot.deliveries.model import (
    Delivery,
    Gone,
    Outcome,
    Sent,
    State,
    Unknown,
)
from bot.shell.cards import Card
from bot.shell.outages import is_gone, is_out_of_reach
from bot.shell.threads import ARCHIVE_AFTER, Looked
from bot.showcase.drawing import Drawing, draw_aside
from bot.showcase.service.posting import SharePost
from cogs.showcase.unfurls import unfurls_of
from cogs.showcase.views import posts

if TYPE_CHECKING:
    from bot.shell.client import Compound

AT_ONCE = 10  # posts under way together in the background
SOON = 8.0  # seconds after which a person is answered, and the work goes on behind
THREADS = 10  # that are seen to in one go


class Posting:
    """Sends what the service says has to be sent. One instance a bot."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._showcase = bot.app.showcase
        self._poster = bot.poster
        self._publisher = bot.publisher
        self._threads = bot.threads
        bot.publisher.left_behind = bot.app.showcase.thread_left

    async def share(self, share_id: int, held: Sequence[Delivery] = ()) -> Delivery | None:
        """Bring a share's message up to date; `held` is what the caller has claimed. Returns how it stands."""
        work = await self._showcase.share_work(share_id, held)
        # Read after the row was taken: words that change from now on make it due again.
        post = await self._showcase.share_post(share_id)
        if post is None:
            return None
        if work.send is not None:
            await self._send(post, work.send)
        if work.edit is not None:
            await self._edit(post, work.edit)
        return await self._showcase.posted(share_id)

    async def in_time(self, share_id: int, held: Sequence[Delivery] = ()) -> Delivery | None:
        """The same for a person who waits: after a few seconds they are answered, and the work goes on behind."""
        task = asyncio.create_task(self.share(share_id, held))
        try:
            return await asyncio.wait_for(asyncio.shield(task), SOON)
        except TimeoutError:
            self._bot.jobs.look_after(task)
            return await self._showcase.posted(share_id)

    async def unfinished(self, taken: Sequence[Delivery]) -> None:
        """Go on with posts whose lease is over or whose words changed."""
        waiting = iter(taken)

        async def some() -> None:
            for each in waiting:
                await self.share(each.subject_id, [each])

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def take_down(self, removals: Sequence[int]) -> list[Delivery]:
        """Remove messages now, and see to the threads that are left; returns those still to go."""
        left = await self._publisher.take_down(removals)
        await self.see_to_threads()
        return left

    async def see_to_threads(self) -> bool:
        """Delete or rename some threads whose share is gone; whether there was any."""
        taken = await self._showcase.take_threads(THREADS)
        for each in taken:
            outcome = await self._threads.clear(each.thread_id, posts.removed_name(get_lang(each.language)))
            done = isinstance(outcome, Sent | Gone)
            await self._showcase.thread_seen_to(each.thread_id, done=done)
        return bool(taken)

    async def talk(self, share_id: int) -> int | None:
        """The thread for talk about a share, opened if need be; None when Discord does not let us, or the share is gone."""
        post = await self._showcase.share_post(share_id)
        if post is None or post.share.thread_id is not None:
            return post.share.thread_id if post else None
        message = post.delivery
        if message is None or message.message_id is None:
            return None
        name = posts.thread_name(post.share, get_lang(post.language))
        opened = await self._poster.open_thread(message.channel_id, message.message_id, name, ARCHIVE_AFTER)
        if isinstance(opened, Gone):
            await self._lost(message, opened)
        if not isinstance(opened, Sent):
            return None
        called = post.share.name
        if not await self._showcase.thread_opened(share_id, message.guild_id, opened.message_id, called):
            await self.see_to_threads()
            return None
        return opened.message_id

    async def check(self, share_id: int) -> bool:
        """Look at a share's message before it is used; False when it is gone from Discord: its rows are gone then, too."""
        message = await self._showcase.posted(share_id)
        return message is None or message.message_id is None or await self.look(message) is not False

    async def look(self, message: Delivery) -> bool | None:
        """Look at the message of a share, and at what Discord shows below it.

        False when it is gone, and its rows with it; None when nobody can say now.
        """
        assert message.message_id is not None
        found = await self._threads.look(message.channel_id, message.message_id)
        if isinstance(found, Gone):
            return False if await self._lost(message, found) else None
        if isinstance(found, Unknown):
            return None
        if isinstance(found, Looked):
            await self._showcase.seen(message.message_id, found.text, unfurls_of(found.embeds))
        return True

    async def _send(self, post: SharePost, claimed: Delivery) -> None:
        lang = get_lang(post.language)
        forum = await self._is_forum(post, claimed)
        if isinstance(forum, Outcome):
            stands = await self._showcase.record_share(claimed, forum)
        else:
            stands = await self._publisher.send(
                claimed,
                await self._card(post, lang, forum=forum),
                mark=posts.helped_id(post.share.id),
                record=self._showcase.record_share,
                post=posts.forum_post(post.share, lang) if forum else None,
            )
        if stands is None or not is_out_of_reach(self._bot, claimed, stands):
            return
        if not await self._showcase.send_elsewhere(stands):
            await self._showcase.out_of_reach(claimed.guild_id, claimed.channel_id)

    async def _is_forum(self, post: SharePost, claimed: Delivery) -> bool | Outcome:
        """Whether a share goes to a forum; its organisers may have chosen another channel since it was claimed."""
        if post.place is not None and post.place.channel_id == claimed.channel_id:
            return post.place.forum
        return await self._threads.is_forum(claimed.channel_id)

    async def _edit(self, post: SharePost, claimed: Delivery) -> None:
        lang = get_lang(post.language)
        thread = None if post.share.thread_id is None else posts.forum_post(post.share, lang)
        drawing = self._drawing(post, lang)
        stands = await self._publisher.edit(
            claimed,
            posts.share_card(post, lang, named=posts.picture_name(drawing) if drawing else ""),
            record=self._record_edit,
            post=thread,
            instead=(lambda: self._card(post, lang)) if drawing else None,
        )
        if stands is not None and stands.state is State.DROPPED:
            await self._lost(stands, Gone(stands.code))

    async def _record_edit(self, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        if isinstance(outcome, Gone) and not is_gone(self._bot, claimed, outcome):
            outcome = Unknown("its channel is not there now")
        return await self._showcase.record_edit(claimed, outcome)

    def _drawing(self, post: SharePost, lang: Lang) -> Drawing | None:
        return posts.drawing(post, self._bot.app.clock(), lang) if post.share.is_shipped else None

    async def _card(self, post: SharePost, lang: Lang, *, forum: bool | None = None) -> Card:
        drawing = self._drawing(post, lang)
        picture = await draw_aside(drawing) if drawing else None
        named = posts.picture_name(drawing) if drawing and picture else ""
        return posts.share_card(post, lang, picture, named=named, forum=forum)

    async def _lost(self, message: Delivery, gone: Gone) -> bool:
        """Somebody deleted the message of a share while nobody listened: the rows follow (H5). Returns whether that is sure."""
        sure = is_gone(self._bot, message, gone)
        if sure:
            await self.take_down(await self._showcase.message_deleted(message.message_id or 0))
        return sure
