"""Composing a question, with earlier ones like it; one's own questions as they stand (M8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.communities import store as communities
from bot.communities.model import Topic
from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, units
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.mentoring.model.asking import MOST_UNITS, QUESTION, Question, QuestionState
from bot.mentoring.model.refusals import MayNotPost, PartMissing, QuestionGone, QuestionTooLong
from bot.mentoring.model.values import PairKind, Role
from bot.mentoring.service import archiving
from bot.mentoring.service.archiving import Kept, similar
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.guarding import check_secrets, check_words, read_url
from bot.mentoring.service.sources import post_of
from bot.mentoring.service.withdrawing import SHOWN
from bot.mentoring.store import pairs, questions, settings
from bot.people.store import has_left

TWICE = timedelta(minutes=5)  # within which the same question again is the same form that came twice
MOST_OPEN = 3  # open questions on the first card
PAGE = 20  # questions of a list


@dataclass(frozen=True)
class Typed:
    """A question as it was typed."""

    goal: str
    tried: str
    question: str
    url: str = ""
    topic_id: int = 0


@dataclass(frozen=True)
class OwnQuestion:
    """A question as who asked sees it. `post` is how its message stands, `mentor_id` the mentor they have, 0: none.

    `channel_id` is where it stands or would, 0 where questions are off; `language` is the server's.
    """

    question: Question
    topic: Topic | None = None
    post: Delivery | None = None
    mentor_id: int = 0
    channel_id: int = 0
    language: str = ""


@dataclass(frozen=True)
class Composed:
    """A question that was kept as its author's own, and earlier ones that are like it."""

    question: Question
    similar: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class MyQuestions:
    """A page of somebody's questions, the newest first; whether there are `more`."""

    questions: tuple[Question, ...]
    begins: int = 0
    more: bool = False


class Composing:
    """Use cases of composing. All raise QuestionGone for what is not the member's."""

    db: Database

    @query
    def open_questions(
        self, tx: Tx, guild_id: int, user_id: int, *, organiser: bool = False
    ) -> list[OwnQuestion]:
        """Those of the member's questions that are open there, the newest few. NoMentoring."""
        open_in(tx, guild_id, organiser)
        theirs = questions.of_person(tx, user_id, guild_id)
        waiting = [each for each in theirs if each.solved_at is None and each.state in SHOWN]
        return [_own(tx, each) for each in waiting[:MOST_OPEN]]

    @query
    def my_questions(self, tx: Tx, user_id: int, *, guild_id: int | None, begins: int = 0) -> MyQuestions:
        """A page of what a person asked, in a server or (None) everywhere."""
        theirs = questions.of_person(tx, user_id, guild_id)
        begins = min(max(begins, 0), len(theirs))
        return MyQuestions(tuple(theirs[begins : begins + PAGE]), begins, len(theirs) > begins + PAGE)

    @query
    def own_question(self, tx: Tx, user_id: int, question_id: int) -> OwnQuestion:
        """The member's own question as it stands."""
        return _own(tx, mine(tx, user_id, question_id))

    @use_case
    def compose(
        self, tx: Tx, guild_id: int, user_id: int, typed: Typed, *, organiser: bool = False
    ) -> Composed:
        """Keep a question as the member's own, to be posted next; with earlier ones that are like it.

        Before anything is kept: NoMentoring, PartMissing, WordsRefused for a secret, LinkRefused, QuestionTooLong. A form that
        comes twice is kept once.
        """
        open_in(tx, guild_id, organiser)
        typed = read_question(typed)
        new = _with(tx, Question(guild_id, user_id, "", "", ""), typed)
        same = next((e for e in questions.of_person(tx, user_id, guild_id) if _is_same(e, new, tx.now)), None)
        if same is None:
            same = questions.add(tx, new)
        elif same.state is QuestionState.PRIVATE and same.topic_id != new.topic_id:
            same = replace(same, topic_id=new.topic_id)
            questions.save(tx, same)
        alike = similar(tx, guild_id, f"{typed.goal} {typed.question}")
        return Composed(same, tuple(each for each in alike if each.question.id != same.id))

    @use_case
    def rewrite_question(
        self, tx: Tx, user_id: int, question_id: int, typed: Typed, *, may_post: bool
    ) -> Question:
        """Replace its words; a post is due for an edit.

        As in `compose`, and of one that others see MayNotPost and WordsRefused: nothing is changed then.
        """
        before = mine(tx, user_id, question_id)
        after = _with(tx, before, read_question(typed))
        if before.state in SHOWN or before.ama_id:
            if not may_post:
                raise MayNotPost(_channel(tx, before.guild_id))
            check_words(tx, before.guild_id, user_id, words_of(after))
        questions.save(tx, after)
        if before != after:
            deliveries.mark_dirty(tx, QUESTION, question_id)
            archiving.refresh(tx, [question_id])
        return after


def read_question(typed: Typed) -> Typed:
    """What was typed as it is kept. PartMissing, WordsRefused for a secret, LinkRefused, QuestionTooLong."""
    goal = " ".join(clean(typed.goal).split())
    tried, asked = clean(typed.tried), clean(typed.question)
    check_secrets((goal, tried, asked, typed.url))
    for part, text in (("goal", goal), ("tried", tried), ("question", asked)):
        if not text:
            raise PartMissing(part)
    url = read_url(typed.url)
    over = sum(map(units, (goal, tried, asked, url))) - MOST_UNITS
    if over > 0:
        raise QuestionTooLong(over)
    return Typed(goal, tried, asked, url, typed.topic_id)


def words_of(question: Question) -> tuple[str, ...]:
    """All that others read of it that its author typed."""
    return question.goal, question.tried, question.question, question.url


def mentor_of(tx: Tx, guild_id: int, user_id: int) -> int:
    """The mentor whom this member has there, the newest of several; 0: none."""
    for pair in pairs.of_person(tx, user_id, guild_id, going_on=True):
        me = pair.member(user_id)
        if pair.kind is PairKind.MENTOR and me is not None and me.part is Role.SEEK:
            there = [each for each in pair.others(user_id) if not has_left(tx, guild_id, [each])]
            if there:
                return there[0]
    return 0


def mine(tx: Tx, user_id: int, question_id: int) -> Question:
    found = questions.get(tx, question_id)
    if found is None or found.user_id != user_id:
        raise QuestionGone
    return found


def _channel(tx: Tx, guild_id: int) -> int:
    found = settings.get(tx, guild_id)
    return found.channel_id if found and found.on else 0


def _own(tx: Tx, question: Question) -> OwnQuestion:
    return OwnQuestion(
        question=question,
        topic=topics.topic_of(tx, question.guild_id, question.topic_id) if question.topic_id else None,
        post=post_of(tx, QUESTION, question.id),
        mentor_id=question.to_id or mentor_of(tx, question.guild_id, question.user_id),
        channel_id=_channel(tx, question.guild_id),
        language=communities.get(tx, question.guild_id).language,
    )


def _with(tx: Tx, question: Question, typed: Typed) -> Question:
    topic = topics.topic_of(tx, question.guild_id, typed.topic_id)
    return replace(
        question,
        goal=typed.goal,
        tried=typed.tried,
        question=typed.question,
        url=typed.url,
        topic_id=topic.id if topic else 0,
    )


def _is_same(before: Question, new: Question, now: datetime) -> bool:
    """Whether it was kept before: one that only who asked sees, or (a form that came twice) one shown just now."""
    recent = before.made_at is not None and before.made_at > now - TWICE
    same = words_of(before) == words_of(new) and before.solved_at is None and not before.ama_id
    return same and (recent or before.state is QuestionState.PRIVATE)
