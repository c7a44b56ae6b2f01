"""Answers to questions: written, changed, deleted, and what their authors and who asked say about keeping them (M8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.store import limits, outbox
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, State
from bot.mentoring.model.asking import (
    ANSWER,
    ANSWER_MOST,
    ANSWER_NOT_POSTED,
    QUESTION,
    Answer,
    Question,
    QuestionState,
)
from bot.mentoring.model.refusals import AnswerGone, MayNotPost, PartMissing, QuestionGone
from bot.mentoring.service.answer_posts import forget
from bot.mentoring.service.archiving import kept, language_of, refresh
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.guarding import check_secrets, check_words
from bot.mentoring.service.hearing import Hearing, tell_asker
from bot.mentoring.service.sources import claim, post_of
from bot.mentoring.store import answers, questions

MOST_ANSWERS, ANSWERS_PER = 20, timedelta(days=1)  # of one member
TWICE = timedelta(minutes=5)  # within which the same answer again is the same form that came twice
MOST_OWN = 25  # of one's own answers, at once


@dataclass(frozen=True)
class ToAnswer:
    """A question that somebody is about to answer. `keep`: what they said about the archive last time.

    `channel_id`: where they need the right to write; 0 where nobody else reads it.
    """

    question: Question
    keep: bool
    channel_id: int


@dataclass(frozen=True)
class Answered:
    """An answer that was saved, and the delivery claimed for it just now, which the caller has to send."""

    answer: Answer
    question: Question
    claimed: Delivery | None = None


@dataclass(frozen=True)
class OwnAnswer:
    """An answer as its author sees it. `question` is None when it was deleted; `post` None when it is in no thread."""

    answer: Answer
    question: Question | None
    post: Delivery | None = None

    @property
    def is_private(self) -> bool:
        """Whether only who asked reads it: it was asked of its author alone, or could not be posted."""
        return self.question is not None and self.post is None


@dataclass(frozen=True)
class AnswerPost:
    """An answer as everybody reads it, in the server's `language`."""

    answer: Answer
    language: str


@dataclass(frozen=True)
class Consent:
    """What somebody said about keeping their question; `is_kept`: it is in the archive now, with what others agreed to."""

    question: Question
    is_kept: bool


