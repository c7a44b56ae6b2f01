"""Answers in Discord: written, changed, deleted by their author; read by who asked, with both consents (M8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.ids import number_of
from bot.core.lang import Lang
from bot.mentoring.model.asking import ANSWER, ANSWER_NOT_POSTED, ANSWERED, QuestionState
from bot.mentoring.model.refusals import AnswerGone, TimedOut
from bot.mentoring.service.answering import Answered, OwnAnswer, ToAnswer
from bot.shell.cards import Card
from bot.shell.directory import Line, Written
from bot.shell.guards import muted_card, reported_card
from bot.shell.permissions import has_time_out, may_post
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.posting import Posting
from cogs.mentoring.views import answers as views
from cogs.mentoring.views import heard as heard_views
from cogs.mentoring.views.thanks import thank_form

if TYPE_CHECKING:
    from bot.shell.client import Compound

PART = "mentoring.answers"  # of what the shared cards are offered


class AnsweringCog(FeatureCog, name="mentoring answers"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM, too, where bundles come."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
        self._posting = Posting(bot)

    async def cog_load(self) -> None:
        """Register routes, the line of an inbox, and whose words a message of ours shows."""
        await super().cog_load()
        self.bot.directory.lines[ANSWERED] = self._lines
        self.bot.directory.names[ANSWERED] = heard_views.answered_name
        self.bot.directory.lines[ANSWER_NOT_POSTED] = self._not_posted
        self.bot.directory.names[ANSWER_NOT_POSTED] = views.not_posted_name
        self.bot.directory.own_message[PART] = self._own_message
        self.bot.directory.authors[PART] = self._author

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        found = await self._mentoring.answer_at(request.guild_id, message_id)
        if found is None or found.user_id != request.user_id:
            return None
        return views.own_card(await self._own(request, found.id), request.lang)

    async def _author(self, request: Request, message_id: int) -> Written | None:
        found = await self._mentoring.answer_at(request.guild_id, message_id)
        return Written(found.user_id, found.text) if found else None

    @route("answer")
    async def answer(self, request: Request) -> None:
        """Open the form."""
        await request.open(views.answer_form(await self._asked(request), request.lang))

    @route("answered", reopen="answer")
    async def answered(self, request: Request) -> None:
        """The form was sent: the answer goes into the thread of the question, or to who asked alone."""
        asked = await self._asked(request)
        may = await self._may_write(request, asked.question.guild_id, asked.channel_id)
        given = await self._mentoring.answer(
            request.guild_id,
            request.user_id,
            asked.question.id,
            request.text(views.TEXT),
            keep=request.text(views.KEEP) == views.YES,
            may_post=may,
        )
        await self._bring(request, given)

    @route("post_answer")
    async def post_answer(self, request: Request) -> None:
        """Post what could not be posted before."""
        own = await self._own(request, request.route.number(0))
        asked = await self._asked(request, own.answer.question_id)
        may = await self._may_write(request, own.answer.guild_id, asked.channel_id)
        given = await self._mentoring.post_answer(
            request.guild_id, request.user_id, own.answer.id, may_post=may
        )
        await self._bring(request, given)

    async def _bring(self, request: Request, given: Answered) -> None:
        question = given.question
        post, name = None, ""
        if question.state is QuestionState.POSTED:
            await request.defer()
            post = await self._posting.in_time(ANSWER, given.answer.id, given.claimed)
        elif request.guild_id != question.guild_id:
            name = await self.bot.poster.member_name(question.guild_id, question.user_id)
        await request.update(*views.answered_cards(given, post, name, request.lang))
        self.bot.jobs.wake()

    @route("answer_of")
    async def answer_of(self, request: Request) -> None:
        """One's own answer as it stands; one that turns out to be deleted by hand is gone here, too (S5)."""
        own = await self._own(request, _chosen(request))
        if own.post is not None and await self._posting.check(ANSWER, own.answer.id) is False:
            await request.update(*views.deleted_meanwhile(own.answer, request.lang))
            return
        await request.update(views.own_card(own, request.lang))

    @route("my_answers")
    async def my_answers(self, request: Request) -> None:
        """One's own answers, to open one."""
        mine = await self._mentoring.own_answers(request.guild_id, request.user_id)
        await request.update(views.list_card(mine, request.lang))

    @route("edit_answer")
    async def edit_answer(self, request: Request) -> None:
        """Open the words of an answer."""
        own = await self._own(request, request.route.number(0))
        await request.open(views.edit_form(own, request.lang))

    @route("answer_edited", reopen="edit_answer")
    async def answer_edited(self, request: Request) -> None:
        """The words were changed: what is posted is edited in place."""
        own = await self._own(request, request.route.number(0))
        channel_id = own.post.channel_id if own.post else 0
        own = await self._mentoring.edit_answer(
            request.guild_id,
            request.user_id,
            own.answer.id,
            request.text(views.TEXT),
            keep=request.text(views.KEEP) == views.YES,
            may_post=await self._may_write(request, own.answer.guild_id, channel_id),
        )
        post = own.post
        if post is not None:
            await request.defer()
            post = await self._posting.in_time(ANSWER, own.answer.id)
            try:
                own = await self._own(request, own.answer.id)
            except AnswerGone:  # it turned out to be deleted by hand
                await request.update(*views.deleted_meanwhile(own.answer, request.lang))
                return
        await request.update(views.changed_card(own, post, request.lang))

    @route("keep_answer")
    async def keep_answer(self, request: Request) -> None:
        """Its author says whether it may be in the archive."""
        answer_id, keep = request.route.number(0), request.route.args[-1] == views.YES
        own = await self._mentoring.keep_answer(request.guild_id, request.user_id, answer_id, keep=keep)
        await request.update(views.kept_card(own, request.lang))

    @route("delete_answer")
    async def delete_answer(self, request: Request) -> None:
        """Delete it everywhere."""
        answer_id = request.route.number(0)
        gone, removals = await self._mentoring.delete_answer(request.guild_id, request.user_id, answer_id)
        await request.defer()
        left = await self._posting.take_down(removals)
        await request.update(*views.deleted_cards(gone, left, request.lang))

    @route("keep")
    async def keep(self, request: Request) -> None:
        """Who asked says whether the question with its answers may be in the archive."""
        question_id, keep = request.route.number(0), request.route.args[-1] == views.YES
        said = await self._mentoring.keep_in_archive(
            request.guild_id, request.user_id, question_id, keep=keep
        )
        await request.update(heard_views.consent_card(said, request.lang, here=bool(request.guild_id)))

    @route("thank_answer")
    async def thank_answer(self, request: Request) -> None:
        """The button below an answer: others thank for it, its author sees what they can do with it."""
        found = await self._mentoring.answer_shown(request.guild_id, request.route.number(0))
        if found.user_id == request.user_id:
            await request.update(views.own_card(await self._own(request, found.id), request.lang))
            return
        await request.open(thank_form(found.user_id, found.guild_id, request.lang))

    @route("answers")
    async def answers(self, request: Request) -> None:
        """The answers to one's own question."""
        question_id = request.route.number(0)
        found = await self._mentoring.answers_heard(request.guild_id, request.user_id, question_id)
        await request.update(heard_views.answers_card(found, request.lang))

    @route("read_answer")
    async def read_answer(self, request: Request) -> None:
        """An answer to one's own question, with what can be done about it."""
        found = await self._mentoring.answer_heard(request.guild_id, request.user_id, _chosen(request))
        answer, name = found.answer, ""
        if request.guild_id != answer.guild_id:
            name = await self.bot.poster.member_name(answer.guild_id, answer.user_id)
        await request.update(heard_views.heard_card(found, name, request.lang))

    @route("mute_answerer")
    async def mute_answerer(self, request: Request) -> None:
        """Nothing more from who answered."""
        answer_id, sender_id = request.route.number(0), request.route.number(1)
        await self._mentoring.mute_answerer(request.user_id, answer_id, sender_id)
        await request.update(muted_card(request.lang))

    @route("report_answerer")
    async def report_answerer(self, request: Request) -> None:
        """Show the organisers an answer."""
        await self._mentoring.report_answerer(request.user_id, request.route.number(0))
        await request.answer(reported_card(request.lang))
        self.bot.jobs.wake()

    async def _asked(self, request: Request, question_id: int = 0) -> ToAnswer:
        about = question_id or request.route.number(0)
        return await self._mentoring.to_answer(request.guild_id, request.user_id, about)

    async def _own(self, request: Request, answer_id: int) -> OwnAnswer:
        return await self._mentoring.own_answer(request.guild_id, request.user_id, answer_id)

    async def _may_write(self, request: Request, guild_id: int, channel_id: int) -> bool:
        """Whether they may write in the threads of this channel (A9); TimedOut where nobody else would read it."""
        if channel_id:
            return await may_post(request, guild_id, channel_id)
        if await has_time_out(request, guild_id):
            raise TimedOut
        return True

    async def _not_posted(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.answers_not_posted(intents)
        return {id_: views.not_posted_line(each, lang) for id_, each in found.items()}

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.answers_told(intents)
        lines = {}
        for id_, each in found.items():
            name = await self.bot.poster.member_name(each.answer.guild_id, each.answer.user_id)
            button = heard_views.answered_button(each.answer.id, lang)
            lines[id_] = Line(heard_views.answered_line(each, name, lang), button)
        return lines


def _chosen(request: Request) -> int:
    """The answer that was chosen from a list, or that a button is about."""
    return number_of(request.chosen[0]) if request.chosen else request.route.number(0)
