"""Questions: posting them or asking one's mentor, taking back, deleting, having what was needed (M8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.attention.store import limits, outbox
from bot.communities import store as communities
from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.mentoring.model.asking import (
    AMA,
    ASKED,
    ASKED_PER,
    MOST_ASKED,
    NOT_POSTED,
    QUESTION,
    Question,
    QuestionState,
)
from bot.mentoring.model.refusals import MayNotPost, PartMissing, QuestionGone, TimedOut
from bot.mentoring.service import archiving
from bot.mentoring.service.asked import Asked, tell_author, tell_followers, tell_mentor
from bot.mentoring.service.composing import Composing, mentor_of, mine, words_of
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.guarding import check_words
from bot.mentoring.service.sources import Facts, Source, claim
from bot.mentoring.service.talking import Talking
from bot.mentoring.service.withdrawing import SHOWN, forget, take_back
from bot.mentoring.store import questions

LIMIT = "mentoring.ask"  # what the limit of questions counts


@dataclass(frozen=True)
class QuestionPost:
    """A question and all that its message says in the server's `language`."""

    question: Question
    topic: Topic | None = None
    language: str = ""


@dataclass(frozen=True)
class PostedQuestion:
    """A question that is posted, and the delivery claimed for it just now, which the caller has to send."""

    question: Question
    claimed: Delivery | None = None


@dataclass(frozen=True)
class WithdrawnQuestion:
    """A question as it was before it was taken back or deleted, and the deliveries to remove now."""

    question: Question
    removals: tuple[int, ...] = ()


class Asking(Composing, Asked, Talking):
    """Use cases of one's own questions. All raise QuestionGone for what is not the member's."""

    db: Database

    @query
    def shown_questions(self, tx: Tx, question_ids: Collection[int]) -> dict[int, QuestionPost]:
        """Those of these questions that are posted, with what their messages say."""
        found = questions.get_many(tx, question_ids)
        return {
            id_: QuestionPost(
                each,
                topics.topic_of(tx, each.guild_id, each.topic_id) if each.topic_id else None,
                communities.get(tx, each.guild_id).language,
            )
            for id_, each in found.items()
            if each.state is QuestionState.POSTED
        }

    @use_case
    def post_question(self, tx: Tx, user_id: int, question_id: int, *, may_post: bool) -> PostedQuestion:
        """Post a question for everybody.

        NoMentoring; then MayNotPost, PartMissing, WordsRefused, TooOften: it stays its author's own then. What is posted already
        stays as it is: the button was pressed twice.
        """
        question = mine(tx, user_id, question_id)
        if question.state is QuestionState.POSTED:
            return PostedQuestion(question)
        found = open_in(tx, question.guild_id)
        if question.ama_id:
            raise QuestionGone  # its AMA posts it
        if not may_post:
            raise MayNotPost(found.channel_id)
        if not question.tried:
            raise PartMissing("tried")  # it was asked in an AMA, where nothing more is asked for
        check_words(tx, question.guild_id, user_id, words_of(question))
        limits.check(tx, user_id, question.guild_id, LIMIT, MOST_ASKED, ASKED_PER)
        for kind in (ASKED, NOT_POSTED):
            outbox.take_back(tx, kind, [question_id])
        posted = replace(question, state=QuestionState.POSTED, to_id=0)
        questions.save(tx, posted)
        archiving.refresh(tx, [question_id])
        return PostedQuestion(posted, claim(tx, QUESTION, question_id, question.guild_id))

    @use_case
    def ask_mentor(self, tx: Tx, user_id: int, question_id: int, *, timed_out: bool) -> Question:
        """Send a question to the member's mentor alone. NoMentoring, TimedOut; QuestionGone without a mentor; as in posting."""
        question = mine(tx, user_id, question_id)
        if question.state is QuestionState.SENT:
            return question
        open_in(tx, question.guild_id)
        mentor = mentor_of(tx, question.guild_id, user_id)
        if not mentor or question.ama_id or question.state is QuestionState.POSTED:
            raise QuestionGone
        if timed_out:
            raise TimedOut
        check_words(tx, question.guild_id, user_id, words_of(question))
        limits.check(tx, user_id, question.guild_id, LIMIT, MOST_ASKED, ASKED_PER)
        outbox.take_back(tx, NOT_POSTED, [question_id])
        sent = replace(question, state=QuestionState.SENT, to_id=mentor)
        questions.save(tx, sent)
        archiving.refresh(tx, [question_id])
        tell_mentor(tx, sent)
        return sent

    @use_case
    def hide_question(self, tx: Tx, user_id: int, question_id: int) -> WithdrawnQuestion:
        """It is its author's alone: a post goes, with its thread and what was told of it; the words stay."""
        question = mine(tx, user_id, question_id)
        removals = take_back(tx, question) if question.state in SHOWN else []
        return WithdrawnQuestion(question, tuple(removals))

    @use_case
    def delete_question(self, tx: Tx, user_id: int, question_id: int) -> WithdrawnQuestion:
        """Forget a question everywhere (promise 6): its row now, its message at once after. Answers of others stay."""
        question = mine(tx, user_id, question_id)
        return WithdrawnQuestion(question, tuple(forget(tx, [question])))

    @use_case
    def solve(self, tx: Tx, user_id: int, question_id: int, *, wanted: bool = True) -> Question:
        """Who asked has what they needed, or (not `wanted`) has not after all: the post says so, nobody is told any more.

        A mentor who was asked alone is told anew when it is open again.
        """
        question = mine(tx, user_id, question_id)
        if wanted == (question.solved_at is not None):
            return question
        after = replace(question, solved_at=tx.now if wanted else None)
        questions.save(tx, after)
        deliveries.mark_dirty(tx, QUESTION, question_id)
        outbox.take_back(tx, ASKED, [question_id])
        if not wanted and after.state is QuestionState.SENT:
            tell_mentor(tx, after)
        return after


def _facts(tx: Tx, question_id: int) -> Facts | None:
    found = questions.get(tx, question_id)
    if found is None or found.state is not QuestionState.POSTED:
        return None
    within = (AMA, found.ama_id) if found.ama_id else None
    return Facts(found.guild_id, found.user_id, words_of(found), within)


def _not_posted(tx: Tx, question_id: int) -> None:
    if found := questions.get(tx, question_id):
        take_back(tx, found)
        tell_author(tx, found)


def _deleted(tx: Tx, question_ids: Collection[int]) -> list[int]:
    return forget(tx, questions.get_many(tx, question_ids).values())


def _sent(tx: Tx, post: Delivery) -> None:
    if found := questions.get(tx, post.subject_id):
        tell_followers(tx, found)


SOURCE = Source(_facts, take_back=_not_posted, deleted=_deleted, given_up=_not_posted, sent=_sent)
