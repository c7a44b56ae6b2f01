"""Organisers' notices (A8): the card in /setup, the one channel they may go to, and the job that posts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Notice
from bot.attention.service import NoticePost
from bot.core.lang import Lang, get_lang
from bot.deliveries.model import State
from bot.shell.cards import Card
from bot.shell.directory import Section
from bot.shell.jobs import Job
from bot.shell.markup import channel
from bot.shell.outages import is_away
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.attention.views import notices as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 50  # notices claimed in one transaction


class Notices(FeatureCog, name="notices"):
    """Handlers convert, call one use case, and show one card."""

    feature = "attention"

    async def cog_load(self) -> None:
        """Register routes, the part of /setup, and the wording of reports and of the record of changes."""
        await super().cog_load()
        offers = self.bot.directory
        offers.setup["attention.notices"] = self._section
        offers.notices["attention.report"] = views.report
        offers.audits["attention.notices"] = views.place_changed

    def _worded(self, notice: Notice, lang: Lang) -> Card:
        return self.bot.directory.notices.get(notice.kind, views.unknown)(notice, lang)

    async def _section(self, request: Request) -> Section:
        waiting = await self.app.attention.open_notices(request.guild_id)
        return views.section(bool(waiting), request.lang)

    @route("notices", organiser=True)
    async def notices(self, request: Request) -> None:
        """The card."""
        await self._card(request)

    async def _card(self, request: Request, done: str = "") -> None:
        place = await self.app.attention.place_of(request.guild_id)
        found = await self.app.attention.open_notices(request.guild_id)
        worded = [(each, self._worded(each, request.lang)) for each in found]
        await request.update(views.notices_card(place, worded, request.lang, done=done))

    @route("seen_some", organiser=True)
    async def seen_some(self, request: Request) -> None:
        """Some were seen to."""
        for each in request.chosen:
            await self.app.attention.notice_seen(request.guild_id, int(each))
        await self._card(
            request, request.lang.gettext("Marked as done. If it happens again, a new notice comes.")
        )

    @route("seen", organiser=True)
    async def seen(self, request: Request) -> None:
        """A posted one was seen to: the post says so."""
        await self.app.attention.notice_seen(request.guild_id, request.route.number(0))
        await request.answer(views.seen(request.lang))
        await self.bot.jobs.run("attention.noticed")  # the post shows it now, not at the next tick

    @route("notice_channel", organiser=True)
    async def notice_channel(self, request: Request) -> None:
        """Open the form."""
        place = await self.app.attention.place_of(request.guild_id)
        await request.open(views.channel_form(place, request.lang))

    @route("notice_place", organiser=True)
    async def notice_place(self, request: Request) -> None:
        """A channel was chosen."""
        channel_id = int(request.text(views.FIELD))
        await self.app.attention.choose_place(request.guild_id, request.user_id, channel_id)
        text = request.lang.gettext("From now on notices are posted in {channel}. “No channel” undoes it.")
        await self._card(request, text.format(channel=channel(channel_id)))

    @route("no_channel", organiser=True)
    async def no_channel(self, request: Request) -> None:
        """On the card only."""
        await self.app.attention.choose_place(request.guild_id, request.user_id, None)
        await self._card(request, request.lang.gettext("From now on notices are on this card only."))

    async def post(self, due: Sequence[NoticePost]) -> None:
        """Post these, or edit what is settled."""
        for each in due:
            lang = get_lang(each.language)
            card = views.posted(each.notice, self._worded(each.notice, lang), lang)
            if each.claimed.state is State.SENT:
                await self.bot.publisher.edit(each.claimed, card)
                continue
            stands = await self.bot.publisher.send(each.claimed, card)
            if stands is not None and stands.is_out_of_reach:
                await self._out_of_reach(each)
            elif stands is not None and stands.state is State.SENT:
                await self.app.attention.notices_got_through(each.notice.guild_id, each.claimed.channel_id)

    async def _out_of_reach(self, post: NoticePost) -> None:
        """Not believed while Discord itself says that the server is unavailable."""
        if not is_away(self.bot, post.notice.guild_id):
            await self.app.attention.notices_refused(post.notice.guild_id, post.claimed.channel_id)


def notice_jobs(bot: Compound, notices: Notices) -> list[Job]:
    """The jobs that post and edit notices."""
    attention = bot.app.attention

    async def post_due() -> bool:
        did = False
        while (due := await attention.next_notice()) is not None and due <= bot.app.clock():
            await notices.post(await attention.claim_notices(TAKE))
            did = True
        return did

    async def finish() -> bool:
        did = False
        while taken := await attention.take_unfinished_notices(TAKE):
            await notices.post(taken)
            did = True
        return did

    return [
        Job("attention.notices", post_due, attention.next_notice),
        Job("attention.noticed", finish, attention.next_unfinished_notice),
    ]
