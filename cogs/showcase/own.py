"""One's own shares as cards, and whether their author may write where they stand: what several cogs of this feature need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.lang import get_lang
from bot.deliveries.model import Delivery
from bot.shell.cards import Card
from bot.shell.permissions import may_share
from bot.shell.request import Request
from bot.showcase.drawing import draw_aside
from bot.showcase.model.refusals import MayNotShare, ShareGone
from bot.showcase.model.values import Share, State
from bot.showcase.service.posting import SharePost
from cogs.showcase.posting import Posting
from cogs.showcase.views import gone, member, posts

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Own:
    """Reads through the service and shows; changes nothing."""

    def __init__(self, bot: Compound, posting: Posting) -> None:
        self._bot = bot
        self._showcase = bot.app.showcase
        self._posting = posting

    async def share(self, request: Request) -> Share:
        """The own share that a button is about; ShareGone, also for one of another server than where it was pressed (A3)."""
        return await self.by_id(request, request.route.number(0))

    async def by_id(self, request: Request, share_id: int) -> Share:
        """The own share with this id; ShareGone as of `share`."""
        found = await self._showcase.share(request.user_id, share_id)
        if request.guild_id not in (0, found.guild_id):
            raise ShareGone
        return found

    async def post(self, request: Request, share: Share, *, drawn: bool = False) -> Card:
        """What is posted of it, or would be, without its buttons; `drawn`: with the card of a shipped project."""
        there = await self._bot.app.communities.community(share.guild_id)
        lang = get_lang(there.language)
        if request.guild_id == share.guild_id:
            lang = await request.public_language()
        url = await self._showcase.parent_url(request.user_id, share.id)
        post = SharePost(share, None, lang.code, there.zone, url, None)
        picture = None
        if drawn and share.is_shipped:
            author = share.author or await self.author(request, share)
            post = replace(post, share=replace(share, author=author))
            picture = await draw_aside(posts.drawing(post, self._bot.app.clock(), lang))
        return replace(posts.share_card(post, lang, picture), rows=())

    async def preview(self, request: Request, share: Share) -> Card:
        """A draft as it would be posted, and what can be done with it."""
        return member.preview(share, await self.post(request, share, drawn=True), request.lang)

    async def card(self, request: Request, share: Share, intro: str = "") -> Card:
        """One's own share in any state, with all its buttons; `intro` in place of where it stands."""
        noted = await self._showcase.has_notes(request.user_id, share.id)
        return member.own_card(
            share,
            await self.post(request, share),
            await self._showcase.own_post(request.user_id, share.id),
            await self._bot.app.communities.topics(share.guild_id) if share.content.topic_id else (),
            request.lang,
            intro=intro,
            noted=noted,
        )

    async def require_right(self, request: Request, share: Share) -> None:
        """Go on with a change of what others see only if its author may write there themselves: MayNotShare, NoShowcase."""
        if share.state is State.DRAFT:
            return
        place = await self._showcase.place_of(request.user_id, share.id)
        if not await may_share(request, place.guild_id, place.channel_id):
            raise MayNotShare(place.channel_id)

    async def author(self, request: Request, share: Share) -> str:
        """The name Discord shows for the author in the share's server."""
        if request.guild_id == share.guild_id:
            return request.interaction.user.display_name
        await request.defer()
        name = await self._bot.poster.member_name(share.guild_id, request.user_id)
        return name or request.interaction.user.display_name

    async def brought_up(self, request: Request, share: Share, intro: str = "") -> Sequence[Card]:
        """A changed share after its post was edited: `intro` above it, else whether Discord shows the change."""
        if share.state is not State.POSTED:
            return [await self.card(request, share, intro)]
        await request.defer()
        delivered: Delivery | None = await self._posting.in_time(share.id, ())
        try:
            share = await self._showcase.share(request.user_id, share.id)
        except ShareGone:
            return gone.deleted_meanwhile(share, request.lang)
        if intro:
            return [await self.card(request, share, intro)]
        return [member.changed(share, delivered, request.lang)]

    async def retold(self) -> None:
        """What quoted a share that went, or was adapted from it, is edited now, not at the next tick (promise 6)."""
        for job in ("showcase.post", "showcase.retell"):
            await self._bot.jobs.run(job)
