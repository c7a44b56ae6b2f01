"""Questions in Discord: the card of /ask, the composer, earlier questions first, posting, one's own, deleting (M8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.core.ids import number_of
from bot.core.lang import get_lang
from bot.mentoring.model.asking import QUESTION, Question, QuestionState
from bot.mentoring.model.refusals import QuestionGone
from bot.mentoring.service.composing import OwnQuestion, Typed
from bot.shell.cards import Card
from bot.shell.directory import Section, Written
from bot.shell.permissions import has_time_out, may_post, may_share
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.posting import Posting
from cogs.mentoring.views import asking as views
from cogs.mentoring.views import questions, ways

if TYPE_CHECKING:
    from bot.shell.client import Compound

PART = "mentoring.asking"  # of what the shared cards are offered


class AskingCog(FeatureCog, name="mentoring questions"):
    """Handlers convert, call one use case, and show one view. What is one's own works in the bot's own DM, too."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
        self._posting = Posting(bot)

    async def cog_load(self) -> None:
        """Register routes, the lines of /help and /mine, and whose words a message of ours shows."""
        await super().cog_load()
        self.bot.directory.help[PART] = views.help_line
        self.bot.directory.mine[PART] = self._mine
        self.bot.directory.own_message[PART] = self._own_message
        self.bot.directory.authors[PART] = self._author

    async def _mine(self, request: Request) -> Section:
        return views.mine(request.lang)

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        found = await self._mentoring.question_of_message(request.guild_id, message_id)
        if found is None or found.user_id != request.user_id:
            return None
        return await self._card(request, await self._own(request, found.id))

    async def _author(self, request: Request, message_id: int) -> Written | None:
        found = await self._mentoring.question_of_message(request.guild_id, message_id)
        if found is None:
            return None
        words = (found.goal, found.tried, found.question, found.url)
        return Written(found.user_id, "\n\n".join(each for each in words if each))

    @app_commands.command(
        name="ask",
        description=locale_str("Ask a question, find earlier answers, or help with something small."),
    )
    @app_commands.guild_only()
    async def ask_command(self, interaction: discord.Interaction[Any]) -> None:
        """Open the card."""
        await self.handle(interaction, self.ask)

    @route("ask")
    async def ask(self, request: Request) -> None:
        """The card of /ask; in the bot's own DM one's questions."""
        if not request.guild_id:
            await self.my_questions(request)
            return
        mine = await self._mentoring.open_questions(
            request.guild_id, request.user_id, organiser=request.is_organiser
        )
        asked = await self._mentoring.open_asked_of(request.guild_id, request.user_id)
        await request.update(views.ask_card(mine, asked, request.lang))

    @route("compose")
    async def compose(self, request: Request) -> None:
        """Open the form of a new question."""
        await self._mentoring.open_questions(
            request.guild_id, request.user_id, organiser=request.is_organiser
        )
        topics = await self.app.communities.topics(request.guild_id)
        await request.open(views.question_form(Typed("", "", ""), topics, request.lang))

    @route("composed", reopen="compose")
    async def composed(self, request: Request) -> None:
        """The form was sent: earlier questions like it first, then how it would look."""
        made = await self._mentoring.compose(
            request.guild_id, request.user_id, _typed(request), organiser=request.is_organiser
        )
        if made.similar and made.question.state is QuestionState.PRIVATE:
            await request.update(views.similar_card(made.question, made.similar, request.lang))
            return
        own = await self._own(request, made.question.id)
        await request.update(await self._card(request, own, new=True))

    @route("question")
    async def question(self, request: Request) -> None:
        """One's own question as it stands; one that turns out to be deleted by hand is gone here, too (S5)."""
        own = await self._own(request, number_of(request.chosen[0]) if request.chosen else None)
        if own.post is not None and await self._posting.check(QUESTION, own.question.id) is False:
            await request.update(*questions.deleted_meanwhile(own.question, request.lang))
            return
        await request.update(await self._card(request, own, new=ways.NEW in request.route.args))

    @route("my_questions")
    async def my_questions(self, request: Request) -> None:
        """One's own questions, a page of them; in the bot's own DM those of every server."""
        found = await self._mentoring.my_questions(
            request.user_id, guild_id=request.guild_id or None, begins=request.route.number(0)
        )
        servers: dict[int, str] = {}
        if not request.guild_id:
            ids = {each.guild_id for each in found.questions}
            servers = {each: await self.bot.poster.server_name(each) for each in sorted(ids)}
        where = ways.MINE if ways.MINE in request.route.args or not request.guild_id else ""
        await request.update(
            views.my_questions_card(found, servers, where, request.lang, dm=not request.guild_id)
        )

    @route("edit_question")
    async def edit_question(self, request: Request) -> None:
        """Open the form of a question's words."""
        asked = (await self._own(request)).question
        typed = Typed(asked.goal, asked.tried, asked.question, asked.url, asked.topic_id)
        topics = await self.app.communities.topics(asked.guild_id)
        await request.open(views.question_form(typed, topics, request.lang, asked.id))

    @route("edited", reopen="edit_question")
    async def edited(self, request: Request) -> None:
        """The words were changed: what is posted is edited in place."""
        own = await self._own(request)
        shown = own.question.state is not QuestionState.PRIVATE
        may = await self._may_write(request, own) if shown else True
        asked = await self._mentoring.rewrite_question(
            request.user_id, own.question.id, _typed(request), may_post=may
        )
        if asked.state is QuestionState.POSTED:
            await self._brought_up(request, asked, questions.changed)
            return
        own = await self._own(request, asked.id)
        if asked.state is QuestionState.SENT:
            await request.update(questions.changed(own, request.lang))
            return
        await request.update(await self._card(request, own, new=not asked.ama_id))

    @route("post_question")
    async def post_question(self, request: Request) -> None:
        """Post it for everybody; what is refused stays its author's own."""
        own = await self._own(request)
        may = await self._may_write(request, own)
        done = await self._mentoring.post_question(request.user_id, own.question.id, may_post=may)
        await request.defer()
        await self._posting.in_time(QUESTION, done.question.id, done.claimed)
        await request.update(questions.posted(await self._own(request, done.question.id), request.lang))
        self.bot.jobs.wake()

    @route("ask_mentor")
    async def ask_mentor(self, request: Request) -> None:
        """Send it to one's mentor alone."""
        own = await self._own(request)
        timed_out = await has_time_out(request, own.question.guild_id)
        sent = await self._mentoring.ask_mentor(request.user_id, own.question.id, timed_out=timed_out)
        own = await self._own(request, sent.id)
        await request.update(questions.sent(own, await self._mentor(request, own), request.lang))
        self.bot.jobs.wake()

    @route("hide_question")
    async def hide_question(self, request: Request) -> None:
        """Keep it to oneself: what others saw is taken back."""
        own = await self._own(request)
        gone = await self._mentoring.hide_question(request.user_id, own.question.id)
        if own.question.state is QuestionState.POSTED:
            await request.defer()
        left = await self._posting.take_down(gone.removals)
        intro = questions.kept(request.lang)
        if gone.question.state in (QuestionState.POSTED, QuestionState.SENT):
            intro = questions.hidden(gone, left, request.lang)
        await request.update(await self._card(request, await self._own(request), intro))

    @route("delete_question")
    async def delete_question(self, request: Request) -> None:
        """Delete it everywhere (promise 6)."""
        own = await self._own(request)
        gone = await self._mentoring.delete_question(request.user_id, own.question.id)
        await request.defer()
        left = await self._posting.take_down(gone.removals)
        await request.update(*questions.deleted(gone, left, request.lang))

    @route("solved")
    async def solved(self, request: Request) -> None:
        """Who asked has what they needed."""
        await self._solve(request, wanted=True)

    @route("unsolved")
    async def unsolved(self, request: Request) -> None:
        """They have not, after all."""
        await self._solve(request, wanted=False)

    async def _solve(self, request: Request, *, wanted: bool) -> None:
        own = await self._own(request)
        asked = await self._mentoring.solve(request.user_id, own.question.id, wanted=wanted)
        await self._brought_up(request, asked, questions.solved)

    async def _brought_up(self, request: Request, asked: Question, view: Any) -> None:
        """A changed question after its post was edited; its words, should the post turn out to be deleted by hand."""
        if asked.state is QuestionState.POSTED:
            await request.defer()
            await self._posting.in_time(QUESTION, asked.id)
        try:
            own = await self._own(request, asked.id)
        except QuestionGone:
            await request.update(*questions.deleted_meanwhile(asked, request.lang))
            return
        await request.update(view(own, request.lang))

    async def _own(self, request: Request, question_id: int | None = None) -> OwnQuestion:
        """The own question that was pressed or chosen.

        QuestionGone, also for one of another server than where it was pressed (A3); all of it works in the bot's own DM.
        """
        own = await self._mentoring.own_question(
            request.user_id, request.route.number(0) if question_id is None else question_id
        )
        if request.guild_id not in (0, own.question.guild_id):
            raise QuestionGone
        return own

    async def _card(self, request: Request, own: OwnQuestion, intro: str = "", *, new: bool = False) -> Card:
        """One's own question in any state, with all its buttons; `new`: it was composed just now."""
        preview = new and own.question.state is QuestionState.PRIVATE
        here = request.guild_id == own.question.guild_id
        words = await request.public_language() if here else get_lang(own.language)
        intro = intro or (questions.composed(request.lang) if preview else "")
        mentor = await self._mentor(request, own)
        return questions.own_question(own, words, request.lang, intro, mentor=mentor, preview=preview)

    async def _mentor(self, request: Request, own: OwnQuestion) -> str:
        """What who was asked alone is called, where a mention may not say it."""
        asked = own.question
        if not asked.to_id or request.guild_id == asked.guild_id:
            return ""
        return await self.bot.poster.member_name(asked.guild_id, asked.to_id)

    async def _may_write(self, request: Request, own: OwnQuestion) -> bool:
        """Whether they may write where it stands or would themselves (A9); to a mentor, whether they have no time-out."""
        asked, guild_id = own.question, own.question.guild_id
        if asked.state is QuestionState.SENT:
            return not await has_time_out(request, guild_id)
        may = may_post if asked.ama_id else may_share
        return await may(request, guild_id, own.channel_id)


def _typed(request: Request) -> Typed:
    return Typed(
        request.text("goal"),
        request.text("tried"),
        request.text("question"),
        request.text("url"),
        number_of(request.text("topic")),
    )
