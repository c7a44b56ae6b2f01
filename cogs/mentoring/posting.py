"""Posts of questions, answers, AMAs and needs: sent, edited, removed; their threads. Never inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.core.ids import custom_id
from bot.core.lang import Lang, get_lang
from bot.deliveries.model import Delivery, Gone, Outcome, Refused, Sent, State, Unknown
from bot.mentoring.model.asking import AMA, ANSWER, NEED, QUESTION
from bot.mentoring.service import Mentoring
from bot.mentoring.service.sources import Post
from bot.shell.cards import Card
from bot.shell.jobs import Job, to_the_end
from bot.shell.looks import Looks
from bot.shell.outages import is_gone, is_out_of_reach
from bot.shell.threads import ARCHIVE_AFTER, ForumPost
from cogs.mentoring.views import amas, answers, needs, questions

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 100  # unfinished posts taken in one transaction
AT_ONCE = 10  # posts under way together in the background
SOON = 8.0  # seconds after which a person is answered, and the work goes on behind
THREADS = 10  # that are seen to in one go
STEPS = 2  # sent, then edited where its words changed meanwhile


@dataclass(frozen=True)
class Kind:
    """How posts of a kind look. What `shown` gives has a `language`: the server's.

    `mark` is the verb of a button that each of them has, with the subject's id as its only argument: by it a message is known
    of which nobody wrote down that it was sent. `thread` is how the thread for talk about it is called, if it may have one.
    """

    shown: Callable[[Mentoring, Collection[int]], Awaitable[Mapping[int, Any]]]
    card: Callable[[Any, Lang], Card]
    mark: str = ""
    thread: Callable[[Any, Lang], str] | None = None


# Each kind of post.
POSTS: dict[str, Kind] = {
    QUESTION: Kind(
        lambda mentoring, ids: mentoring.shown_questions(ids),
        questions.post_of_question,
        mark="answer",
        thread=questions.thread_name,
    ),
    ANSWER: Kind(
        lambda mentoring, ids: mentoring.shown_answers(ids), answers.post_of_answer, mark="thank_answer"
    ),
    AMA: Kind(
        lambda mentoring, ids: mentoring.shown_amas(ids),
        amas.post_of_ama,
        mark="ama",
        thread=amas.thread_name,
    ),
    NEED: Kind(lambda mentoring, ids: mentoring.shown_needs(ids), needs.post_of_need, mark="need"),
}


class Posting:
    """Sends what the service says has to be sent; it keeps nothing, so each cog may have its own."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._mentoring = bot.app.mentoring
        self._poster = bot.poster
        self._publisher = bot.publisher
        self._threads = bot.threads

    async def bring(self, kind: str, subject_id: int, held: Sequence[Delivery] = ()) -> Delivery | None:
        """Bring a row's message up to date; `held` is what the caller has claimed. Returns how it stands."""
        for _step in range(STEPS):
            work = await self._mentoring.post_work(kind, subject_id, held)
            # Read after the delivery was taken: words that change from now on make it due again.
            value = await self._value(kind, subject_id)
            if value is None:
                return None
            if work.send is not None:
                await self._send(kind, subject_id, value, work.send, work.opens)
            elif work.edit is not None:
                await self._edit(kind, subject_id, value, work.edit)
            else:
                break
        return await self._mentoring.post_delivery(kind, subject_id)

    async def in_time(self, kind: str, subject_id: int, claimed: Delivery | None = None) -> Delivery | None:
        """The same for a person who waits: after a few seconds they are answered, and the work goes on behind."""
        held = [claimed] if claimed is not None else []
        task = asyncio.create_task(self.bring(kind, subject_id, held))
        try:
            return await asyncio.wait_for(asyncio.shield(task), SOON)
        except TimeoutError:
            self._bot.jobs.look_after(task)
            return await self._mentoring.post_delivery(kind, subject_id)

    async def unfinished(self, taken: Sequence[Delivery]) -> None:
        """Go on with posts whose lease is over or whose words changed."""
        waiting = iter(taken)

        async def some() -> None:
            for each in waiting:
                await self.bring(each.kind, each.subject_id, [each])

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def take_down(self, removals: Sequence[int]) -> list[Delivery]:
        """Remove messages now, and see to the threads that are left; returns those still to go."""
        left = await self._publisher.take_down(removals)
        await self.see_to_threads()
        return left

    async def see_to_threads(self) -> bool:
        """Delete or rename some threads whose question or AMA is gone; whether there was any."""
        taken = await self._mentoring.take_left_threads(THREADS)
        for each, keep in taken:
            name = questions.removed_name(get_lang(each.language))
            outcome = await self._threads.clear(each.thread_id, name, keep=keep)
            done = isinstance(outcome, Sent | Gone)
            await self._mentoring.left_thread_seen_to(each.thread_id, done=done)
        return bool(taken)

    async def open_thread(self, kind: str, subject_id: int) -> int | None:
        """The thread for talk about a post, opened if need be, once; None when Discord does not let us or the post is gone."""
        opened = await self._open(kind, subject_id)
        return opened.message_id if isinstance(opened, Sent) else None

    async def check(self, kind: str, subject_id: int) -> bool | None:
        """Look at a post before it is used; False when it is gone from Discord: its row is gone then, too.

        None when nobody can say now.
        """
        message = await self._mentoring.post_delivery(kind, subject_id)
        if message is None or message.message_id is None:
            return True
        found = await self._threads.look(message.channel_id, message.message_id)
        if isinstance(found, Gone):
            return False if await self._lost(message, found) else None
        return None if isinstance(found, Unknown) else True

    async def _value(self, kind: str, subject_id: int) -> Any:
        if kind not in POSTS:
            return None
        return (await POSTS[kind].shown(self._mentoring, [subject_id])).get(subject_id)

    async def _open(self, kind: str, subject_id: int) -> Outcome:
        message, thread_id = await self._mentoring.post_to_talk_about(kind, subject_id)
        if thread_id is not None:
            return Sent(thread_id)
        value = await self._value(kind, subject_id)
        named = POSTS[kind].thread if kind in POSTS else None
        if message is None or message.message_id is None or value is None or named is None:
            return Unknown("its post is not there")
        name = named(value, get_lang(value.language))
        opened = await self._poster.open_thread(message.channel_id, message.message_id, name, ARCHIVE_AFTER)
        if isinstance(opened, Gone):
            await self._lost(message, opened)
        if isinstance(opened, Sent) and not await self._mentoring.thread_opened(
            kind, subject_id, message.guild_id, opened.message_id
        ):
            await self.see_to_threads()
            return Unknown("it went meanwhile")
        return opened

    async def _send(
        self, kind: str, subject_id: int, value: Any, claimed: Delivery, opens: Post | None
    ) -> None:
        opened = await self._open(*opens) if opens is not None else Sent(0)
        if isinstance(opened, Refused | Unknown | Gone):
            kept = Unknown("the post is gone") if isinstance(opened, Gone) else opened
            await self._reach(claimed, await self._mentoring.record_post(claimed, kept))
            return
        look = POSTS[kind]
        mark = custom_id("mentoring", look.mark, subject_id) if look.mark else ""
        card = look.card(value, get_lang(value.language))
        stands = await self._publisher.send(claimed, card, mark=mark, record=self._mentoring.record_post)
        await self._reach(claimed, stands)

    async def _reach(self, claimed: Delivery, stands: Delivery | None) -> None:
        """Organisers are told when its place is closed to us."""
        if stands is not None and is_out_of_reach(self._bot, claimed, stands):
            await self._mentoring.post_out_of_reach(stands)

    async def _edit(self, kind: str, subject_id: int, value: Any, claimed: Delivery) -> None:
        look, lang = POSTS[kind], get_lang(value.language)
        _post, thread_id = await self._mentoring.post_to_talk_about(kind, subject_id)
        named = look.thread is not None and thread_id is not None and thread_id == claimed.message_id
        post = ForumPost(look.thread(value, lang)) if named and look.thread else None
        card = look.card(value, lang)
        stands = await self._publisher.edit(claimed, card, record=self._record_edit, post=post)
        if stands is not None and stands.state is State.DROPPED:
            await self._lost(stands, Gone(stands.code))

    async def _record_edit(self, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        if isinstance(outcome, Gone) and not is_gone(self._bot, claimed, outcome):
            outcome = Unknown("its channel is not there now")
        return await self._mentoring.record_post_edit(claimed, outcome)

    async def _lost(self, message: Delivery, gone: Gone) -> bool:
        """Somebody deleted a message while nobody listened: its row follows. Returns whether that is sure."""
        sure = is_gone(self._bot, message, gone)
        if sure:
            await self.take_down(await self._mentoring.post_message_deleted(message.message_id or 0))
        return sure


def posting_jobs(bot: Compound) -> list[Job]:
    """The jobs that finish what was interrupted, see to threads of what is gone, and look once whether posts are (S5)."""
    mentoring, posting = bot.app.mentoring, Posting(bot)
    at_once = bot.pace.within_lease(TAKE)

    async def post() -> bool:
        did = False
        while taken := await mentoring.take_unfinished_posts(at_once):
            await posting.unfinished(taken)
            did = True
        return did

    looks = Looks(bot, mentoring.posts_lately, lambda post: posting.check(*post))
    return [
        Job("mentoring.post", post, mentoring.next_unfinished_post),
        Job("mentoring.posts", looks.look, looks.next_look),
        Job("mentoring.threads", to_the_end(posting.see_to_threads), mentoring.next_left_thread),
    ]
