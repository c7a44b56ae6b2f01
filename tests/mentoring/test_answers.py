"""Proves what becomes of answers and of both consents: told, kept, taken back, deleted, forgotten; on both databases (M8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.attention.model.refusals import TooOften
from bot.communities.store import moderation
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Refused, Sent, State
from bot.mentoring.model.asking import (
    ANSWER,
    ANSWER_NOT_POSTED,
    ANSWERED,
    QUESTION,
    Answer,
    Question,
    QuestionState,
)
from bot.mentoring.model.refusals import (
    AnswerGone,
    MayNotPost,
    NoMentoring,
    PartMissing,
    QuestionGone,
    WordsRefused,
)
from bot.mentoring.service import answering, archiving, withdrawing
from bot.mentoring.service.answer_posts import forget_person
from bot.mentoring.store import answers, questions
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, Den, den

__all__ = ["den"]  # a fixture

HINT = "Dropout is off when it validates, and your augmentation too."


async def posted(den: Den, who: int = ANA, **changed: Any) -> Question:
    """A question of somebody that stands in the channel."""
    question = await den.question(who, **changed)
    await sent(den, QUESTION, question.id, 9000 + question.id)
    return question


async def sent(den: Den, kind: str, subject_id: int, message_id: int) -> Delivery:
    """What was claimed, or is now, is in Discord."""

    def send(tx: Tx) -> Delivery:
        row = next(iter(deliveries.of_subject(tx, kind, subject_id)), None) or deliveries.claim_new(
            tx, kind, subject_id, guild_id=GUILD, channel_id=den.home[1], keep_for=timedelta(days=1)
        )
        assert row is not None
        return row

    row = await den.app.db.write(send)
    stands = await den.mentoring.record_post(row, Sent(message_id))
    assert stands is not None
    return stands


async def answer(
    den: Den, question: Question, who: int = BEN, text: str = HINT, *, keep: bool = True
) -> Answer:
    """Somebody answered; it stands in the thread."""
    given = await den.mentoring.answer(GUILD, who, question.id, text, keep=keep)
    if question.state is QuestionState.POSTED:
        await sent(den, ANSWER, given.answer.id, 5000 + given.answer.id)
    return given.answer


async def in_archive(den: Den, typed: str = "") -> list[tuple[int, tuple[int, ...]]]:
    """The questions in the archive that have these words, each with its answers."""
    found = (await den.mentoring.archive(GUILD, typed)).found
    return [(each.question.id, tuple(one.id for one in each.answers)) for each in found]


async def test_an_answer_goes_into_the_thread_and_who_asked_hears_of_it_once_it_is_there(den: Den) -> None:
    question = await posted(den)
    to_answer = await den.mentoring.to_answer(GUILD, BEN, question.id)
    assert (to_answer.keep, to_answer.channel_id) == (False, den.home[1])
    given = await den.mentoring.answer(GUILD, BEN, question.id, f" {HINT} ", keep=True)
    assert given.answer.text == HINT
    assert given.claimed is not None
    assert given.claimed.channel_id == 9000 + question.id, "a thread has the id of its message"
    again = await den.mentoring.answer(GUILD, BEN, question.id, HINT, keep=True)
    assert (again.answer.id, again.claimed) == (given.answer.id, None), "a form that came twice"
    assert await den.waiting(ANA, ANSWERED) == []
    stands = await sent(den, ANSWER, given.answer.id, 77)
    (line,) = await den.waiting(ANA, ANSWERED)
    heard = (await den.mentoring.answers_told([line]))[line.id]
    assert (heard.answer, heard.url) == (given.answer, stands.url)
    assert (await den.mentoring.to_answer(GUILD, BEN, question.id)).keep, "as they said last time"
    shown = await den.mentoring.answer_at(GUILD, 77)
    assert shown == given.answer
    assert await den.mentoring.answer_at(OTHER_GUILD, 77) is None
    # How I solved it: nobody tells them, all else is the same.
    own = await answer(den, question, ANA, "It was the augmentation.")
    assert len(await den.waiting(ANA, ANSWERED)) == 1
    assert [each.answer.id for each in await den.mentoring.own_answers(GUILD, ANA)] == [own.id]


async def test_what_must_not_be_shown_is_refused(den: Den) -> None:
    question = await posted(den)
    say = den.mentoring.answer
    with pytest.raises(PartMissing):
        await say(GUILD, BEN, question.id, " \u200b ", keep=True)
    with pytest.raises(MayNotPost):
        await say(GUILD, BEN, question.id, HINT, keep=True, may_post=False)
    with pytest.raises(WordsRefused):
        await say(GUILD, BEN, question.id, "Use hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", keep=True)
    for guild_id, id_ in ((OTHER_GUILD, question.id), (GUILD, 999)):
        with pytest.raises(QuestionGone):
            await say(guild_id, BEN, id_, HINT, keep=True)
    for state in (QuestionState.PRIVATE, QuestionState.HIDDEN, QuestionState.SENT):
        other = await den.question(ANA, state=state, to_id=CLEO)
        with pytest.raises(QuestionGone):
            await say(GUILD, BEN, other.id, HINT, keep=True)
    for number in range(answering.MOST_ANSWERS):
        await say(GUILD, BEN, question.id, f"hint {number}", keep=True)
    with pytest.raises(TooOften):
        await say(GUILD, BEN, question.id, HINT, keep=True)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["dropout"]))
    with pytest.raises(WordsRefused):
        await say(GUILD, CLEO, question.id, HINT, keep=True)
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, DAN))
    with pytest.raises(WordsRefused):
        await say(GUILD, DAN, question.id, "A hint", keep=True)
    await den.change(is_on=False)
    with pytest.raises(NoMentoring):
        await say(GUILD, CLEO, question.id, "A hint", keep=True)


async def test_a_private_question_is_answered_privately(den: Den) -> None:
    question = await den.question(ANA, state=QuestionState.SENT, to_id=BEN)
    given = await den.mentoring.answer(0, BEN, question.id, HINT, keep=False)
    assert given.claimed is None
    (line,) = await den.waiting(ANA, ANSWERED)
    heard = (await den.mentoring.answers_told([line]))[line.id]
    assert heard.is_private
    assert await den.mentoring.answer_heard(0, ANA, given.answer.id) == heard
    with pytest.raises(AnswerGone):
        await den.mentoring.answer_heard(0, CLEO, given.answer.id)
    await den.mentoring.keep_in_archive(0, ANA, question.id, keep=True)
    assert await in_archive(den) == [], "never without both"
    own = await den.mentoring.keep_answer(0, BEN, given.answer.id, keep=True)
    assert own.is_private
    assert await in_archive(den) == [(question.id, (given.answer.id,))]
    # The question goes, and with it an answer that nobody else could read.
    await den.app.db.write(lambda tx: withdrawing.forget(tx, [question]))
    assert await den.waiting(ANA, ANSWERED) == []
    with pytest.raises(AnswerGone):
        await den.mentoring.own_answer(0, BEN, given.answer.id)


async def test_both_have_to_agree_and_each_may_take_it_back(den: Den) -> None:
    question = await posted(den)
    yes = await answer(den, question)
    no = await answer(den, question, CLEO, "Look at the learning rate.", keep=False)
    assert await in_archive(den) == []
    with pytest.raises(QuestionGone):
        await den.mentoring.keep_in_archive(GUILD, BEN, question.id, keep=True)
    said = await den.mentoring.keep_in_archive(GUILD, ANA, question.id, keep=True)
    assert said.is_kept
    assert await in_archive(den, "dropout") == [(question.id, (yes.id,))]
    assert await in_archive(den, "learning rate") == [], "not in the archive, so not found by it"
    await den.mentoring.keep_answer(GUILD, CLEO, no.id, keep=True)
    assert await in_archive(den, "learning rate dropout") == [(question.id, (yes.id, no.id))]
    await den.mentoring.keep_answer(GUILD, BEN, yes.id, keep=False)
    assert await in_archive(den, "dropout") == []
    assert await in_archive(den) == [(question.id, (no.id,))]
    edited = await den.mentoring.edit_answer(GUILD, CLEO, no.id, "Warm it up.", keep=True)
    assert edited.post is not None
    assert (await in_archive(den, "rate"), await in_archive(den, "warm")) == ([], [(question.id, (no.id,))])
    assert not (await den.mentoring.keep_in_archive(GUILD, ANA, question.id, keep=False)).is_kept
    assert await in_archive(den, "warm") == await in_archive(den) == []
    given = await den.mentoring.answers_heard(GUILD, ANA, question.id)
    assert [each.answer.id for each in given.heard] == [yes.id, no.id], "both stay where they are"


async def test_delete_means_gone(den: Den) -> None:
    question = await posted(den, keep=True)
    one, other = await answer(den, question), await answer(den, question, CLEO, "Warm it up.")
    await den.mentoring.report_answerer(ANA, one.id)
    for who, id_ in ((CLEO, one.id), (BEN, other.id)):
        with pytest.raises(AnswerGone):
            await den.mentoring.delete_answer(GUILD, who, id_)
    gone, removals = await den.mentoring.delete_answer(GUILD, BEN, one.id)
    assert gone.text == HINT
    assert len(removals) >= 1
    assert await den.told() == []
    assert [each.subject_id for each in await den.waiting(ANA, ANSWERED)] == [other.id]
    assert await in_archive(den) == [(question.id, (other.id,))]
    # A moderator deletes the other by hand: its row follows.
    await den.mentoring.post_message_deleted(5000 + other.id)
    assert await in_archive(den) == []
    assert await den.app.db.read(lambda tx: answers.of_question(tx, question.id)) == []


async def test_others_answers_outlive_a_question_and_can_still_be_deleted(den: Den) -> None:
    question = await posted(den, keep=True)
    one = await answer(den, question)
    await den.app.db.write(lambda tx: withdrawing.forget(tx, [question]))
    assert await in_archive(den) == []
    own = await den.mentoring.own_answer(GUILD, BEN, one.id)
    assert (own.question, own.answer.question_id) == (None, 0)
    assert own.post is not None
    assert own.post.state is State.SENT
    changed = await den.mentoring.edit_answer(GUILD, BEN, one.id, "Still here.", keep=True)
    assert changed.answer.text == "Still here."
    work = await den.mentoring.post_work(ANSWER, one.id)
    assert work.edit is not None
    _gone, removals = await den.mentoring.delete_answer(GUILD, BEN, one.id)
    assert removals == (own.post.id,)


async def test_who_is_forgotten_left_or_stopped_is_in_no_archive(den: Den) -> None:
    question = await posted(den, keep=True)
    one, other = await answer(den, question), await answer(den, question, CLEO, "Warm it up.")

    def refresh(who: int) -> Any:
        return den.app.db.write(lambda tx: archiving.refresh_person(tx, who, GUILD))

    await den.leaves(CLEO)
    await refresh(CLEO)
    assert await in_archive(den) == [(question.id, (one.id,))]
    assert await in_archive(den, "warm") == []
    await den.app.people.seen(GUILD, CLEO, "en-US")
    await refresh(CLEO)
    assert await in_archive(den, "warm") == [(question.id, (one.id, other.id))]
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    await refresh(ANA)
    assert await in_archive(den) == await in_archive(den, "warm") == [], "who asked"
    await den.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    await refresh(ANA)
    removals = await den.app.db.write(lambda tx: forget_person(tx, BEN))
    assert len(removals) == 1
    assert await in_archive(den, "classifier") == [(question.id, (other.id,))]
    assert [each.subject_id for each in await den.waiting(ANA, ANSWERED)] == [other.id]


async def test_nothing_more_from_this_person(den: Den) -> None:
    question = await posted(den)
    one = await answer(den, question)
    with pytest.raises(AnswerGone):
        await den.mentoring.mute_answerer(CLEO, one.id, BEN)
    await den.mentoring.report_answerer(ANA, one.id)
    (notice,) = await den.told()
    assert notice.detail["text"] == HINT
    await den.mentoring.mute_answerer(ANA, one.id, BEN)
    assert await den.waiting(ANA, ANSWERED) == []
    with pytest.raises(AnswerGone):
        await den.mentoring.answer_heard(GUILD, ANA, one.id)
    await answer(den, question, BEN, "Another hint.")
    assert await den.waiting(ANA, ANSWERED) == []
    assert (await den.mentoring.answers_heard(GUILD, ANA, question.id)).heard == ()


async def test_what_could_not_be_posted_is_its_authors_and_can_be_posted_later(den: Den) -> None:
    question = await posted(den, keep=True)
    given = await den.mentoring.answer(GUILD, BEN, question.id, HINT, keep=True)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["dropout"]))
    assert await den.mentoring.post_work(ANSWER, given.answer.id, [given.claimed]) == await nothing(den)  # type: ignore[list-item]
    own = await den.mentoring.own_answer(GUILD, BEN, given.answer.id)
    assert (own.post, own.answer.keep) == (None, False)
    assert await in_archive(den) == []
    with pytest.raises(WordsRefused):
        await den.mentoring.post_answer(GUILD, BEN, given.answer.id, may_post=True)
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, []))
    again = await den.mentoring.post_answer(GUILD, BEN, given.answer.id, may_post=True)
    assert again.claimed is not None
    # Discord refused it for days: it can be tried anew.
    den.clock.forward(days=3)
    await den.mentoring.record_post(again.claimed, Refused(50013, "no"))
    (line,) = await den.waiting(BEN, ANSWER_NOT_POSTED)
    assert (await den.mentoring.answers_not_posted([line])).keys() == {line.id}
    assert (await den.mentoring.post_answer(GUILD, BEN, given.answer.id, may_post=True)).claimed is not None
    assert (await den.mentoring.post_answer(GUILD, BEN, given.answer.id, may_post=True)).claimed is None
    assert await den.waiting(BEN, ANSWER_NOT_POSTED) == []
    hidden = await den.app.db.write(lambda tx: withdrawing.take_back(tx, question))
    assert len(hidden) == 1
    with pytest.raises(QuestionGone):
        await den.mentoring.to_answer(GUILD, BEN, question.id)


async def nothing(den: Den) -> Any:
    """What there is to do for a post that is not there."""
    return await den.mentoring.post_work(ANSWER, 999)


async def test_a_question_that_changes_is_found_by_its_new_words(den: Den) -> None:
    question = await posted(den, keep=True)
    one = await answer(den, question)

    def rewrite(tx: Tx) -> None:
        found = questions.get(tx, question.id)
        assert found is not None
        questions.save(tx, Question(**{**found.__dict__, "goal": "Bird songs"}))
        archiving.refresh(tx, [question.id])

    assert await in_archive(den, "classifier") == [(question.id, (one.id,))]
    await den.app.db.write(rewrite)
    assert await in_archive(den, "classifier") == []
    assert await in_archive(den, "bird") == [(question.id, (one.id,))]
