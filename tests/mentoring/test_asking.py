"""Proves the rules of questions on both databases: what is kept, refused, posted, told and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.store import silences
from bot.communities.store import moderation, topics
from bot.core.db import Tx
from bot.core.refusals import Refusal
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Sent, State
from bot.mentoring.model.asking import (
    ANSWER,
    ASKED,
    MOST_ASKED,
    MOST_UNITS,
    QUESTION,
    REPLIED,
    Answer,
    QuestionState,
)
from bot.mentoring.model.refusals import (
    LinkRefused,
    MayNotPost,
    NoMentoring,
    PartMissing,
    QuestionGone,
    QuestionTooLong,
    TimedOut,
    WordsRefused,
)
from bot.mentoring.service import archiving
from bot.mentoring.service.composing import Typed
from bot.mentoring.store import answers, questions, threads
from bot.mentoring.store.threads import Thread
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, GUILD, OTHER_GUILD, Den, den

__all__ = ["den"]

TYPED = Typed("Load faster", "num_workers=4", "Why anew each epoch?", "example.com/x?utm_source=y")
MESSAGE = 7001


async def composed(den: Den, who: int = ANA, **changed: Any) -> int:
    made = await den.mentoring.compose(GUILD, who, replace(TYPED, **changed))
    return made.question.id


async def posted(den: Den, who: int = ANA, message: int = MESSAGE, **changed: Any) -> int:
    """Somebody's question is in Discord."""
    id_ = await composed(den, who, **changed)
    done = await den.mentoring.post_question(who, id_, may_post=True)
    assert done.claimed is not None
    await den.mentoring.record_post(done.claimed, Sent(message))
    return id_


async def post(den: Den, id_: int) -> Delivery | None:
    return await den.mentoring.post_delivery(QUESTION, id_)


async def refused(den: Den, **changed: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await composed(den, **changed)
    return caught.value


async def test_what_is_typed_is_read_once_or_refused_with_the_reason(den: Den) -> None:
    id_ = await composed(den)
    own = await den.mentoring.own_question(ANA, id_)
    assert own.question.url == "https://example.com/x"
    assert (own.question.state, own.post) == (QuestionState.PRIVATE, None)
    assert await composed(den) == id_  # the form came twice
    (topic,) = await den.topic_ids(0)
    assert await composed(den, topic_id=topic) == id_
    (foreign,) = await den.topic_ids(0, guild_id=OTHER_GUILD)
    other = (await den.mentoring.compose(GUILD, ANA, replace(TYPED, goal="Else", topic_id=foreign))).question
    assert other.topic_id == 0

    for part in ("goal", "tried", "question"):
        missing = await refused(den, **{part: " \u200b \n"})
        assert isinstance(missing, PartMissing)
        assert missing.part == part
    room = MOST_UNITS - sum(map(len, (TYPED.goal, TYPED.question, "https://example.com/x")))
    assert await composed(den, tried="😀" * (room // 2))  # two units each
    long = await refused(den, tried="x" * (room + 3))
    assert isinstance(long, QuestionTooLong)
    assert long.over == 3
    assert isinstance(await refused(den, url="javascript:alert(1)"), LinkRefused)
    secret = await refused(den, tried="ghp_" + "aB3" * 12)
    assert (type(secret), getattr(secret, "why", "")) == (WordsRefused, "secret")
    await den.change(is_on=False)
    assert isinstance(await refused(den), NoMentoring)


async def test_others_cannot_open_change_or_delete_it(den: Den) -> None:
    id_ = await posted(den)
    mentoring = den.mentoring
    for act in (
        mentoring.own_question(BEN, id_),
        mentoring.rewrite_question(BEN, id_, TYPED, may_post=True),
        mentoring.post_question(BEN, id_, may_post=True),
        mentoring.ask_mentor(BEN, id_, timed_out=False),
        mentoring.hide_question(BEN, id_),
        mentoring.delete_question(BEN, id_),
        mentoring.solve(BEN, id_),
        mentoring.asked_of_me(GUILD, BEN, id_),
        mentoring.mute_asker(BEN, id_, ANA),
        mentoring.report_asker(BEN, id_),
        mentoring.posted_question(OTHER_GUILD, id_),
    ):
        with pytest.raises(QuestionGone):
            await act
    assert await mentoring.question_of_message(OTHER_GUILD, MESSAGE) is None
    assert await mentoring.question_behind(OTHER_GUILD, MESSAGE) is None
    assert (await mentoring.my_questions(BEN, guild_id=None)).questions == ()


async def test_a_post_needs_the_right_allowed_words_and_patience(den: Den) -> None:
    id_ = await composed(den)
    with pytest.raises(MayNotPost):
        await den.mentoring.post_question(ANA, id_, may_post=False)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["epoch"]))
    with pytest.raises(WordsRefused):
        await den.mentoring.post_question(ANA, id_, may_post=True)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, []))
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    with pytest.raises(WordsRefused):
        await den.mentoring.post_question(ANA, id_, may_post=True)
    await den.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    assert (await den.mentoring.own_question(ANA, id_)).question.state is QuestionState.PRIVATE

    for place in range(MOST_ASKED):
        await posted(den, message=100 + place, goal=f"Goal {place}")
    with pytest.raises(TooOften):
        await den.mentoring.post_question(ANA, id_, may_post=True)
    den.clock.now += timedelta(days=1, seconds=1)
    done = await den.mentoring.post_question(ANA, id_, may_post=True)
    assert done.claimed is not None
    assert (await den.mentoring.post_question(ANA, id_, may_post=True)).claimed is None

    # Stopped while it waited to be sent: it goes back to who wrote it.
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    work = await den.mentoring.post_work(QUESTION, id_, [done.claimed])
    assert work.send is None
    own = await den.mentoring.own_question(ANA, id_)
    assert (own.question.state, own.post) == (QuestionState.HIDDEN, None)


