"""Drafts before a few readers: offering one, reading it, writing a note; and what can be done about words that were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.shell.daily import daily
from bot.shell.directory import Line
from bot.shell.failures import typed_again
from bot.shell.guards import muted_card
from bot.shell.jobs import to_the_end
from bot.shell.permissions import has_time_out, may_see, may_share
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.reading import NotOffered
from bot.showcase.model.refusals import MayNotShare, TimedOut
from bot.showcase.model.values import DRAFT_OFFER, NOTE
from bot.showcase.service.reading import Offered
from cogs.showcase.posting import Posting
from cogs.showcase.views import readers as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Readers(FeatureCog, name="draft readers"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too, where bundles come."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting

    async def cog_load(self) -> None:
        """Register routes, what waits in people's inboxes, and the daily job that ends old offers."""
        await super().cog_load()
        offers = self.bot.directory
        offers.lines[DRAFT_OFFER] = self._draft_lines
        offers.lines[NOTE] = self._note_lines
        offers.names[DRAFT_OFFER] = views.draft_name
        offers.names[NOTE] = views.note_name
        self.bot.jobs.add(daily("showcase.offers", self.app.clock, to_the_end(self._showcase.end_offers)))

    @route("offer")
    async def offer(self, request: Request) -> None:
        """Show my draft to a few who like to read drafts: who may not write where it would be posted shows it to nobody."""
        share_id = request.route.number(0)
        place = await self._showcase.place_of(request.user_id, share_id)
        if not await may_share(request, place.guild_id, place.channel_id):
            raise MayNotShare(place.channel_id, share_id)
        share = await self._showcase.offer(request.user_id, share_id)
        await request.update(views.offered_card(share, request.lang))

    @route("unoffer")
    async def unoffer(self, request: Request) -> None:
        """Take it back from them."""
        share = await self._showcase.unoffer(request.user_id, request.route.number(0))
        await request.update(views.unoffered_card(share, request.lang))

    @route("read_draft")
    async def read_draft(self, request: Request) -> None:
        """Show a draft to who was asked to read it."""
        found = await self._visible(request)
        name = await self._name(request, found.share.guild_id, found.share.user_id)
        await request.update(*views.draft_cards(found, name, request.lang))

    @route("pass_draft")
    async def pass_draft(self, request: Request) -> None:
        """Not this time."""
        share_id = request.route.number(0)
        await self._showcase.pass_draft(request.user_id, share_id)
        await request.update(views.passed_card(share_id, request.lang))

    @route("unpass_draft")
    async def unpass_draft(self, request: Request) -> None:
        """The undo of that."""
        share = await self._showcase.unpass_draft(request.user_id, request.route.number(0))
        await request.update(views.unpassed_card(share, request.lang))

    @route("write_note")
    async def write_note(self, request: Request) -> None:
        """The form of a note."""
        share_id = request.route.number(0)
        await self._showcase.offered(request.user_id, share_id)
        await request.open(views.note_form(share_id, request.lang))

    @route("note_written", reopen="write_note")
    async def note_written(self, request: Request) -> None:
        """Send the note to the author; what was typed is given back when nobody reads it any more."""
        share_id, typed = request.route.number(0), request.text(views.FIELD)
        try:
            found = await self._showcase.offered(request.user_id, share_id)
            if await has_time_out(request, found.share.guild_id):
                raise TimedOut
            noted = await self._showcase.write_note(request.user_id, share_id, typed)
        except NotOffered as gone:
            await request.answer(views.reading_refusal(gone, request.lang), *typed_again(request))
            return
        name = await self._name(request, noted.said.guild_id, noted.said.to_id)
        await request.update(views.noted_card(noted, name, request.lang))

    @route("unwrite_note")
    async def unwrite_note(self, request: Request) -> None:
        """Take my note back."""
        said, removals = await self._showcase.take_note_back(request.user_id, request.route.number(0))
        await request.update(*views.unwritten_cards(said, request.lang))
        await self.bot.publisher.take_down(removals)

    @route("notes")
    async def notes(self, request: Request) -> None:
        """What readers wrote about my draft: all of them to choose from, or the only one."""
        share, found = await self._showcase.notes(request.user_id, request.route.number(0))
        await request.update(views.notes_card(share, found, request.lang))

    @route("read_note")
    async def read_note(self, request: Request) -> None:
        """Show me what a reader wrote: of a line's button, or chosen from the list."""
        word_id = int(request.chosen[0]) if request.chosen else request.route.number(0)
        noted = await self._showcase.note(request.user_id, word_id)
        name = await self._name(request, noted.said.guild_id, noted.said.from_id)
        await request.update(*views.note_cards(noted, name, request.lang))

    @route("mute")
    async def mute(self, request: Request) -> None:
        """Nothing more from who sent me a draft, a note or a thank-you."""
        kind, subject_id, sender_id = _kind(request), request.route.number(1), request.route.number(2)
        await self._showcase.silence_sender(request.user_id, kind, subject_id, sender_id)
        await request.update(muted_card(request.lang))

    @route("tell")
    async def tell(self, request: Request) -> None:
        """Show the organisers what I was sent."""
        kind = _kind(request)
        worded = await self._showcase.report_sender(request.user_id, kind, request.route.number(1))
        await request.answer(views.told_card(kind, worded, request.lang))

    async def _visible(self, request: Request) -> Offered:
        """The draft; NotOffered when the reader does not see the channel it is meant for, and then it waits no more."""
        found = await self._showcase.offered(request.user_id, request.route.number(0))
        if not await may_see(request, found.share.guild_id, found.channel_id):
            await self._showcase.pass_draft(request.user_id, found.share.id)
            raise NotOffered(unseen=True)
        return found

    async def _name(self, request: Request, guild_id: int, user_id: int) -> str:
        """What somebody is called, for the bot's own DM; in their server a mention says it."""
        return "" if request.guild_id == guild_id else await self.bot.poster.member_name(guild_id, user_id)

    async def _draft_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._showcase.drafts_to_read([(each.user_id, each.subject_id) for each in intents])
        shown = {each.id: found.get((each.user_id, each.subject_id)) for each in intents}
        names = await self._names((each.guild_id, each.user_id) for each in found.values())
        return {
            id_: Line(
                views.draft_line(share, names[share.guild_id, share.user_id], lang),
                views.draft_button(share, lang),
            )
            for id_, share in shown.items()
            if share
        }

    async def _names(self, people: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """What these (server, member) are called: lines come in direct messages, too."""
        return {each: await self.bot.poster.member_name(*each) for each in {*people}}

    async def _note_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._showcase.noted([each.subject_id for each in intents])
        return {
            each.id: Line(
                views.note_line(found[each.subject_id], lang), views.note_button(found[each.subject_id], lang)
            )
            for each in intents
            if each.subject_id in found
        }


def _kind(request: Request) -> str:
    """What a button is about: its custom id holds the kind without the feature."""
    return f"showcase.{request.route.args[0]}"
