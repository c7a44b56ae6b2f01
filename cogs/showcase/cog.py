"""/share in Discord: the form, the preview, keeping a draft, posting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.attention.model.refusals import TooOften
from bot.core.ids import custom_id
from bot.shell.cards import Button, Style
from bot.shell.permissions import may_share
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.refusals import LinkRefused, NothingShared, SecretFound, TooLong
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import TEXT, Kind, State
from cogs.showcase.own import Own
from cogs.showcase.posting import Posting
from cogs.showcase.views import gone, member, mine
from cogs.showcase.views.refusals import kept_for_later

if TYPE_CHECKING:
    from bot.shell.client import Compound

OPENER = custom_id("showcase", "form")
MISTYPED = (NothingShared, LinkRefused, SecretFound, TooLong)  # comes before anything is stored


class Sharing(FeatureCog, name="sharing"):
    """Handlers convert, call one use case, and show one view."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting
        self._own = Own(bot, posting)

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = mine.help_line

    @app_commands.command(
        name="share", description=locale_str("Show what you made. You see it before anybody else does.")
    )
    @app_commands.describe(
        link=locale_str("Where it can be seen: a repository, notebook, article, demo …"),
        text=locale_str("What it is, in your own words. One sentence is enough."),
    )
    @app_commands.guild_only()
    async def share(
        self,
        interaction: discord.Interaction[Any],
        link: str | None = None,
        text: app_commands.Range[str, 1, TEXT] | None = None,
    ) -> None:
        """Open the form, or preview what was typed."""
        typed = Typed(link=link or "", text=text or "")

        async def start(request: Request) -> None:
            await self._start(request, typed)

        await self.handle(interaction, start)

    async def _start(self, request: Request, typed: Typed) -> None:
        await self._showcase.showcase(request.guild_id, organiser=request.is_organiser)
        if typed == Typed():
            await self._open(request)
            return
        try:
            share = await self._showcase.draft(request.guild_id, request.user_id, typed)
        except MISTYPED as refused:
            self.bot.retype.keep(request.user_id, OPENER, {"link": (typed.link,), "text": (typed.text,)})
            card = self.bot.wordings.card(refused, request.lang)
            again = Button(request.lang.gettext("Open the form"), OPENER, Style.PRIMARY)
            await request.answer(replace(card, rows=((again,),)))
            return
        await request.answer(await self._own.preview(request, share))

    @route("form")
    async def form(self, request: Request) -> None:
        """Open the form again, as it was."""
        await self._showcase.showcase(request.guild_id, organiser=request.is_organiser)
        await self._open(request)

    async def _open(self, request: Request) -> None:
        topics = await self.app.communities.topics(request.guild_id)
        form = member.share_form(custom_id("showcase", "typed"), Typed(), topics, request.lang, OPENER)
        await request.open(form)

    @route("typed", reopen="form")
    async def typed(self, request: Request) -> None:
        """The form was submitted: it is a draft, and previewed."""
        share = await self._showcase.draft(request.guild_id, request.user_id, typed_in(request))
        await request.update(await self._own.preview(request, share))

    @route("kind")
    async def kind(self, request: Request) -> None:
        """Another kind was chosen below the preview."""
        share = await self._own.share(request)
        if share.state is State.DRAFT:
            share = await self._showcase.set_kind(request.user_id, share.id, Kind(request.chosen[0]))
            await request.update(await self._own.preview(request, share))
        else:  # it was offered or posted since
            await request.update(await self._own.card(request, share))

    @route("keep")
    async def keep(self, request: Request) -> None:
        """Open the form of the one sentence that a draft may have."""
        await request.open(member.done_form(await self._own.share(request), request.lang))

    @route("kept", reopen="keep")
    async def kept(self, request: Request) -> None:
        """It stays a draft."""
        share = await self._own.share(request)
        await self._own.require_right(request, share)
        share = await self._showcase.finish_when(request.user_id, share.id, request.text("done"))
        intro = member.kept(request.lang) if share.state is State.DRAFT else ""
        await request.update(await self._own.card(request, share, intro))

    @route("post")
    async def post(self, request: Request) -> None:
        """Post a draft."""
        await self._post(request)

    @route("post_again")
    async def post_again(self, request: Request) -> None:
        """Post it although its link was shared before."""
        await self._post(request, again=True)

    async def _post(self, request: Request, *, again: bool = False) -> None:
        share = await self._own.share(request)
        place = await self._showcase.place_of(request.user_id, share.id)
        may = await may_share(request, place.guild_id, place.channel_id)
        author = await self._own.author(request, share)
        try:
            published = await self._showcase.publish(
                request.user_id, share.id, author=author, may_post=may, again=again
            )
        except TooOften as refused:
            card = self.bot.wordings.card(refused, request.lang)
            await request.answer(kept_for_later(card, share.id, request.lang))
            return
        await request.defer()
        delivered = await self._posting.in_time(share.id, published.claimed)
        cards = [member.posted(published.share, delivered, request.lang)]
        if published.first and not (delivered and delivered.is_refused):
            cards.append(member.welcome(published.share.guild_id, published.asks, request.lang))
        await request.update(*cards)

    @route("update_older")
    async def update_older(self, request: Request) -> None:
        """Let the older post with the same link say this."""
        older = await self._own.share(request)
        draft = await self._own.by_id(request, request.route.number(1))
        await self._own.require_right(request, older)
        updated = await self._showcase.update_older(request.user_id, older.id, draft.id)
        cards = await self._own.brought_up(request, updated.share)
        await self._posting.take_down(updated.removals)
        await request.update(*cards, *gone.replaced(updated, request.lang))


def typed_in(request: Request) -> Typed:
    """What was typed into the form."""
    kind, topic = request.text("kind"), request.text("topic")
    return Typed(
        link=request.text("link"),
        text=request.text("text"),
        title=request.text("title"),
        kind=Kind(kind) if kind in {each.value for each in Kind} else None,
        topic_id=int(topic) if topic.isdecimal() else 0,
    )