async def test_it_is_posted_once_edited_in_place_and_posted_anew_after_it_was_taken_out(den: Den) -> None:
    id_ = await posted(den)
    first = await post(den, id_)
    assert first is not None
    assert (first.state, first.message_id, first.dirty) == (State.SENT, MESSAGE, False)
    await den.mentoring.rewrite_question(ANA, id_, replace(TYPED, goal="Load even faster"), may_post=True)
    work = await den.mentoring.post_work(QUESTION, id_)
    assert work.edit is not None
    assert (await den.mentoring.post_work(QUESTION, id_)).edit is None  # leased
    await den.mentoring.record_post_edit(work.edit, Sent(MESSAGE))
    with pytest.raises(MayNotPost):
        await den.mentoring.rewrite_question(ANA, id_, TYPED, may_post=False)
    await den.mentoring.solve(ANA, id_)
    assert (await den.mentoring.shown_questions([id_]))[id_].question.solved_at == den.clock.now
    work = await den.mentoring.post_work(QUESTION, id_)
    assert work.edit is not None

    gone = await den.mentoring.hide_question(ANA, id_)
    assert gone.removals == (first.id,)
    assert await den.mentoring.shown_questions([id_]) == {}
    again = await den.mentoring.post_question(ANA, id_, may_post=True)
    assert again.claimed is not None
    assert again.claimed.id != first.id


async def test_a_mentor_finds_it_until_it_is_taken_back_or_its_sender_is_not_heard(den: Den) -> None:
    id_ = await composed(den)
    with pytest.raises(QuestionGone):
        await den.mentoring.ask_mentor(ANA, id_, timed_out=False)
    await den.mentors(BEN, ANA)
    with pytest.raises(TimedOut):
        await den.mentoring.ask_mentor(ANA, id_, timed_out=True)
    assert (await den.mentoring.own_question(ANA, id_)).mentor_id == BEN
    await den.mentoring.ask_mentor(ANA, id_, timed_out=False)
    assert len(await den.waiting(BEN, ASKED)) == 1
    assert (await den.mentoring.asked_of_me(0, BEN, id_)).question.goal == TYPED.goal
    with pytest.raises(QuestionGone):
        await den.mentoring.asked_of_me(OTHER_GUILD, BEN, id_)
    told = await den.waiting(BEN, ASKED)
    assert [each.alone for each in (await den.mentoring.asked_told(told)).values()] == [True]
    await den.mentoring.report_asker(BEN, id_)
    await den.mentoring.report_asker(BEN, id_)
    (notice,) = await den.told()
    assert (notice.user_id, TYPED.question in str(notice.detail)) == (ANA, True)

    await den.mentoring.hide_question(ANA, id_)
    assert await den.waiting(BEN, ASKED) == []
    assert await den.told() == []
    with pytest.raises(QuestionGone):
        await den.mentoring.report_asker(BEN, id_)
    await den.mentoring.mute_asker(BEN, id_, ANA)  # it was theirs, so this works on
    assert await den.app.db.read(lambda tx: silences.silenced(tx, [(BEN, ANA)])) == {(BEN, ANA)}
    await den.mentoring.ask_mentor(ANA, id_, timed_out=False)
    assert await den.waiting(BEN, ASKED) == []
    with pytest.raises(QuestionGone):
        await den.mentoring.asked_of_me(GUILD, BEN, id_)

    # Made public, it is nobody's alone any more.
    await den.mentoring.post_question(ANA, id_, may_post=True)
    assert (await den.mentoring.own_question(ANA, id_)).question.to_id == 0


