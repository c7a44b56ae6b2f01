"""Essences in Discord: the form, keeping or posting one, "I tried it" (P8); and what is done with any entry of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.papers.model.values import EntryState
from bot.shell import ways
from bot.shell.cards import Card
from bot.shell.directory import Written
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.own import Own
from cogs.papers.posting import Posting
from cogs.papers.views import entries as views
from cogs.papers.views.essences import essence_form, try_form

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Essences(FeatureCog, name="essences"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._posting = posting
        self._own = Own(bot, posting)

    async def cog_load(self) -> None:
        """Register routes, and whose words a message of ours shows."""
        await super().cog_load()
        self.bot.directory.own_message[self.feature] = self._own_message
        self.bot.directory.authors[self.feature] = self._author

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        entry = await self._papers.own_entry_at(request.user_id, message_id)
        if entry is None:
            return None
        return await self._own.card(request, await self._own.by_id(request, entry.id))

    async def _author(self, request: Request, message_id: int) -> Written | None:
        entry = await self._papers.entry_behind(request.guild_id, message_id)
        if entry is None:
            return None
        words = (*entry.parts, entry.tried, entry.link)
        return Written(entry.user_id, "\n\n".join(each for each in words if each))

    @route("essence")
    async def essence(self, request: Request) -> None:
        """Open the form of an essence, with what was written before."""
        about = await self._papers.about(
            request.guild_id, request.user_id, request.route.args[0], organiser=request.is_organiser
        )
        await request.open(essence_form(about, request.lang))

    @route("essenced", reopen="essence")
    async def essenced(self, request: Request) -> None:
        """The form was submitted: it is kept, for its author alone; one that is posted is edited in place."""
        arxiv_id = request.route.args[0]
        about = await self._papers.about(request.guild_id, request.user_id, arxiv_id)
        entry = await self._papers.write_essence(
            request.guild_id,
            request.user_id,
            arxiv_id,
            typed_in(request),
            may_post=await self._own.may_write(request, about.essence),
        )
        await request.update(*await self._own.written(request, entry))

    @route("try")
    async def try_it(self, request: Request) -> None:
        """Open the form of "I tried it"."""
        guild_id, arxiv_id = await self._about(request)
        about = await self._papers.about(guild_id, request.user_id, arxiv_id, organiser=request.is_organiser)
        await request.open(try_form(about, request.route.args[0], request.lang))

    @route("tried", reopen="try")
    async def tried(self, request: Request) -> None:
        """It was tried: the essence says so, and so does its post."""
        guild_id, arxiv_id = await self._about(request)
        about = await self._papers.about(guild_id, request.user_id, arxiv_id)
        entry = await self._papers.try_it(
            guild_id,
            request.user_id,
            arxiv_id,
            request.text("link"),
            request.text("tried"),
            may_post=await self._own.may_write(request, about.essence),
        )
        await request.update(*await self._own.written(request, entry))

    async def _about(self, request: Request) -> tuple[int, str]:
        """The server and paper that a button is about: a paper's card names that, an own entry itself."""
        target = request.route.args[0]
        if not target.isdecimal():  # every arXiv id has a sign that is no digit
            return request.guild_id, target
        entry = (await self._own.entry(request)).entry
        return entry.guild_id, entry.arxiv_id

    @route("entry")
    async def entry(self, request: Request) -> None:
        """One's own entry as it stands; one that turns out to be deleted by hand is given back instead (S5)."""
        own = await self._own.entry(request)
        if own.entry.state is EntryState.POSTED and await self._posting.check(own.entry.id) is False:
            await request.update(*views.deleted_meanwhile(own.entry, request.lang))
            return
        await request.update(ways.below(await self._own.card(request, own), ways.home(request.lang)))

    @route("post")
    async def post(self, request: Request) -> None:
        """Post what was kept."""
        await self._own.post(request, (await self._own.entry(request)).entry)

    @route("keep")
    async def keep(self, request: Request) -> None:
        """It stays its author's alone, or is that again: then its post goes."""
        own = await self._own.entry(request)
        back = await self._papers.keep_entry(request.user_id, own.entry.id)
        if not back.was_posted:
            await request.update(await self._own.card(request, own, views.kept(request.lang)))
            return
        await request.defer()
        left = await self._posting.take_down(back.removals)
        own = await self._own.by_id(request, own.entry.id)
        await request.update(await self._own.card(request, own, views.taken_back(left, request.lang)))

    @route("edit")
    async def edit(self, request: Request) -> None:
        """Open the words of an entry."""
        await request.open(views.edit_form((await self._own.entry(request)).entry, request.lang))

    @route("edited", reopen="edit")
    async def edited(self, request: Request) -> None:
        """The words were changed: what is posted is edited in place."""
        before = (await self._own.entry(request)).entry
        may = await self._own.may_write(request, before)
        entry = await self._papers.rewrite_entry(request.user_id, before.id, typed_in(request), may_post=may)
        await request.update(*await self._own.written(request, entry))

    @route("delete")
    async def delete(self, request: Request) -> None:
        """Delete an entry everywhere; the words are given back once."""
        own = await self._own.entry(request)
        gone = await self._papers.delete_entry(request.user_id, own.entry.id)
        await request.defer()
        left = await self._posting.take_down(gone.removals)
        await request.update(*views.deleted(gone, left, request.lang))


def typed_in(request: Request) -> tuple[str, str, str]:
    """The texts of an entry's form; a question has two."""
    return request.text("q1"), request.text("q2"), request.text("q3")
