"""What members do with standups: /standup, the prompt's buttons, posting, editing, deleting."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.core.ids import custom_id
from bot.deliveries.model import Delivery
from bot.shell import ways
from bot.shell.cards import Card
from bot.shell.directory import Section
from bot.shell.permissions import may_post
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.standups.model import Draft, Entry, EntryGone, MayNotPost, answers_to
from bot.standups.service.writing import Opened, Saved
from cogs.standups.helping import add_afterwards
from cogs.standups.posting import Posting
from cogs.standups.views import member
from cogs.standups.views.blockers import add_open

if TYPE_CHECKING:
    from bot.shell.client import Compound

PAGE = 20  # entries in the list of one's own
SOON = 8.0  # seconds a person waits for Discord before the answer is "it will appear shortly"


class Standups(FeatureCog, name="standups"):
    """Handlers convert, call one use case, and show one view."""

    feature = "standups"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._standups = bot.app.standups
        self._posting = posting

    async def cog_load(self) -> None:
        """Register routes and what this feature offers to /mine, /help and the message menu."""
        await super().cog_load()
        self.bot.directory.mine[self.feature] = self._mine
        self.bot.directory.help[self.feature] = member.help_line
        self.bot.directory.own_message[self.feature] = self._own_message

    @app_commands.command(
        name="standup",
        description=locale_str("Say what you did, what is next, where you are stuck. A little is enough."),
    )
    @app_commands.guild_only()
    async def standup(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form, today's entry, or the choice between several standups."""
        await self.handle(interaction, self._start)

    async def _start(self, request: Request) -> None:
        place = request.place
        found = await self._standups.choose(
            place.guild_id, (place.channel_id, place.parent_id), organiser=request.is_organiser
        )
        if len(found) > 1:
            await request.answer(member.pick(found, request.lang))
            return
        await self._show(request, await self._standups.open(place.guild_id, request.user_id, found[0].id, 0))

    @route("pick")
    async def pick(self, request: Request) -> None:
        """One of several standups was chosen."""
        standup_id = int(request.chosen[0])
        await self._show(request, await self._standups.open(request.guild_id, request.user_id, standup_id, 0))

    @route("open")
    async def open(self, request: Request) -> None:
        """Open the form again, as it was."""
        route_ = request.route
        opened = await self._standups.open(
            request.guild_id, request.user_id, route_.number(0), route_.number(1)
        )
        await self._show(request, opened)

    @route("day")
    async def day(self, request: Request) -> None:
        """A prompt's own button."""
        await self._show(
            request, await self._standups.open_day(request.guild_id, request.user_id, request.route.number(0))
        )

    async def _show(self, request: Request, opened: Opened) -> None:
        if opened.entry is not None:
            await self._show_entry(request, opened.entry)
            return
        standup, ids = opened.standup, (opened.standup.id, opened.day.id if opened.day else 0)
        channel_id = opened.day.channel_id if opened.day else standup.channel_id
        await self._require_right(request, request.guild_id, channel_id)
        id_, opener = custom_id("standups", "written", *ids, channel_id), custom_id("standups", "open", *ids)
        await request.open(
            member.form(id_, standup.name, standup.questions, opened.typed, request.lang, opener)
        )

    @route("written", reopen="open")
    async def written(self, request: Request) -> None:
        """The form was submitted."""
        standup_id, day_id, channel_id = (request.route.number(index) for index in range(3))
        if not channel_id:  # a form opened by a preview's Edit
            channel_id = (await self._standups.target(request.guild_id, standup_id, day_id)).channel_id
        await self._submit(request, standup_id, day_id, channel_id, request.texts)

    @route("little")
    async def little(self, request: Request) -> None:
        """The smallest entry."""
        opened = await self._standups.open_day(request.guild_id, request.user_id, request.route.number(0))
        if opened.entry is not None or opened.day is None:
            await self._show(request, opened)
            return
        await self._submit(request, opened.standup.id, opened.day.id, opened.day.channel_id, ())

    async def _submit(
        self, request: Request, standup_id: int, day_id: int, channel_id: int, typed: Sequence[str]
    ) -> None:
        may = await may_post(request, request.guild_id, channel_id)
        taken = await self._standups.submit(
            request.guild_id, request.user_id, standup_id, day_id, typed, may_post=may
        )
        if not may and isinstance(taken, Draft):
            raise MayNotPost(channel_id, taken.id)
        decided = await self._standups.decide(taken) if isinstance(taken, Draft) else taken
        if isinstance(decided, Saved):
            await self._publish(request, decided)
        else:
            await request.update(
                *member.preview(decided.draft, decided.entry, request.lang, await request.public_language())
            )

    @route("post")
    async def post(self, request: Request) -> None:
        """Post a previewed draft."""
        draft_id = request.route.number(0)
        target = await self._standups.target_of_draft(request.user_id, draft_id)
        await self._require_right(request, target.guild_id, target.channel_id, draft_id)
        await self._publish(request, await self._standups.publish(request.user_id, draft_id))

    @route("post_little")
    async def post_little(self, request: Request) -> None:
        """Post the previewed smallest entry, unless the day has an answer by now."""
        opened = await self._standups.open_day(request.guild_id, request.user_id, request.route.number(0))
        if opened.entry is not None or opened.day is None:
            await self._show(request, opened)
            return
        await self._require_right(request, request.guild_id, opened.day.channel_id)
        await self._publish(
            request,
            await self._standups.publish_little(request.guild_id, request.user_id, opened.day.id),
        )

    @route("keep_little")
    async def keep_little(self, request: Request) -> None:
        """Keep it to oneself."""
        day_id = request.route.number(0)
        saved = await self._standups.publish_little(request.guild_id, request.user_id, day_id, keep=True)
        await request.update(member.kept(saved.entry, request.lang))

    @route("no_little")
    async def no_little(self, request: Request) -> None:
        """Let go of it; there is nothing to forget."""
        await request.update(*member.discarded((), request.lang))

    @route("unkeep")
    async def unkeep(self, request: Request) -> None:
        """Post what was kept."""
        entry_id = request.route.number(0)
        target = await self._standups.target_of_entry(request.user_id, entry_id)
        await self._require_right(request, target.guild_id, target.channel_id)
        await self._publish(request, await self._standups.unkeep(request.user_id, entry_id))

    async def _require_right(
        self, request: Request, guild_id: int, channel_id: int, draft_id: int = 0
    ) -> None:
        """Go on only if the member may write there themselves: MayNotPost."""
        if not await may_post(request, guild_id, channel_id):
            raise MayNotPost(channel_id, draft_id)

    async def _publish(self, request: Request, saved: Saved) -> None:
        await request.defer()
        delivered = await self._in_time(saved.entry.id, saved.claimed)
        channel_id = (delivered[0].channel_id if delivered else 0) or await self._standups.channel_of(
            saved.entry.id
        )
        card = member.posted(saved.entry, delivered, channel_id, request.lang)
        await request.update(await add_afterwards(request, card, saved.entry))

    async def _in_time(self, entry_id: int, claimed: Sequence[Delivery]) -> list[Delivery]:
        """Post or edit now; after a few seconds the person is answered and the work goes on behind."""
        task = asyncio.create_task(self._posting.entry(entry_id, claimed))
        try:
            return await asyncio.wait_for(asyncio.shield(task), SOON)
        except TimeoutError:
            self.bot.jobs.look_after(task)
            return await self._standups.posted(entry_id)

    @route("keep")
    async def keep(self, request: Request) -> None:
        """Keep a previewed draft to oneself."""
        saved = await self._standups.publish(request.user_id, request.route.number(0), keep=True)
        await request.update(member.kept(saved.entry, request.lang))

    @route("change")
    async def change(self, request: Request) -> None:
        """Edit a previewed draft."""
        draft = await self._standups.draft(request.user_id, request.route.number(0))
        questions = await self._standups.questions(request.guild_id, draft.standup_id)
        id_ = custom_id("standups", "written", draft.standup_id, draft.day_id)
        title = request.lang.gettext("Your standup")
        await request.open(member.form(id_, title, questions, draft.answers, request.lang))

    @route("discard")
    async def discard(self, request: Request) -> None:
        """Forget a previewed draft."""
        answers = await self._standups.discard(request.user_id, request.route.number(0))
        await request.update(*member.discarded(answers, request.lang))

    @route("edit")
    async def edit(self, request: Request) -> None:
        """Open an entry's words."""
        entry = await self._standups.entry(request.user_id, request.route.number(0))
        questions = member.questions_of(entry.answers)
        if entry.little:
            questions = list(await self._standups.questions(entry.guild_id, entry.standup_id))
        id_ = custom_id("standups", "revised", entry.id)
        title = request.lang.date(entry.date)
        await request.open(member.form(id_, title, questions, entry.answers, request.lang))

    @route("revised", reopen="edit")
    async def revised(self, request: Request) -> None:
        """An entry's words were changed."""
        entry = await self._standups.entry(request.user_id, request.route.number(0))
        if not entry.kept:
            place = await self._standups.place_of_entry(request.user_id, entry.id)
            await self._require_right(request, place.guild_id, place.channel_id)
        questions = member.questions_of(entry.answers)
        if entry.little:
            questions = list(await self._standups.questions(entry.guild_id, entry.standup_id))
        entry = await self._standups.revise(request.user_id, entry.id, answers_to(questions, request.texts))
        await request.defer()
        delivered = await self._in_time(entry.id, ())
        try:
            entry = await self._standups.entry(request.user_id, entry.id)
        except EntryGone:
            await request.update(*member.deleted_meanwhile(entry.answers, request.lang))
            return
        card = member.changed(entry, delivered, request.lang)
        await request.update(await add_afterwards(request, card, entry, changed=True))

    @route("delete")
    async def delete(self, request: Request) -> None:
        """Delete an entry everywhere; the text is given back once."""
        removed = await self._standups.delete(request.user_id, request.route.number(0))
        await request.defer()
        left = await self.bot.publisher.take_down(removed.removals)
        # The summary that quoted it is rebuilt now, not at the next tick.
        await self.bot.jobs.run("standups.finish")
        await request.update(*member.deleted(removed.answers, left, request.lang))

    @route("show")
    async def show(self, request: Request) -> None:
        """One of my posts."""
        entry = await self._standups.entry(request.user_id, int(request.chosen[0]))
        await self._show_entry(request, entry)

    async def _show_entry(self, request: Request, entry: Entry) -> None:
        delivered = await self._standups.posted(entry.id)
        await request.update(
            *member.own_entry(entry, delivered, request.lang, await request.public_language())
        )

    @route("posts")
    async def posts(self, request: Request) -> None:
        """My posts, a page of them; in the bot's own DM those of every server."""
        found = await self._standups.mine(
            request.user_id,
            guild_id=request.guild_id or None,
            before=request.route.number(0) or None,
            limit=PAGE + 1,
        )
        still = await self._standups.still_open(request.user_id, request.guild_id or None)
        card = member.my_posts(found[:PAGE], len(found) > PAGE, request.lang)
        card = add_open(card, bool(still), request.lang)
        await request.update(ways.below(card, ways.home(request.lang)))

    async def _mine(self, request: Request) -> Section:
        return member.mine(request.lang)

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        entry = await self._standups.entry_of_message(request.user_id, message_id)
        if entry is None:
            return None
        delivered = await self._standups.posted(entry.id)
        return member.own_entry(entry, delivered, request.lang, await request.public_language())[-1]