async def test_a_few_who_follow_the_topic_are_told_and_only_what_is_true(den: Den) -> None:
    (topic,) = await den.topic_ids(2)

    def follow(tx: Tx) -> None:
        for each in (ANA, BEN, CLEO, DAN, EVA):
            topics.choose_helping(tx, GUILD, each, [topic])
        silences.silence_from(tx, BEN, ANA)
        silences.silence_from(tx, ANA, CLEO)

    await den.app.db.write(follow)
    id_ = await posted(den, topic_id=topic)
    told = [each for who in (ANA, BEN, CLEO, DAN, EVA) for each in await den.waiting(who, ASKED)]
    assert [each.user_id for each in told] == [DAN, EVA]
    assert len(await den.mentoring.asked_told(told)) == 2
    await posted(den, message=MESSAGE + 1, goal="Another", topic_id=topic)
    assert len(await den.waiting(DAN, ASKED)) == 1  # nobody is told of two within a day
    await den.app.db.write(lambda tx: topics.choose_helping(tx, GUILD, DAN, []))
    assert [each.question.id for each in (await den.mentoring.asked_told(told)).values()] == [id_]
    await den.mentoring.solve(ANA, id_)
    assert await den.mentoring.asked_told(told) == {}
    assert await den.waiting(EVA, ASKED) == []


async def test_deleting_takes_everything_along_but_answers_of_others(den: Den) -> None:
    id_ = await posted(den)
    await den.mentoring.thread_opened(QUESTION, id_, GUILD, MESSAGE)
    await den.mentoring.note_reply(id_, BEN, channel_id=MESSAGE, message_id=9)
    await den.mentoring.note_reply(id_, ANA, channel_id=MESSAGE, message_id=10)
    assert [each.words["message"] for each in await den.waiting(ANA, REPLIED)] == [9]
    assert await den.mentoring.replies_in(GUILD, MESSAGE, [9]) == [id_]

    def answer(tx: Tx) -> int:
        question = questions.get(tx, id_)
        assert question is not None
        questions.save(tx, replace(question, keep=True))
        given = answers.add(tx, Answer(GUILD, id_, BEN, "persistent_workers", keep=True))
        claimed = deliveries.claim_new(
            tx, ANSWER, given.id, guild_id=GUILD, channel_id=MESSAGE, keep_for=timedelta(days=1)
        )
        assert claimed is not None
        deliveries.record(tx, claimed, Sent(MESSAGE + 1))
        archiving.refresh(tx, [id_])
        return given.id

    answer_id = await den.app.db.write(answer)
    again = await den.mentoring.compose(GUILD, CLEO, replace(TYPED, question="Why anew each epoch, again?"))
    assert [each.question.id for each in again.similar] == [id_]

    gone = await den.mentoring.delete_question(ANA, id_)
    assert len(gone.removals) == 1
    assert await den.waiting(ANA) == []
    assert (await den.mentoring.archive(GUILD)).found == ()
    left = await den.app.db.read(lambda tx: answers.get(tx, answer_id))
    assert left is not None
    assert left.question_id == 0
    (seen,) = await den.mentoring.take_left_threads(10)
    assert (seen[0].thread_id, seen[1]) == (
        MESSAGE,
        True,
    )  # an answer stands there: it is renamed, not deleted
    await den.mentoring.left_thread_seen_to(MESSAGE, done=True)
    assert await den.mentoring.next_left_thread() is None


async def test_a_thread_that_is_gone_is_opened_anew_and_one_of_a_gone_question_is_left(den: Den) -> None:
    id_ = await posted(den)
    assert await den.mentoring.thread_opened(QUESTION, id_, GUILD, MESSAGE)
    _post, thread = await den.mentoring.post_to_talk_about(QUESTION, id_)
    assert thread == MESSAGE
    assert (await den.mentoring.question_behind(GUILD, 1, MESSAGE)) is not None
    assert await den.mentoring.is_place(GUILD, MESSAGE)
    assert await den.mentoring.place_deleted(GUILD, MESSAGE) == ([], False)
    _post, thread = await den.mentoring.post_to_talk_about(QUESTION, id_)
    assert thread is None
    assert await den.mentoring.post_message_deleted(MESSAGE) == []
    with pytest.raises(QuestionGone):
        await den.mentoring.own_question(ANA, id_)
    assert not await den.mentoring.thread_opened(QUESTION, id_, GUILD, MESSAGE)
    await den.app.db.write(lambda tx: threads.add(tx, Thread(MESSAGE, GUILD, id_)))  # known already: as it is
    assert (await den.mentoring.take_left_threads(10))[0][0].thread_id == MESSAGE
