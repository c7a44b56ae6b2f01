"""Who hears of a question: a few who follow its topic, a mentor who is asked alone, and who asked when somebody replies (A7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.attention.model.values import Intent, Message, Why
from bot.attention.store import notices, outbox, silences
from bot.attention.store.replies import heard
from bot.communities.model import Topic
from bot.communities.store import moderation, topics
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model.asking import ASKED, NOT_POSTED, QUESTION, Question, QuestionState
from bot.mentoring.model.refusals import QuestionGone
from bot.mentoring.service.sources import post_of
from bot.mentoring.service.withdrawing import report_key
from bot.mentoring.store import questions
from bot.people.store import has_left

MOST_TOLD = 2  # followers of a topic who are told of a question
TOLD_AGAIN = timedelta(days=1)  # nobody is told of two within that time
TOLD_FOR = timedelta(days=3)  # how long the line waits
SENT_FOR = timedelta(days=14)  # how long a question waits in a mentor's inbox
NOT_POSTED_FOR = timedelta(days=28)  # how long somebody is told that their question is theirs alone
REPORT = "attention.report"  # the notice by which organisers are shown what a member sent another


@dataclass(frozen=True)
class AskedLine:
    """A question that somebody may help with. `alone`: it was sent to them; else it is about `topic` and stands at `url`."""

    question: Question
    alone: bool
    topic: Topic | None = None
    url: str = ""


class Asked:
    """Use cases of the lines about questions, and of what can be done about who asked somebody alone (A9)."""

    db: Database

    @query
    def asked_told(self, tx: Tx, told: Sequence[Intent]) -> dict[int, AskedLine]:
        """What of this may still be said, by its id, for lines of an inbox.

        Nobody reads of what is solved or gone, of somebody who left, was stopped or whom they silenced, nor of a topic that was
        removed or that they follow no more.
        """
        found = questions.get_many(tx, {each.subject_id for each in told})
        there = {id_: each for id_, each in found.items() if _may_be_told(tx, each)}
        still = [each for each in told if each.subject_id in there]
        unheard = silences.silenced(tx, [(each.user_id, there[each.subject_id].user_id) for each in still])
        lines = {}
        for each in still:
            question = there[each.subject_id]
            if (each.user_id, question.user_id) in unheard:
                continue
            if question.state is QuestionState.SENT:
                if question.to_id == each.user_id:
                    lines[each.id] = AskedLine(question, alone=True)
                continue
            topic = topics.topic_of(tx, question.guild_id, question.topic_id)
            post = post_of(tx, QUESTION, question.id)
            follows = question.topic_id in topics.helping(tx, question.guild_id, each.user_id)
            if topic and follows and post and post.url:
                lines[each.id] = AskedLine(question, alone=False, topic=topic, url=post.url)
        return lines

    @query
    def replied_told(self, tx: Tx, told: Sequence[Intent]) -> dict[int, Question]:
        """The questions of what was told, by its id; without those posted no more, and whom who asked silenced since."""
        found = questions.get_many(tx, {each.subject_id for each in told})
        return {
            each.id: found[each.subject_id]
            for each in heard(tx, told)
            if each.subject_id in found and found[each.subject_id].state is QuestionState.POSTED
        }

    @query
    def not_posted_told(self, tx: Tx, told: Sequence[Intent]) -> dict[int, Question]:
        """The questions of what was told, by its id, that are their authors' alone still."""
        found = questions.get_many(tx, {each.subject_id for each in told})
        hidden = {id_: each for id_, each in found.items() if each.state is QuestionState.HIDDEN}
        return {each.id: hidden[each.subject_id] for each in told if each.subject_id in hidden}

    @query
    def asked_of_me(self, tx: Tx, guild_id: int, user_id: int, question_id: int) -> AskedLine:
        """A question that was sent to this member alone, in this server or (0) any. QuestionGone."""
        question = questions.get(tx, question_id)
        if question is None or guild_id not in (0, question.guild_id) or question.to_id != user_id:
            raise QuestionGone
        if question.state is not QuestionState.SENT or not _may_be_shown(tx, question):
            raise QuestionGone
        if silences.silenced(tx, [(user_id, question.user_id)]):
            raise QuestionGone
        topic = topics.topic_of(tx, question.guild_id, question.topic_id) if question.topic_id else None
        return AskedLine(question, alone=True, topic=topic)

    @query
    def open_asked_of(self, tx: Tx, guild_id: int, user_id: int) -> list[Question]:
        """What was asked of this member alone in this server and is open, newest first, as long as it may be shown."""
        theirs = [each for each in questions.sent_to(tx, user_id, guild_id) if each.solved_at is None]
        shown = shown_still(tx, guild_id, {each.user_id for each in theirs})
        unheard = silences.silenced(tx, [(user_id, each) for each in shown])
        return [each for each in theirs if each.user_id in shown and (user_id, each.user_id) not in unheard]

    @use_case
    def mute_asker(self, tx: Tx, user_id: int, question_id: int, sender_id: int) -> None:
        """Nothing more reaches them from who asked them this. QuestionGone when nobody did.

        The button says who it was, so that it works on when the question was taken back.
        """
        question = _sent(tx, user_id, question_id)
        if question is not None and question.user_id != sender_id:
            raise QuestionGone
        silences.silence_from(tx, user_id, sender_id)
        theirs = [each.id for each in questions.sent_to(tx, user_id) if each.user_id == sender_id]
        outbox.take_back(tx, ASKED, theirs, user_id=user_id, why=Why.SILENCED)

    @use_case
    def report_asker(self, tx: Tx, user_id: int, question_id: int) -> None:
        """Show the organisers what they were asked, and by whom; once. QuestionGone when it was taken back or never theirs."""
        question = _sent(tx, user_id, question_id)
        if question is None:
            raise QuestionGone
        text = "\n".join((question.goal, question.tried, question.question))
        key = report_key(question_id)
        notices.notify(
            tx, question.guild_id, REPORT, key, user_id=question.user_id, text=text, url=question.url
        )


