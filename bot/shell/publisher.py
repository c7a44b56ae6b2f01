"""The publisher: sends, edits and removes claimed deliveries and writes down what came of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.core.clock import Clock
from bot.deliveries.model import TIME_PASSED, Delivery, Gone, Outcome, Refused, Sent, State, Unknown
from bot.deliveries.service import Deliveries
from bot.shell.cards import Card
from bot.shell.metrics import Metrics
from bot.shell.poster import TOO_LATE, Instead, Own, Poster
from bot.shell.tags import ForumPost
from bot.shell.threads import Threads

log = structlog.stdlib.get_logger(__name__)

Record = Callable[[Delivery, Outcome], Awaitable[Delivery | None]]
LeftBehind = Callable[[int, int], Awaitable[None]]


async def _leave(_guild_id: int, _thread_id: int) -> None:
    """Nobody sees to what is left."""


class Publisher:
    """Between the ledger and the poster; never inside a transaction."""

    def __init__(
        self, poster: Poster, threads: Threads, deliveries: Deliveries, clock: Clock, metrics: Metrics
    ) -> None:
        self._metrics = metrics
        self._poster = poster
        self._threads = threads
        self._deliveries = deliveries
        self._clock = clock
        self.left_behind: LeftBehind = _leave
        """Called with server and thread when the message of a forum post was removed: its thread is still there."""

    async def send(
        self,
        claimed: Delivery,
        card: Card,
        *,
        silent: bool = False,
        mark: str = "",
        record: Record | None = None,
        post: ForumPost | None = None,
    ) -> Delivery | None:
        """Send a claimed delivery and record it; returns it as it stands then, None when it is somebody else's by now.

        `post`: where the channel is a forum, how the message becomes a post there. `mark`: the custom id of a button by
        which the message is known even if its text would read differently today.
        `record`: the feature's own use case that records it, and in the same transaction what follows from it.
        """
        now = self._clock()
        outcome: Outcome | None = None
        seek = claimed.needs_search(now) if post is None else claimed.attempt > 1
        if seek or claimed.is_over(now):
            outcome = await self._found(claimed, card, mark, post)
            if isinstance(outcome, Unknown):
                return claimed  # looked for again after the lease: unseen, it is neither sent nor given up
        if outcome is None and claimed.is_over(now):
            outcome = Refused(0, TIME_PASSED)
        if outcome is None:
            until = min(claimed.leased_until or claimed.give_up_at, claimed.give_up_at)
            where, nonce = claimed.channel_id, claimed.id
            if post is not None:
                outcome = await self._threads.create(where, card, post, nonce=nonce, until=until)
            else:
                outcome = await self._poster.send(where, card, nonce=nonce, until=until, silent=silent)
        if outcome == Unknown(TOO_LATE):
            return claimed  # due already: whoever has time takes it next, and no try was lost
        stands = await self._record(claimed, outcome, record)
        if isinstance(outcome, Sent):
            await self._withdraw(claimed, outcome, stands)
        return stands

    async def look_for(
        self, claimed: Delivery, card: Card, *, mark: str = "", record: Record | None = None
    ) -> Outcome | None:
        """Only look whether an earlier try sent this delivery, and record it if so.

        Returns None when it is not there, else Sent or why nobody can say now; `mark` and `record` as in `send`.
        """
        outcome = await self._found(claimed, card, mark)
        if isinstance(outcome, Sent):
            await self._withdraw(claimed, outcome, await self._record(claimed, outcome, record))
        return outcome

    async def _withdraw(self, claimed: Delivery, sent: Sent, stands: Delivery | None) -> None:
        """What was deleted while it was being sent goes as soon as it is there."""
        if stands is None and await self._deliveries.is_forgotten(claimed.id):
            await self._delete(claimed.guild_id, sent.channel_id or claimed.channel_id, sent.message_id)
        elif stands is not None and stands.state is State.REMOVING:
            await self.take_down([claimed.id])

    async def send_test(self, guild_id: int, channel_id: int, asked_by: int, card: Card) -> Delivery | None:
        """Send a message that removes itself after half a minute, also across a restart."""
        claimed = await self._deliveries.claim_test(guild_id, channel_id, asked_by)
        outcome = await self._poster.send(channel_id, card, nonce=claimed.id)
        stands = await self._record(claimed, outcome)
        if isinstance(outcome, Sent):
            return await self._deliveries.remove_later(claimed.id)
        await self._deliveries.forget(claimed.id)
        return stands

    async def edit(
        self,
        claimed: Delivery,
        card: Card,
        *,
        record: Record | None = None,
        post: ForumPost | None = None,
        instead: Instead | None = None,
    ) -> Delivery | None:
        """Bring a sent message up to date and record it; with `post` its thread, too, in a forum or opened on the message.

        `instead`: as in `Poster.edit`.
        """
        assert claimed.message_id is not None
        outcome = await self._poster.edit(
            claimed.channel_id, claimed.message_id, card, until=claimed.leased_until, instead=instead
        )
        if post is not None and isinstance(outcome, Sent):
            outcome = await self._name_thread(claimed, claimed.message_id, post)
        stands = await self._record(claimed, outcome, record)
        if stands is None and isinstance(outcome, Sent | Unknown):
            await self._deliveries.edited_late(claimed.id)
        return stands

    async def _name_thread(self, claimed: Delivery, thread_id: int, post: ForumPost) -> Outcome:
        """The message is up to date, and its thread follows; Unknown when that has to be tried again."""
        in_forum = claimed.channel_id == thread_id
        outcome = await self._threads.bring_up_to_date(thread_id, post, in_forum=in_forum)
        return outcome if isinstance(outcome, Unknown) else Sent(thread_id)

    async def take_down(self, ids: Sequence[int]) -> list[Delivery]:
        """Delete the messages of these rows now; returns those still to go.

        One with a reason was refused by Discord; one without may just be on its way there, and goes as soon as that is known.
        """
        if not ids:
            return []
        await self.remove(await self._deliveries.take_removals(ids))
        return await self._deliveries.still_to_go(ids)

    async def remove(self, claimed: Sequence[Delivery]) -> None:
        """Delete these messages, leased to the caller, and record what came of it."""
        for each in claimed:
            if each.message_id is not None:
                outcome = await self._delete(each.guild_id, each.channel_id, each.message_id)
            else:
                outcome = await self._remove_unrecorded(each)
            await self._record(each, outcome)

    async def _delete(self, guild_id: int, channel_id: int, message_id: int) -> Outcome:
        outcome = await self._poster.delete(channel_id, message_id)
        if isinstance(outcome, Gone) and channel_id == message_id:
            await self.left_behind(guild_id, message_id)
        return outcome

    async def _remove_unrecorded(self, claimed: Delivery) -> Outcome:
        """A message that was perhaps sent, by a process that died before writing its id: remove what no row knows."""
        forum = await self._threads.is_forum(claimed.channel_id)
        if not isinstance(forum, bool):
            return forum
        since, until = claimed.first_claimed_at, claimed.last_sent_before
        ours: list[int] | Outcome
        if forum:
            ours = await self._threads.own_posts(claimed.guild_id, claimed.channel_id, since, until)
        else:
            messages = await self._poster.own_messages(claimed.channel_id, since, until)
            ours = [each.id for each in messages] if isinstance(messages, list) else messages
        if not isinstance(ours, list):
            return ours
        orphans = await self._deliveries.orphans(claimed.channel_id, ours)
        if orphans is None:
            return Unknown("another post is on its way there")
        for message_id in orphans:
            where = message_id if forum else claimed.channel_id
            outcome = await self._delete(claimed.guild_id, where, message_id)
            if not isinstance(outcome, Gone):
                return outcome
        return Gone()

    async def _found(
        self, claimed: Delivery, card: Card, mark: str, post: ForumPost | None = None
    ) -> Outcome | None:
        """The message, if an earlier attempt sent it; the outcome when it cannot be looked for, None when it is not there."""
        if post is not None:
            return await self._found_post(claimed, card, mark)
        ours = await self._poster.own_messages(claimed.channel_id, claimed.first_claimed_at)
        if not isinstance(ours, list):
            return ours
        alike = [each.id for each in ours if each.shows(card, mark)]
        unknown = await self._deliveries.unknown(alike)
        return Sent(unknown[0]) if unknown else None

    async def _found_post(self, claimed: Delivery, card: Card, mark: str) -> Outcome | None:
        """The same in a forum, where each post has to be looked into."""
        ours = await self._threads.own_posts(claimed.guild_id, claimed.channel_id, claimed.first_claimed_at)
        if not isinstance(ours, list):
            return ours
        for post_id in await self._deliveries.unknown(ours):
            starter = await self._threads.starter(post_id)
            if isinstance(starter, Own):
                if starter.shows(card, mark):
                    return Sent(post_id, post_id)
            elif not isinstance(starter, Gone):
                return starter
        return None

    async def _record(
        self, claimed: Delivery, outcome: Outcome, record: Record | None = None
    ) -> Delivery | None:
        if isinstance(outcome, Refused | Unknown):
            log.warning(
                "not delivered",
                kind=claimed.kind,
                id=claimed.id,
                reason=outcome.reason,
                attempt=claimed.attempt,
            )
        self._metrics.delivered(claimed.kind, type(outcome).__name__.lower())
        return await (record or self._deliveries.record)(claimed, outcome)
