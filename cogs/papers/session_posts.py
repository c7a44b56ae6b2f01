"""Carries out what has to be posted of sessions: the card, its thread, what is told there, Discord's event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.lang import get_lang
from bot.deliveries.model import NO_PERMISSION, Delivery, Outcome, Refused, Sent, State, Unknown
from bot.papers.model.groups import Phase
from bot.papers.model.values import SESSION
from bot.papers.service.session_posts import ChangePost, EventWork, SessionPost
from bot.shell.jobs import Job
from bot.shell.outages import is_out_of_reach
from bot.shell.scheduled import Scheduled
from bot.shell.threads import ARCHIVE_AFTER
from cogs.papers.believing import recording_edits
from cogs.papers.views import sessions as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 100  # posts taken in one transaction; never more than can be sent well before their lease is over
EVENTS = 10  # events that are seen to in one go: each asks Discord twice at most


class SessionPosts:
    """The jobs of sessions. One instance a bot."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._papers = bot.app.papers
        self._poster = bot.poster
        self._publisher = bot.publisher
        self._scheduled = Scheduled(bot, bot.poster)
        self._at_once = bot.pace.within_lease(TAKE)

    @property
    def jobs(self) -> list[Job]:
        """What is done in the background, each when it is due."""
        return [
            Job("papers.sessions", self.post, self._papers.next_session_post),
            Job("papers.events", self.see_to_events, self._papers.next_event),
        ]

    async def post(self) -> bool:
        """Send and edit cards, and tell in threads what is to be told; whether there was any."""
        did = False
        while taken := await self._papers.take_session_posts(self._at_once):
            for each in taken:
                if each.kind == SESSION:
                    await self._session(each)
                else:
                    await self._change(each)
            did = True
        return did

    async def _session(self, claimed: Delivery) -> None:
        post = await self._papers.session_post(claimed)
        if post is None:
            await self._papers.forget_post(claimed.id)
            return
        card, record = views.session_card(post, get_lang(post.language)), self._papers.record_session
        if claimed.state is State.SENDING:
            mark = views.calendar_id(post.round.id)
            stands = await self._publisher.send(claimed, card, mark=mark, record=record)
            if stands is not None and stands.state is State.SENT:
                await self._papers.session_moved_in(post.round.id)
            await self._if_out_of_reach(claimed, stands)
            return
        opened = await self._open_thread(post)
        if isinstance(opened, Unknown):
            await record(claimed, opened)  # tried again with the next edit
        else:
            await self._publisher.edit(claimed, card, record=recording_edits(self._bot, record))

    async def _open_thread(self, post: SessionPost) -> Outcome | None:
        message_id = post.claimed.message_id
        if message_id is None or not post.wants_thread:
            return None
        name = views.thread_name(post.paper)
        return await self._poster.open_thread(post.claimed.channel_id, message_id, name, ARCHIVE_AFTER)

    async def _change(self, claimed: Delivery) -> None:
        post = await self._papers.change_post(claimed)
        if post is None:
            await self._papers.forget_post(claimed.id)
            return
        card = views.change_card(post, get_lang(post.language))

        async def record(each: Delivery, outcome: Outcome) -> Delivery | None:
            return await self._papers.record_change(post, each, outcome)

        if claimed.state is State.SENT:  # without the names of who was mentioned: they are notified by now
            await self._publisher.edit(claimed, card, record=record)
            return
        where = await self._where(post)
        if isinstance(where, Unknown):
            await record(claimed, where)
            return
        stands = await self._publisher.send(where, card, mark=views.change_mark(post), record=record)
        await self._if_out_of_reach(where, stands)

    async def _where(self, post: ChangePost) -> Delivery | Unknown:
        """The row to be sent: into the session's thread, or into the channel where Discord lets us open none."""
        claimed, card = post.claimed, post.card
        if claimed.channel_id != card.message_id or card.message_id is None:
            return claimed
        name = views.thread_name(post.paper)
        opened = await self._poster.open_thread(card.channel_id, card.message_id, name, ARCHIVE_AFTER)
        if isinstance(opened, Sent):
            return claimed
        if isinstance(opened, Unknown):
            return opened
        return await self._papers.tell_in_channel(claimed, card.channel_id)

    async def _if_out_of_reach(self, claimed: Delivery, stands: Delivery | None) -> None:
        if is_out_of_reach(self._bot, claimed, stands):
            await self._papers.session_out_of_reach(claimed.guild_id, claimed.channel_id)

    async def see_to_events(self) -> bool:
        """Make, change and call off Discord's events; whether there was any."""
        did = False
        while taken := await self._papers.take_events(EVENTS):
            for each in taken:
                await self._papers.record_event(each, await self._event(each))
            did = True
        return did

    async def _event(self, work: EventWork) -> Outcome | None:
        guild_id, event_id = work.round.guild_id, work.round.event_id
        event = views.event(work, self._place(work), get_lang(work.language))
        if work.round.phase is Phase.CANCELLED:
            if event_id is None:  # made, perhaps, by a process that ended before it could say so
                found = await self._scheduled.find(guild_id, event.mark)
                if not isinstance(found, Sent):
                    return found
                event_id = found.message_id
            return await self._scheduled.cancel(guild_id, event_id)
        if not self._scheduled.is_permitted(guild_id):
            return Refused(NO_PERMISSION, "I may not make events there")
        until = work.taken.leased_until
        if event_id is not None:
            return await self._scheduled.edit(guild_id, event_id, event, until=until)
        return await self._scheduled.create(guild_id, event, until=until)

    def _place(self, work: EventWork) -> str:
        guild = self._bot.get_guild(work.round.guild_id)
        channel = guild.get_channel(work.channel_id) if guild else None
        return channel.name if channel else ""
