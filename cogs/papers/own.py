"""One's own entries as cards, and whether their author may write where they stand: what several cogs of this feature need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.attention.model.refusals import TooOften
from bot.core.lang import Lang, get_lang
from bot.papers.model.refusals import EntryGone, MayNotWrite, WordsRefused
from bot.papers.model.values import Entry, EntryState
from bot.papers.service.publishing import Own as Shown
from bot.shell.cards import Card
from bot.shell.permissions import may_post, may_share
from bot.shell.request import Request
from cogs.papers.posting import Posting
from cogs.papers.views import entries as views
from cogs.papers.views.entry_refusals import kept_for_later

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Own:
    """What is done with an entry of one's own, and how it is answered."""

    def __init__(self, bot: Compound, posting: Posting) -> None:
        self._bot = bot
        self._papers = bot.app.papers
        self._posting = posting

    async def entry(self, request: Request) -> Shown:
        """The own entry that a button is about, or that was chosen.

        EntryGone, also for one of another server than where it was pressed (A3); all of it works in the bot's own DM.
        """
        chosen = next(iter(request.chosen), "")
        return await self.by_id(request, int(chosen) if chosen.isdecimal() else request.route.number(0))

    async def by_id(self, request: Request, entry_id: int) -> Shown:
        """The own entry with this id; EntryGone as of `entry`."""
        found = await self._papers.own_entry(request.user_id, entry_id)
        if request.guild_id not in (0, found.entry.guild_id):
            raise EntryGone
        return found

    async def card(self, request: Request, own: Shown, intro: str = "", *, preview: bool = False) -> Card:
        """One's own entry in any state, with all its buttons; `intro` in place of where it stands."""
        words = await self._words(request, own)
        return views.own_entry(own, words, request.lang, intro, preview)

    async def _words(self, request: Request, own: Shown) -> Lang:
        """The language in which it is posted, or would be."""
        if request.guild_id == own.entry.guild_id:
            return await request.public_language()
        return get_lang(own.language)

    async def may_write(self, request: Request, entry: Entry | None) -> bool:
        """Whether the member may write where an entry stands or would (A9); of a private one that only changes see `post`."""
        if entry is None or entry.state is EntryState.PRIVATE:
            return True
        return await self._may(request, entry)

    async def _may(self, request: Request, entry: Entry) -> bool:
        place = await self._papers.place_of_entry(request.user_id, entry.id)
        asked = may_post if place.is_thread else may_share
        return await asked(request, entry.guild_id, place.asked)

    async def post(self, request: Request, entry: Entry) -> None:
        """Post an entry that is its author's alone, and say where it is. What is refused is kept as it is."""
        may = await self._may(request, entry)
        try:
            posted = await self._papers.post_entry(request.user_id, entry.id, may_post=may)
        except TooOften as refused:
            card = self._bot.wordings.card(refused, request.lang)
            await request.answer(kept_for_later(card, entry.id, request.lang))
            return
        except (MayNotWrite, WordsRefused) as refused:
            if not request.is_form:
                raise
            # What was typed is kept; the form would keep it a second time.
            await request.answer(self._bot.wordings.card(refused, request.lang))
            return
        await request.defer()
        delivered = await self._posting.in_time(entry.id, [posted.claimed] if posted.claimed else [])
        await request.update(views.posted(posted.entry, delivered, request.lang))

    async def written(self, request: Request, entry: Entry) -> Sequence[Card]:
        """After words were written: a private entry as it would look, a posted one after its edit."""
        if entry.state is EntryState.POSTED:
            return await self.brought_up(request, entry)
        own = await self.by_id(request, entry.id)
        return [await self.card(request, own, views.written(request.lang), preview=True)]

    async def brought_up(self, request: Request, entry: Entry) -> Sequence[Card]:
        """A changed entry after its post was edited; its words, should the post turn out to be deleted by hand."""
        await request.defer()
        delivered = await self._posting.in_time(entry.id)
        try:
            own = await self.by_id(request, entry.id)
        except EntryGone:
            return views.deleted_meanwhile(entry, request.lang)
        return [views.changed(own.entry, delivered, request.lang)]