class Answering(Hearing):
    """Use cases of an answer: writing, both consents, deleting (M8). All work in the bot's own DM, too (server 0)."""

    db: Database

    @query
    def to_answer(self, tx: Tx, guild_id: int, user_id: int, question_id: int) -> ToAnswer:
        """The question that this member is about to answer. QuestionGone, NoMentoring."""
        question = _answerable(tx, guild_id, user_id, question_id)
        last = answers.newest_of(tx, question.guild_id, user_id)
        keep = last is not None and last.keep and question.state is QuestionState.POSTED
        return ToAnswer(question, keep, _channel_of(tx, question))

    @use_case
    def answer(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        question_id: int,
        typed: str,
        *,
        keep: bool,
        may_post: bool = True,
    ) -> Answered:
        """Answer a question: in its thread, or, where it was asked of them alone, in the inbox of who asked.

        QuestionGone, NoMentoring, PartMissing, MayNotPost, WordsRefused, TooOften. A form that comes twice is kept once.
        """
        question = _answerable(tx, guild_id, user_id, question_id)
        text = _read(typed)
        before = answers.newest_of(tx, question.guild_id, user_id)
        if before and _is_same(before, question_id, text, tx.now - TWICE):
            return Answered(before, question)
        _check(tx, question, user_id, text, may_post=may_post)
        limits.check(tx, user_id, question.guild_id, ANSWER, MOST_ANSWERS, ANSWERS_PER)
        new = answers.add(tx, Answer(question.guild_id, question_id, user_id, text, keep))
        refresh(tx, [question_id])
        return Answered(new, question, _bring(tx, new, question))

    @query
    def own_answer(self, tx: Tx, guild_id: int, user_id: int, answer_id: int) -> OwnAnswer:
        """The member's own answer as it stands. AnswerGone."""
        mine = _own(tx, guild_id, user_id, answer_id)
        return OwnAnswer(mine, questions.get(tx, mine.question_id), post_of(tx, ANSWER, answer_id))

    @query
    def own_answers(self, tx: Tx, guild_id: int, user_id: int) -> list[OwnAnswer]:
        """The member's own answers in this server or (0) any, newest first."""
        mine = answers.of_person(tx, user_id, guild_id or None)[:MOST_OWN]
        asked = questions.get_many(tx, {each.question_id for each in mine})
        return [OwnAnswer(each, asked.get(each.question_id)) for each in mine]

    @query
    def answer_at(self, tx: Tx, guild_id: int, message_id: int) -> Answer | None:
        """The answer that a Discord message of this server shows, or None."""
        found = deliveries.of_message(tx, message_id)
        if found is None or found.kind != ANSWER or found.guild_id != guild_id:
            return None
        return answers.get(tx, found.subject_id)

    @query
    def answer_shown(self, tx: Tx, guild_id: int, answer_id: int) -> Answer:
        """An answer that everybody in this server reads. AnswerGone."""
        found = answers.get(tx, answer_id)
        if found is None or found.guild_id != guild_id or post_of(tx, ANSWER, answer_id) is None:
            raise AnswerGone
        return found

    @use_case
    def post_answer(self, tx: Tx, guild_id: int, user_id: int, answer_id: int, *, may_post: bool) -> Answered:
        """Post an answer of one's own that could not be posted before. AnswerGone; QuestionGone, MayNotPost, WordsRefused."""
        mine = _own(tx, guild_id, user_id, answer_id)
        question = _answerable(tx, mine.guild_id, user_id, mine.question_id)
        post = post_of(tx, ANSWER, answer_id)
        given_up = post is not None and post.state is State.DROPPED and post.message_id is None
        if question.state is not QuestionState.POSTED or (post is not None and not given_up):
            return Answered(mine, question)
        _check(tx, question, user_id, mine.text, may_post=may_post)
        if post is not None:
            deliveries.forget(tx, post.id)
        outbox.take_back(tx, ANSWER_NOT_POSTED, [answer_id])
        return Answered(mine, question, _bring(tx, mine, question))

    @use_case
    def edit_answer(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        answer_id: int,
        typed: str,
        *,
        keep: bool,
        may_post: bool = True,
    ) -> OwnAnswer:
        """Replace its words and what is said about the archive. AnswerGone; PartMissing, MayNotPost, WordsRefused."""
        mine = _own(tx, guild_id, user_id, answer_id)
        post, text = post_of(tx, ANSWER, answer_id), _read(typed)
        if not may_post:
            raise MayNotPost(post.channel_id if post else 0)
        check_words(tx, mine.guild_id, user_id, [text])
        after = replace(mine, text=text, keep=keep)
        answers.save(tx, after)
        if after.text != mine.text:
            deliveries.mark_dirty(tx, ANSWER, answer_id)
        refresh(tx, [mine.question_id])
        return OwnAnswer(after, questions.get(tx, mine.question_id), post)

    @use_case
    def keep_answer(self, tx: Tx, guild_id: int, user_id: int, answer_id: int, *, keep: bool) -> OwnAnswer:
        """Its author says whether it may be in the archive, at any time. AnswerGone."""
        mine = replace(_own(tx, guild_id, user_id, answer_id), keep=keep)
        answers.save(tx, mine)
        refresh(tx, [mine.question_id])
        return OwnAnswer(mine, questions.get(tx, mine.question_id), post_of(tx, ANSWER, answer_id))

    @use_case
    def delete_answer(
        self, tx: Tx, guild_id: int, user_id: int, answer_id: int
    ) -> tuple[Answer, tuple[int, ...]]:
        """Forget an answer everywhere (promise 6); returns it as it was, and the deliveries to remove. AnswerGone."""
        mine = _own(tx, guild_id, user_id, answer_id)
        return mine, tuple(forget(tx, [mine]))

    @use_case
    def keep_in_archive(
        self, tx: Tx, guild_id: int, user_id: int, question_id: int, *, keep: bool
    ) -> Consent:
        """Who asked says whether the question with its answers may be in the archive, at any time. QuestionGone."""
        question = questions.get(tx, question_id)
        if question is None or question.user_id != user_id or guild_id not in (0, question.guild_id):
            raise QuestionGone
        after = replace(question, keep=keep)
        questions.save(tx, after)
        refresh(tx, [question_id])
        return Consent(after, bool(kept(tx, [question_id])))

    @query
    def shown_answers(self, tx: Tx, ids: Collection[int]) -> dict[int, AnswerPost]:
        """What posts of these answers say, by id."""
        return {
            id_: AnswerPost(each, language_of(tx, each.guild_id))
            for id_, each in answers.get_many(tx, ids).items()
        }


def _answerable(tx: Tx, guild_id: int, user_id: int, question_id: int) -> Question:
    """A question that this member may answer: one that everybody sees, or that was asked of them. QuestionGone, NoMentoring."""
    question = questions.get(tx, question_id)
    if question is None or guild_id not in (0, question.guild_id):
        raise QuestionGone
    open_in(tx, question.guild_id)
    asked_of_them = question.state is QuestionState.SENT and question.to_id == user_id
    if question.state is not QuestionState.POSTED and not asked_of_them:
        raise QuestionGone
    return question


def _channel_of(tx: Tx, question: Question) -> int:
    post = post_of(tx, QUESTION, question.id) if question.state is QuestionState.POSTED else None
    return post.channel_id if post else 0


def _own(tx: Tx, guild_id: int, user_id: int, answer_id: int) -> Answer:
    """The member's own answer in this server or (0) any; AnswerGone."""
    found = answers.get(tx, answer_id)
    if found is None or found.user_id != user_id or guild_id not in (0, found.guild_id):
        raise AnswerGone
    return found


def _read(typed: str) -> str:
    text = clean(typed, ANSWER_MOST)
    check_secrets([text])
    if not text:
        raise PartMissing("answer")
    return text


def _check(tx: Tx, question: Question, user_id: int, text: str, *, may_post: bool) -> None:
    if not may_post:
        raise MayNotPost(_channel_of(tx, question))
    check_words(tx, question.guild_id, user_id, [text])


def _bring(tx: Tx, answer: Answer, question: Question) -> Delivery | None:
    """Claim the message of an answer that everybody reads; of any other who asked is told at once."""
    if question.state is QuestionState.POSTED:
        return claim(tx, ANSWER, answer.id, answer.guild_id, within=(QUESTION, question.id))
    tell_asker(tx, answer, question)
    return None


def _is_same(before: Answer, question_id: int, text: str, since: datetime) -> bool:
    same = before.question_id == question_id and before.text == text
    return same and before.made_at is not None and before.made_at > since
