"""What organisers do with a standup's questions; every press re-checks Manage Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.standups.model import (
    DEFAULT_QUESTIONS,
    MOST_QUESTIONS,
    Kind,
    NotUnderstood,
    Question,
    Standup,
    StandupGone,
)
from cogs.standups.views import organiser as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Questions(FeatureCog, name="standup questions"):
    """Handlers convert, call one use case, and show one card."""

    feature = "standups"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._standups = bot.app.standups

    async def _standup_of(self, request: Request) -> Standup:
        return await self._standups.standup(request.guild_id, request.route.number(0))

    @route("questions", organiser=True)
    async def questions(self, request: Request) -> None:
        """The list of questions."""
        await request.update(views.questions_card(await self._standup_of(request), request.lang))

    @route("question", organiser=True)
    async def question(self, request: Request) -> None:
        """One question was chosen."""
        standup = await self._standup_of(request)
        index = _index(standup, int(request.chosen[0].removeprefix("q")))
        await request.update(views.question_card(standup, index, request.lang))

    @route("new_question", organiser=True)
    async def new_question(self, request: Request) -> None:
        """Open the form of a new question."""
        standup = await self._standup_of(request)
        await request.open(views.question_form(standup, MOST_QUESTIONS, request.lang))

    @route("edit_question", organiser=True)
    async def edit_question(self, request: Request) -> None:
        """Open the form of a question (also again, after a refusal)."""
        await request.open(
            views.question_form(await self._standup_of(request), request.route.number(1), request.lang)
        )

    @route("question_saved", reopen="edit_question", organiser=True)
    async def question_saved(self, request: Request) -> None:
        """A question's form was submitted."""
        standup, index = await self._standup_of(request), request.route.number(1)
        kind = Kind(request.text("kind") or Kind.TEXT)
        choices = tuple(line.strip() for line in request.text("choices").splitlines() if line.strip())
        if choices and kind is not Kind.CHOICE:
            raise NotUnderstood("kind", "")
        new = Question(kind, request.text("label"), choices)
        await self._ask(request, [*standup.questions[:index], new, *standup.questions[index + 1 :]])

    @route("raise_question", organiser=True)
    async def raise_question(self, request: Request) -> None:
        """Move a question one up."""
        standup = await self._standup_of(request)
        index = _index(standup, request.route.number(1))
        questions = list(standup.questions)
        questions.insert(max(index - 1, 0), questions.pop(index))
        await self._ask(request, questions)

    @route("drop_question", organiser=True)
    async def drop_question(self, request: Request) -> None:
        """Remove a question."""
        standup = await self._standup_of(request)
        index = _index(standup, request.route.number(1))
        await self._ask(request, [*standup.questions[:index], *standup.questions[index + 1 :]])

    @route("usual", organiser=True)
    async def usual(self, request: Request) -> None:
        """Ask the three questions that come with the bot."""
        await self._ask(request, list(DEFAULT_QUESTIONS))

    async def _ask(self, request: Request, questions: list[Question]) -> None:
        standup = await self._standups.ask(
            request.guild_id, request.user_id, request.route.number(0), questions
        )
        done = request.lang.gettext("Saved. The next form asks this.")
        await request.update(views.questions_card(standup, request.lang, done=done))


def _index(standup: Standup, index: int) -> int:
    if not 0 <= index < len(standup.questions):
        raise StandupGone
    return index
