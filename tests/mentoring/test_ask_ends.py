"""Proves how questions and answers end: not posted, taken back, asked alone, or with their channel; and what is said then."""

from __future__ import annotations

import pytest

from bot.core.db import Tx
from bot.core.lang import get_lang
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Refused, Sent
from bot.mentoring.model.asking import (
    AMA,
    ANSWER,
    ANSWER_NOT_POSTED,
    ASKED,
    NEED,
    NEED_LEFT,
    NOT_POSTED,
    QUESTION,
    Answer,
    Question,
    QuestionState,
)
from bot.mentoring.model.refusals import MayNotPost, NoMentoring
from bot.mentoring.service import publishing
from bot.mentoring.store import answers, questions
from cogs.mentoring.views import answers as answer_views
from cogs.mentoring.views import questions as views
from cogs.mentoring.views.refusals import closed_line
from tests.mentoring.house import ANA, BEN, CLEO, GUILD, Den, den, sqlite_den

__all__ = ["den", "sqlite_den"]  # fixtures

EN = get_lang("en")
NO = Refused(50013, "Missing Permissions")
PRIVATE = QuestionState.PRIVATE


async def posted(den: Den, message_id: int, who: int = ANA) -> Question:
    """A question of somebody that stands in the channel, with its thread."""
    asked = await den.question(who, state=PRIVATE)
    done = await den.mentoring.post_question(who, asked.id, may_post=True)
    assert done.claimed is not None
    await den.mentoring.record_post(done.claimed, Sent(message_id))
    assert await den.mentoring.thread_opened(QUESTION, asked.id, GUILD, message_id)
    return done.question


async def answered(den: Den, asked: Question, message_id: int, who: int = BEN) -> Answer:
    """An answer of somebody that stands in its thread."""
    given = await den.mentoring.answer(GUILD, who, asked.id, "A hint", keep=False)
    assert given.claimed is not None
    await den.mentoring.record_post(given.claimed, Sent(message_id))
    return given.answer


async def standing(den: Den, answer: Answer) -> str:
    """What the card of one's own answer says."""
    own = await den.mentoring.own_answer(GUILD, answer.user_id, answer.id)
    return answer_views.own_card(own, EN).text


async def test_what_stood_in_a_deleted_channel_follows_in_small_parts(
    den: Den, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "AT_ONCE", 2)
    asked = [await posted(den, 100 + each) for each in range(4)]
    given = [await answered(den, asked[0], 200 + each, who) for each, who in enumerate((BEN, CLEO, ANA))]
    parts, more = 0, True
    while more:
        before = await rows(den)
        gone, more = await den.mentoring.place_deleted(GUILD, den.home[1], channel=True)
        assert gone == []
        assert before - await rows(den) <= 2
        parts += 1
    assert parts >= 4
    assert await rows(den) == 0
    assert await den.app.db.read(lambda tx: questions.get_many(tx, [each.id for each in asked])) == {}
    assert await den.app.db.read(lambda tx: answers.get_many(tx, [each.id for each in given])) == {}
    assert await den.mentoring.next_left_thread() is None
    assert not await den.mentoring.is_place(GUILD, 100)


async def rows(den: Den) -> int:
    """How many of our messages stand somewhere."""

    def count(tx: Tx) -> int:
        return sum(len(deliveries.of_subjects(tx, kind, range(1, 20))) for kind in publishing.KINDS)

    return await den.app.db.read(count)


