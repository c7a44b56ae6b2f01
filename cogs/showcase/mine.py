"""A member's own shares and drafts: the list in /mine, editing, back to a draft, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ids import custom_id
from bot.shell import ways
from bot.shell.cards import Card
from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import Share, State
from cogs.showcase.cog import typed_in
from cogs.showcase.own import Own
from cogs.showcase.posting import Posting
from cogs.showcase.views import gone, member, mine

if TYPE_CHECKING:
    from bot.shell.client import Compound

PAGE = 20  # shares in the list


class Mine(FeatureCog, name="my shares"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting
        self._own = Own(bot, posting)

    async def cog_load(self) -> None:
        """Register routes and what this feature offers to /mine and the message menu."""
        await super().cog_load()
        self.bot.directory.mine[self.feature] = self._mine
        self.bot.directory.own_message[self.feature] = self._own_message

    async def _mine(self, request: Request) -> Section:
        return mine.mine(request.lang)

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        share = await self._showcase.my_share_at(request.user_id, message_id)
        return await self._own.card(request, share) if share else None

    @route("shares")
    async def shares(self, request: Request) -> None:
        """My shares, a page of them; in the bot's own DM those of every server."""
        found = await self._showcase.my_shares(
            request.user_id,
            guild_id=request.guild_id or None,
            before=request.route.number(0) or None,
            limit=PAGE + 1,
        )
        servers: dict[int, str] = {}
        if not request.guild_id:
            ids = {each.guild_id for each in found}
            servers = {each: await self.bot.poster.server_name(each) for each in ids}
        card = mine.my_shares(found[:PAGE], len(found) > PAGE, servers, request.lang)
        await request.update(ways.below(card, ways.home(request.lang)))

    @route("shown")
    async def shown(self, request: Request) -> None:
        """One of the list."""
        await self._show(request, await self._own.by_id(request, int(request.chosen[0])))

    @route("own")
    async def own(self, request: Request) -> None:
        """One's own share as it stands."""
        await self._show(request, await self._own.share(request))

    async def _show(self, request: Request, share: Share) -> None:
        """A post that turns out to be deleted by hand is given back instead (H5)."""
        if share.state is State.POSTED and not await self._posting.check(share.id):
            await request.update(*gone.deleted_meanwhile(share, request.lang))
            return
        await request.update(ways.below(await self._own.card(request, share), ways.home(request.lang)))

    @route("edit")
    async def edit(self, request: Request) -> None:
        """Open the words of a share or draft."""
        share = await self._own.share(request)
        topics = await self.app.communities.topics(share.guild_id)
        form = custom_id("showcase", "edited", share.id)
        opener = custom_id("showcase", "edit", share.id)
        await request.open(member.share_form(form, Typed.of(share.content), topics, request.lang, opener))

    @route("edited", reopen="edit")
    async def edited(self, request: Request) -> None:
        """The words were changed: a draft is previewed, a post edited in place."""
        share = await self._own.share(request)
        await self._own.require_right(request, share)
        share = await self._showcase.rewrite(request.user_id, share.id, typed_in(request))
        if share.state is State.DRAFT:
            await request.update(await self._own.preview(request, share))
            return
        intro = member.changed_before_readers(request.lang) if share.state is State.OFFERED else ""
        await request.update(*await self._own.brought_up(request, share, intro))

    @route("unpost")
    async def unpost(self, request: Request) -> None:
        """Back to a draft; asked once more only if what others wrote would go with the post."""
        share = await self._own.share(request)
        if share.state is State.POSTED and await self._showcase.is_talked_of(request.user_id, share.id):
            await request.update(gone.confirm_unpost(share, request.lang))
            return
        await self._unpost(request, share)

    @route("unpost_now")
    async def unpost_now(self, request: Request) -> None:
        """Back to a draft, whatever goes with the post."""
        await self._unpost(request, await self._own.share(request))

    async def _unpost(self, request: Request, share: Share) -> None:
        back = await self._showcase.unpublish(request.user_id, share.id)
        await request.defer()
        left = await self._posting.take_down(back.removals)
        intro = gone.unposted(left, request.lang) if back.was_posted else ""
        await request.update(await self._own.card(request, back.share, intro))
        await self._own.retold()

    @route("delete")
    async def delete(self, request: Request) -> None:
        """Delete a share or draft everywhere; the words are given back once."""
        share = await self._own.share(request)
        removed = await self._showcase.delete(request.user_id, share.id)
        await request.defer()
        left = await self._posting.take_down(removed.removals)
        await request.update(*gone.deleted(removed, left, request.lang))
        await self._own.retold()