def tell_mentor(tx: Tx, question: Question) -> None:
    """A question was sent to somebody alone: it waits in their inbox."""
    outbox.tell(tx, _message(tx, question, question.to_id, SENT_FOR))


def tell_author(tx: Tx, question: Question) -> None:
    """What waited to be posted could not be: who asked finds a line in their inbox."""
    outbox.tell(
        tx,
        Message(
            user_id=question.user_id,
            server=question.guild_id,
            kind=NOT_POSTED,
            subject_id=question.id,
            key=f"{NOT_POSTED}:{question.id}",
            expires_at=tx.now + NOT_POSTED_FOR,
        ),
    )


def tell_followers(tx: Tx, question: Question) -> None:
    """A question is in Discord from now on: a few who follow its topic get a line, those first who wait longest for one.

    Nobody is told of two within a day; nor who left, or wants nothing from the other, either way.
    """
    if not question.topic_id or question.solved_at is not None or question.ama_id:
        return
    asker, guild_id = question.user_id, question.guild_id
    since = tx.now - TOLD_AGAIN
    free = [each for each in topics.helpers(tx, guild_id, question.topic_id, since=since) if each != asker]
    left = has_left(tx, guild_id, free)
    unheard = silences.silenced(tx, [(each, asker) for each in free] + [(asker, each) for each in free])
    willing = [each for each in free if not {(each, asker), (asker, each)} & unheard and each not in left]
    chosen = willing[:MOST_TOLD]
    topics.note_asked(tx, chosen)
    outbox.tell(tx, *(_message(tx, question, each, TOLD_FOR) for each in chosen))


def shown_still(tx: Tx, guild_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of these who neither left nor were stopped."""
    gone = set(has_left(tx, guild_id, list(user_ids)))
    return {
        each for each in user_ids if each not in gone and not moderation.guard(tx, guild_id, each).stopped
    }


def _message(tx: Tx, question: Question, to_id: int, wait: timedelta) -> Message:
    return Message(
        user_id=to_id,
        server=question.guild_id,
        kind=ASKED,
        subject_id=question.id,
        key=f"{ASKED}:{question.id}",
        expires_at=tx.now + wait,
        sender=question.user_id,
    )


def _may_be_shown(tx: Tx, question: Question) -> bool:
    return bool(shown_still(tx, question.guild_id, [question.user_id]))


def _may_be_told(tx: Tx, question: Question) -> bool:
    """Whether somebody may help still: it is open and shown, and who asked did not leave and was not stopped meanwhile."""
    shown = question.state in (QuestionState.POSTED, QuestionState.SENT)
    return shown and question.solved_at is None and _may_be_shown(tx, question)


def _sent(tx: Tx, user_id: int, question_id: int) -> Question | None:
    """What this person was asked alone; None when it was taken back since. QuestionGone when they never were."""
    question = questions.get(tx, question_id)
    if question is not None and question.to_id == user_id:
        return question
    if outbox.told_in(tx, user_id, ASKED, question_id) is None:
        raise QuestionGone
    return None