async def test_a_mentor_who_was_asked_alone_finds_it_while_it_is_open(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.mentors(CLEO, ANA)
    asked = await den.question(ANA, state=PRIVATE)
    await den.mentoring.ask_mentor(ANA, asked.id, timed_out=False)
    assert [each.id for each in await den.mentoring.open_asked_of(GUILD, CLEO)] == [asked.id]
    await den.mentoring.solve(ANA, asked.id)
    assert await den.waiting(CLEO, ASKED) == []
    assert await den.mentoring.open_asked_of(GUILD, CLEO) == []
    await den.mentoring.solve(ANA, asked.id, wanted=False)
    assert len(await den.waiting(CLEO, ASKED)) == 1, "they are told anew"
    # Its line is over after two weeks; the card of /ask shows it on, until they want nothing more from who asked.
    assert [each.id for each in await den.mentoring.open_asked_of(GUILD, CLEO)] == [asked.id]
    await den.mentoring.mute_asker(CLEO, asked.id, ANA)
    assert await den.mentoring.open_asked_of(GUILD, CLEO) == []


async def test_an_answer_is_called_private_when_and_only_when_it_is(sqlite_den: Den) -> None:
    den = sqlite_den
    await den.mentors(CLEO, ANA)
    asked = await posted(den, 100)
    public = await answered(den, asked, 101)
    await den.mentoring.hide_question(ANA, asked.id)
    await den.mentoring.ask_mentor(ANA, asked.id, timed_out=False)
    assert "in the thread of the question" in await standing(den, public)
    assert not (await den.mentoring.answer_heard(GUILD, ANA, public.id)).is_private

    private = (await den.mentoring.answer(GUILD, CLEO, asked.id, "Between us", keep=False)).answer
    alone = "Only who asked reads this answer"
    assert alone in await standing(den, private)
    await den.mentoring.hide_question(ANA, asked.id)
    assert alone in await standing(den, private)
    await den.mentoring.post_question(ANA, asked.id, may_post=True)
    assert alone in await standing(den, private)
    own = await den.mentoring.own_answer(GUILD, CLEO, private.id)
    assert [each.label for each in answer_views.own_card(own, EN).rows[0]] == ["Edit", "Post it", "Delete"]  # type: ignore[union-attr]


async def test_what_is_taken_out_of_an_ama_is_ones_own_to_ask_elsewhere(sqlite_den: Den) -> None:
    den = sqlite_den
    asked = await den.question(BEN, ama_id=7)
    await den.mentoring.hide_question(BEN, asked.id)
    own = await den.mentoring.own_question(BEN, asked.id)
    assert own.question.ama_id == 0
    card = views.own_question(own, EN, EN)
    assert "Only you can see this" in card.text
    assert card.rows[0][0].label == "Post it"  # type: ignore[index]
    assert AMA not in str(card)


async def test_whose_question_or_answer_waits_in_vain_is_told_once_and_what_to_do(sqlite_den: Den) -> None:
    den = sqlite_den
    asked = await den.question(ANA, state=PRIVATE)
    await den.mentoring.post_question(ANA, asked.id, may_post=True)
    await den.change(is_on=False)
    await work(den, QUESTION, asked.id)
    (line,) = await den.waiting(ANA)
    assert line.kind == NOT_POSTED
    assert (await den.mentoring.not_posted_told([line]))[line.id].state is QuestionState.HIDDEN
    await den.change(is_on=True)
    with pytest.raises(MayNotPost):
        await den.mentoring.post_question(ANA, asked.id, may_post=False)
    again = await den.mentoring.post_question(ANA, asked.id, may_post=True)
    assert await den.waiting(ANA) == []
    # Discord refuses it for two days.
    den.clock.forward(days=3)
    assert again.claimed is not None
    assert await den.mentoring.record_post(again.claimed, NO) is None
    own = await den.mentoring.own_question(ANA, asked.id)
    assert (own.question.state, own.post) == (QuestionState.HIDDEN, None)
    assert "kept, for you alone" in views.posted(own, EN).text
    (line,) = await den.waiting(ANA, NOT_POSTED)
    await den.mentoring.delete_question(ANA, asked.id)
    assert await den.waiting(ANA, NOT_POSTED) == []

    there = await posted(den, 100)
    given = await den.mentoring.answer(GUILD, BEN, there.id, "A hint", keep=True)
    await den.change(is_on=False)
    await work(den, ANSWER, given.answer.id)
    (line,) = await den.waiting(BEN, ANSWER_NOT_POSTED)
    assert (await den.mentoring.answers_not_posted([line]))[line.id].text == "A hint"
    await den.mentoring.delete_answer(GUILD, BEN, given.answer.id)
    assert await den.waiting(BEN) == []

    await den.change(is_on=True)
    put_up = await den.mentoring.put_up(GUILD, CLEO, "docs", "Mend my page", "", may_post=True)
    await den.change(is_on=False)
    await work(den, NEED, put_up.need.id)
    (line,) = await den.waiting(CLEO, NEED_LEFT)
    assert (await den.mentoring.needs_told([line])).keys() == {line.id}


async def test_what_needs_a_server_says_so_in_direct_messages(sqlite_den: Den) -> None:
    for refused in (sqlite_den.mentoring.open_questions(0, ANA), sqlite_den.mentoring.archive(0)):
        with pytest.raises(NoMentoring) as told:
            await refused
        assert "in a server, not in direct messages" in closed_line(told.value, EN)


async def work(den: Den, kind: str, subject_id: int) -> Delivery | None:
    """The job looks at what waits."""
    den.clock.forward(minutes=20)
    taken = [each for each in await den.mentoring.take_unfinished_posts(10) if each.kind == kind]
    assert taken
    return (await den.mentoring.post_work(kind, subject_id, taken)).send


async def test_organisers_hear_of_closed_threads_until_one_is_open(sqlite_den: Den) -> None:
    den = sqlite_den
    asked = await posted(den, 100)
    given = await den.mentoring.answer(GUILD, BEN, asked.id, "A hint", keep=True)
    assert given.claimed is not None
    stands = await den.mentoring.record_post(given.claimed, NO)
    assert stands is not None
    for _twice in range(2):
        await den.mentoring.post_out_of_reach(stands)
        await posted(den, 101 + _twice, CLEO)  # the channel itself is open: that says nothing of its threads
    (notice,) = await den.told()
    assert notice.detail["threads"] is True
    den.clock.forward(hours=1)
    send = await work(den, ANSWER, given.answer.id)
    assert send is not None
    await den.mentoring.record_post(send, Sent(102))
    assert await den.told() == []
