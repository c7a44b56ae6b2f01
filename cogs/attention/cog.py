"""The inbox: what waits for a person, why, and what became of the last few things; in a server only what is that server's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.attention.model.refusals import NothingWaits
from bot.attention.model.values import DECISIONS_SHOWN, Away, Intent, State, Why
from bot.attention.service import Inbox
from bot.core.clock import local_date
from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.attention.ahead import away_now, next_bundle
from cogs.attention.rendering import Rendering, Worded, as_fits
from cogs.attention.views import inbox as views
from cogs.attention.views import items

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Attention(FeatureCog, name="attention"):
    """Handlers convert, call one use case, and show one card."""

    feature = "attention"

    def __init__(self, bot: Compound, rendering: Rendering) -> None:
        super().__init__(bot)
        self._attention = bot.app.attention
        self._rendering = rendering

    async def cog_load(self) -> None:
        """Register routes and this feature's part of /mine."""
        await super().cog_load()
        self.bot.directory.mine[self.feature] = self._mine

    async def _mine(self, request: Request) -> Section:
        box = await self._attention.inbox(request.user_id, request.guild_id)
        return views.section(bool(_waiting(request, box)), request.lang)

    async def _worded(self, request: Request, intents: Sequence[Intent]) -> Worded:
        """These in words; what is no longer true does not wait any longer."""
        worded = await self._rendering.worded(intents, request.lang)
        gone = [each.id for each in intents if each.id in worded.settled and each.state is State.WAITING]
        if gone:
            await self._attention.settle(gone, Why.SETTLED)
        return worded

    @route("inbox")
    async def inbox(self, request: Request) -> None:
        """Open the inbox."""
        box = await self._attention.inbox(request.user_id, request.guild_id)
        sent = [each for each in box.decided if each.state is State.SENT and _is_here(request, each)]
        worded = await self._worded(request, [*_waiting(request, box), *sent])
        if worded.settled:  # so something was decided just now
            box = await self._attention.inbox(request.user_id, request.guild_id)
        lately = [each for each in box.decided if _is_here(request, each)]
        groups = await self._rendering.grouped(worded.items, request.lang)
        still = _still_waiting(groups)
        fits = as_fits(still, views.MOST, views.ROOM)
        now = self.app.clock()
        shown = views.Shown(
            mailbox=box.mailbox,
            zone=box.zone,
            away=away_now(box, now),
            next_at=next_bundle(box, now),
            waiting=tuple(fits),
            more=len(_ids(fits)) < len(_ids(still)),
            elsewhere=any(not _is_here(request, each) for each in box.waiting),
            openable=tuple(groups),
            decided=tuple([await self._decided(request, box, each) for each in lately[:DECISIONS_SHOWN]]),
        )
        await request.update(views.inbox_card(shown, request.lang))

    @route("opened")
    async def opened(self, request: Request) -> None:
        """A bundle's own button."""
        await self.inbox(request)

    async def _decided(self, request: Request, box: Inbox, each: Intent) -> views.Decided:
        server = "" if request.guild_id else await self._rendering.server(each.server, request.lang)
        then = local_date(each.decided_at or each.made_at, box.zone)
        lived = Away(then, then)
        if each.state is State.EXPIRED:  # any day of its time on which it could not come
            lived = Away(local_date(each.made_at, box.zone), local_date(each.expires_at, box.zone))
        away = any(lived.overlaps(range_) for range_ in box.aways)
        return views.Decided(each, self._rendering.name(each.kind, request.lang), server, away)

    @route("item")
    async def item(self, request: Request) -> None:
        """One of them was chosen: it is shown now, and does not come again in a bundle."""
        wanted = int(request.chosen[0])
        box = await self._attention.inbox(request.user_id, request.guild_id)
        sent = [each for each in box.decided if each.state is State.SENT and _is_here(request, each)]
        found = [each for each in (*_waiting(request, box), *sent) if each.id == wanted]
        worded = await self._worded(request, found)
        if not worded.items:
            raise NothingWaits
        if worded.items[0].intent.state is State.WAITING:
            await self._attention.take(request.user_id, [wanted])
        (group,) = await self._rendering.grouped(worded.items, request.lang)
        await request.update(items.item_card(group, request.lang))

    @route("now")
    async def now(self, request: Request) -> None:
        """Give what waits now, as much as one card takes."""
        box = await self._attention.inbox(request.user_id, request.guild_id)
        waiting = _waiting(request, box)
        if not waiting:
            raise NothingWaits
        worded = await self._worded(request, waiting)
        groups = await self._rendering.grouped(worded.items, request.lang)
        given = as_fits(groups, views.MOST, views.GIVEN)
        await self._attention.take(request.user_id, _ids(given))
        more = len(_ids(given)) < len(_ids(groups))
        await request.update(views.given_card(given, more, box.zone, request.lang))

    @route("clear")
    async def clear(self, request: Request) -> None:
        """Let go of what waits here."""
        if request.guild_id:
            box = await self._attention.inbox(request.user_id, request.guild_id)
            await self._attention.settle([each.id for each in _waiting(request, box)], Why.CLEARED)
        else:
            await self._attention.clear(request.user_id)
        await request.update(views.cleared_card(request.lang))


def _waiting(request: Request, box: Inbox) -> list[Intent]:
    """What waits and may be shown here: a server's own (A3), in the bot's own messages everything.

    What is on its way in a bundle at this moment is left out: it comes by itself.
    """
    return [each for each in box.waiting if _is_here(request, each) and each.bundle_id is None]


def _still_waiting(groups: Sequence[items.Group]) -> list[items.Group]:
    """Of these, what waits; groups without any are left out."""
    waiting = [
        replace(group, items=tuple(each for each in group.items if each.intent.state is State.WAITING))
        for group in groups
    ]
    return [group for group in waiting if group.items]


def _ids(groups: Sequence[items.Group]) -> list[int]:
    return [item.intent.id for group in groups for item in group.items]


def _is_here(request: Request, intent: Intent) -> bool:
    return not request.guild_id or intent.server in (0, request.guild_id)
