"""What who asked hears of an answer, reads of it, and can do about who wrote it (M8, A9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.attention.model.values import Intent, Message, Why
from bot.attention.store import notices, outbox, silences
from bot.communities.store import moderation
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import ANSWER, ANSWER_NOT_POSTED, ANSWERED, Answer, Question, QuestionState
from bot.mentoring.model.refusals import AnswerGone, QuestionGone
from bot.mentoring.service.archiving import Archiving, kept
from bot.mentoring.service.sources import post_of, withdraw_reports
from bot.mentoring.store import answers, questions
from bot.people.store import has_left

ANSWERED_FOR = timedelta(days=30)  # how long the line waits; the answer stays with its question after that
REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another


@dataclass(frozen=True)
class Heard:
    """An answer as who asked reads it. `url`: where it stands, "" where only they read it, or it is on its way."""

    answer: Answer
    question: Question
    url: str = ""

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads it."""
        return self.question.state is QuestionState.SENT and not self.url


@dataclass(frozen=True)
class Given:
    """One's own question with the answers to it, in time order; `is_kept`: it is in the archive now."""

    question: Question
    heard: tuple[Heard, ...]
    is_kept: bool = False


class Hearing(Archiving):
    """Use cases of who asked, and of whoever reads an answer in its thread."""

    db: Database

    @query
    def answer_heard(self, tx: Tx, guild_id: int, user_id: int, answer_id: int) -> Heard:
        """An answer to a question of this member, in this server or (0) any. AnswerGone."""
        found = answers.get(tx, answer_id)
        heard = _heard(tx, user_id, [found]) if found and guild_id in (0, found.guild_id) else []
        if not heard:
            raise AnswerGone
        return heard[0]

    @query
    def answers_heard(self, tx: Tx, guild_id: int, user_id: int, question_id: int) -> Given:
        """A question of one's own with the answers to it. QuestionGone."""
        question = questions.get(tx, question_id)
        if question is None or question.user_id != user_id or guild_id not in (0, question.guild_id):
            raise QuestionGone
        heard = _heard(tx, user_id, answers.of_question(tx, question_id))
        return Given(question, tuple(heard), bool(kept(tx, [question_id])))

    @query
    def answers_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Heard]:
        """The answers of what was told, by its id, for lines of an inbox; without those that are not to be shown any more."""
        found = answers.get_many(tx, {each.subject_id for each in told})
        there: dict[int, Heard] = {}
        for each in told:
            one = found.get(each.subject_id)
            if one and (heard := _heard(tx, each.user_id, [one])):
                there[each.id] = heard[0]
        return there

    @query
    def answers_not_posted(self, tx: Tx, told: Collection[Intent]) -> dict[int, Answer]:
        """The answers of what was told, by its id, that are in no thread still."""
        found = answers.get_many(tx, {each.subject_id for each in told})
        posted = {each.subject_id for each in deliveries.of_subjects(tx, ANSWER, list(found))}
        there = found.keys() - posted
        return {each.id: found[each.subject_id] for each in told if each.subject_id in there}

    @use_case
    def mute_answerer(self, tx: Tx, user_id: int, answer_id: int, sender_id: int) -> None:
        """Nothing more reaches them from who answered; it works on when the answer was deleted. AnswerGone if nobody did."""
        found = _sent_to(tx, user_id, answer_id)
        if found is not None and found.user_id != sender_id:
            raise AnswerGone
        silences.silence_from(tx, user_id, sender_id)
        theirs = [each.id for each in answers.of_person(tx, sender_id)]
        outbox.take_back(tx, ANSWERED, theirs, user_id=user_id, why=Why.SILENCED)

    @use_case
    def report_answerer(self, tx: Tx, user_id: int, answer_id: int) -> None:
        """Show the organisers this answer and who wrote it, once. AnswerGone when it was deleted."""
        found = _sent_to(tx, user_id, answer_id)
        if found is None:
            raise AnswerGone
        post = post_of(tx, ANSWER, answer_id)
        url = post.url if post and post.message_id else ""
        key = report_key(answer_id)
        notices.notify(tx, found.guild_id, REPORT, key, user_id=found.user_id, text=found.text, url=url)


def tell_asker(tx: Tx, answer: Answer, question: Question) -> None:
    """Who asked finds a line in their inbox; not of their own answer, nor from somebody whom they silenced."""
    outbox.tell(
        tx,
        Message(
            user_id=question.user_id,
            server=answer.guild_id,
            kind=ANSWERED,
            subject_id=answer.id,
            key=f"{ANSWERED}:{answer.id}",
            expires_at=tx.now + ANSWERED_FOR,
            sender=answer.user_id,
        ),
    )


def tell_author(tx: Tx, answer: Answer) -> None:
    """What waited to be posted could not be: who answered finds a line in their inbox."""
    outbox.tell(
        tx,
        Message(
            user_id=answer.user_id,
            server=answer.guild_id,
            kind=ANSWER_NOT_POSTED,
            subject_id=answer.id,
            key=f"{ANSWER_NOT_POSTED}:{answer.id}",
            expires_at=tx.now + ANSWERED_FOR,
        ),
    )


def withdraw(tx: Tx, gone: Collection[Answer]) -> list[int]:
    """Nobody is told of these any more, nor are organisers shown them; returns the deliveries to remove."""
    for kind in (ANSWERED, ANSWER_NOT_POSTED):
        outbox.take_back(tx, kind, [each.id for each in gone])
    return withdraw_reports(tx, [(each.guild_id, report_key(each.id)) for each in gone])


def report_key(answer_id: int) -> str:
    """The key of the notice that shows organisers an answer."""
    return f"report:{ANSWERED}:{answer_id}"


def _heard(tx: Tx, user_id: int, given: Collection[Answer]) -> list[Heard]:
    """Those of these that answer a question of this person, from people whom neither they nor the organisers silenced."""
    asked = questions.get_many(tx, {each.question_id for each in given})
    mine = [
        each for each in given if each.question_id in asked and asked[each.question_id].user_id == user_id
    ]
    unheard = silences.silenced(tx, [(user_id, each.user_id) for each in mine])
    heard = []
    for each in mine:
        gone = has_left(tx, each.guild_id, [each.user_id]) | moderation.stopped_of(
            tx, each.guild_id, [each.user_id]
        )
        if (user_id, each.user_id) not in unheard and not gone:
            post = post_of(tx, ANSWER, each.id)
            heard.append(Heard(each, asked[each.question_id], post.url if post and post.message_id else ""))
    return heard


def _sent_to(tx: Tx, user_id: int, answer_id: int) -> Answer | None:
    """What this person was told of; None when it was deleted since. AnswerGone when they never were."""
    found = answers.get(tx, answer_id)
    question = questions.get(tx, found.question_id) if found else None
    if question is not None and question.user_id == user_id:
        return found
    if outbox.told_in(tx, user_id, ANSWERED, answer_id) is not None:
        return found if found and post_of(tx, ANSWER, answer_id) else None
    raise AnswerGone
