"""Carries out bundles: who is still a member, the words, the direct message, what came of it. Never inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.attention.model.values import MOST_LINES
from bot.attention.service import BundlePost
from bot.core.db import DatabaseTrouble
from bot.core.lang import Lang, get_lang
from bot.deliveries.model import (
    LEASE,
    UNKNOWN_CHANNEL,
    UNKNOWN_MEMBER,
    UNKNOWN_USER,
    Delivery,
    Gone,
    Outcome,
    Refused,
    Sent,
    State,
    Unknown,
)
from cogs.attention.rendering import Rendering, Worded, as_fits
from cogs.attention.views import bundles as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

log = structlog.stdlib.get_logger(__name__)

AT_ONCE = 5  # bundles under way together
# Discord's codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
CLOSED = frozenset({50007, 50278})  # they take no direct messages, or share no server with us any more
TOO_FAST = 40003  # we open direct messages too fast
NO_MEMBER = frozenset({UNKNOWN_MEMBER, UNKNOWN_USER})
PAUSE = timedelta(hours=2)  # without any bundle after TOO_FAST


class Bundles:
    """Sends what the service says has to be sent. One instance a bot."""

    def __init__(self, bot: Compound, rendering: Rendering) -> None:
        self._bot = bot
        self._attention = bot.app.attention
        self._rendering = rendering
        self._none_opened_until = bot.app.clock()

    async def send(self, due: Sequence[BundlePost]) -> None:
        """Send these claimed bundles; one that fails keeps no other from being sent, and is taken again after its lease."""
        waiting = iter(due)

        async def some() -> None:
            for each in waiting:
                try:
                    await self._bundle(each)
                except DatabaseTrouble:
                    raise
                except Exception:
                    log.exception("bundle failed", bundle=each.bundle_id)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def _bundle(self, post: BundlePost) -> None:
        first = post.claimed.attempt == 1
        over = post.claimed.is_over(self._bot.app.clock())
        if (over and not post.claimed.channel_id) or (
            first and not await self._attention.may_send(post.user_id)
        ):
            await self._attention.bundle_failed(post.bundle_id, unsent=True)
            return
        lang = get_lang(post.language)
        there, unanswered = await self._where_a_member(post)
        worded = await self._rendering.worded([each for each in post.intents if each.server in there], lang)
        groups = as_fits(await self._rendering.grouped(worded.items, lang), MOST_LINES, views.ROOM)
        if not groups:
            await self._nothing_to_say(post, worded, unanswered, lang)
            return
        claimed = await self._opened(post)
        if claimed is None:
            return
        shown = [item.intent.id for group in groups for item in group.items]

        async def record(sent: Delivery, outcome: Outcome) -> Delivery | None:
            return await self._attention.record_bundle(sent, outcome, shown, worded.settled)

        card = views.bundle(post.bundle_id, groups, lang)
        mark = views.mark(post.bundle_id)
        stands = await self._bot.publisher.send(claimed, card, mark=mark, record=record)
        if stands is not None and stands.state is not State.SENT:
            await self._not_sent(post, stands)

    async def _nothing_to_say(
        self, post: BundlePost, worded: Worded, unanswered: Unknown | None, lang: Lang
    ) -> None:
        """Nothing is sent: it is recorded if an earlier try did, else put off while Discord may still answer, else let go of."""

        async def record(sent: Delivery, outcome: Outcome) -> Delivery | None:
            return await self._attention.record_bundle(sent, outcome, [], worded.settled)

        if post.claimed.attempt > 1 and post.claimed.channel_id:
            card, mark = views.bundle(post.bundle_id, [], lang), views.mark(post.bundle_id)
            found = await self._bot.publisher.look_for(post.claimed, card, mark=mark, record=record)
            if isinstance(found, Sent | Unknown):
                return  # that decided it, or it is looked for again after the lease
        if unanswered is None or post.claimed.is_over(self._bot.app.clock()):
            await self._attention.bundle_empty(post.bundle_id, worded.settled)
        else:
            later = replace(unanswered, wait=max(unanswered.wait, LEASE))
            await self._attention.record_bundle(post.claimed, later, [], [])

    async def _where_a_member(self, post: BundlePost) -> tuple[set[int], Unknown | None]:
        """The servers of which the person is known to be a member still (0: none), and whether Discord may say more soon.

        What comes from where it does not say waits for another bundle.
        """
        there, unanswered = {0}, None
        for guild_id in {each.server for each in post.intents} - there:
            outcome = await self._bot.poster.member_of(guild_id, post.user_id)
            if isinstance(outcome, Sent):
                there.add(guild_id)
            elif isinstance(outcome, Gone) and outcome.code in NO_MEMBER:
                await self._bot.app.people.went(guild_id, post.user_id)
                await self._attention.left(guild_id, post.user_id)
            elif isinstance(outcome, Unknown):
                unanswered = outcome
        return there, unanswered

    async def _opened(self, post: BundlePost, *, anew: bool = False) -> Delivery | None:
        """The claimed row with the channel it goes to; None when there is none now, or nothing to send there any more."""
        if post.claimed.channel_id and not anew:
            return post.claimed
        if self._none_opened_until > self._bot.app.clock():
            await self._attention.bundle_failed(post.bundle_id)
            return None
        opened = await self._bot.poster.open_dm(post.user_id, post.claimed.leased_until)
        if isinstance(opened, Sent):
            wanted = await self._attention.dm_opened(post.user_id, post.bundle_id, opened.message_id)
            return replace(post.claimed, channel_id=opened.message_id) if wanted else None
        if not await self._no_way(post, opened):
            await self._attention.record_bundle(post.claimed, opened, [], [])
        return None

    async def _not_sent(self, post: BundlePost, stands: Delivery) -> None:
        if await self._no_way(post, Refused(stands.code, stands.reason)):
            return
        if stands.code == UNKNOWN_CHANNEL and stands.state is not State.DROPPED:
            await self._opened(post, anew=True)

    async def _no_way(self, post: BundlePost, outcome: Outcome) -> bool:
        """Whether Discord said that this person cannot be written to, or nobody now; then it is seen to."""
        if not isinstance(outcome, Refused):
            return False
        if outcome.code in CLOSED:
            await self._attention.dm_closed(post.user_id, post.bundle_id)
            return True
        if outcome.code == TOO_FAST:
            self._none_opened_until = self._bot.app.clock() + PAUSE
            log.warning("direct messages pause", hours=PAUSE.total_seconds() / 3600)
            await self._attention.pause_dms(self._none_opened_until)
            await self._attention.bundle_failed(post.bundle_id)
            return True
        return False
