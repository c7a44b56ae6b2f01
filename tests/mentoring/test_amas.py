"""Proves an AMA: questions are collected for its host alone, posted when it begins, given back when it does not take place."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.attention.model.refusals import TooOften
from bot.core.db import Tx
from bot.core.refusals import Refusal
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Refused, Sent
from bot.mentoring.model import refusals
from bot.mentoring.model.asking import (
    AMA,
    AMA_MOVED,
    AMA_OFF,
    AMA_SOON,
    ANSWER,
    ASKED_HOSTS,
    MOST_ASKED_HOSTS,
    MOST_IN_AMA,
    POST_FOR,
    QUESTION,
    Ama,
    AmaState,
    Question,
    QuestionState,
)
from bot.mentoring.service import hosting
from bot.mentoring.service.composing import Typed
from bot.mentoring.service.hosting import read_time
from bot.mentoring.store import amas, questions
from tests.mentoring.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, START, ZONE, Den
from tests.mentoring.house import den as den
from tests.mentoring.house import sqlite_den as sqlite_den
from tests.traces import in_tables

BEGINS = START + timedelta(days=3)
ABOUT = "Fine-tuning on a laptop"
ASKED = "How small can the batch be?"


async def plan(den: Den, who: int = ANA, about: str = ABOUT, hours: int = 2, *, may: bool = True) -> Ama:
    """Somebody plans to host one in three days."""
    made = await den.mentoring.plan_ama(GUILD, who, about, BEGINS, hours, may_post=may)
    assert made.claimed is not None
    return made.ama


async def ask(den: Den, value: Ama, who: int = BEN, words: str = ASKED, *, may: bool = True) -> Question:
    """Somebody asks in it."""
    return (await den.mentoring.ask_ama(GUILD, who, value.id, words, may_post=may)).question


async def kept(den: Den, value: Ama) -> Ama:
    """An AMA as it is kept."""
    found = await den.app.db.read(lambda tx: amas.get(tx, value.id))
    assert found is not None
    return found


async def asked(den: Den, value: Question) -> Question:
    """A question as it is kept."""
    found = await den.app.db.read(lambda tx: questions.get(tx, value.id))
    assert found is not None
    return found


async def turn(den: Den) -> None:
    """The job looks."""
    while await den.mentoring.turn_amas(10):
        pass


async def claimed(den: Den, value: Question) -> list[Delivery]:
    """The posts of a question."""
    return await den.app.db.read(lambda tx: deliveries.of_subject(tx, QUESTION, value.id))


async def told(den: Den, who: int, kind: str) -> list[int]:
    """The subjects of lines of this kind that somebody would be shown now, as far as they are true."""
    there = [each for each in await den.waiting(who, kind) if each.not_before <= den.now()]
    if kind == AMA_OFF:
        return [each.id for each in (await den.mentoring.given_back(there)).values()]
    return [each.ama.id for each in (await den.mentoring.amas_told(there)).values()]


async def test_what_is_asked_is_its_hosts_until_it_begins_and_then_in_its_thread(den: Den) -> None:
    value = await plan(den)
    first, second = await ask(den, value), await ask(den, value, CLEO, "Which\ncard?")
    assert (await ask(den, value)).id == first.id, "a form that came twice"
    assert (second.goal, second.question, second.state) == (
        "Which card?",
        "Which\ncard?",
        QuestionState.PRIVATE,
    )
    read = await den.mentoring.read_ama(ANA, value.id)
    assert [each.question for each in read.questions] == [ASKED, "Which\ncard?"]
    for stranger in (BEN, DAN):
        with pytest.raises(refusals.AmaGone):
            await den.mentoring.read_ama(stranger, value.id)
        assert await den.mentoring.asked_in_ama(stranger, value.id, first.id) is None
    assert await told(den, BEN, AMA_SOON) == []
    den.clock.forward(days=2)
    for who in (ANA, BEN, CLEO):
        assert await told(den, who, AMA_SOON) == [value.id]
    assert await den.mentoring.next_ama_turn() == BEGINS
    den.clock.forward(days=1)
    await turn(den)
    await turn(den)
    assert (await kept(den, value)).state is AmaState.OPEN
    for each in (first, second):
        assert (await asked(den, each)).state is QuestionState.POSTED
        assert len(await claimed(den, each)) == 1
    work = await den.mentoring.post_work(QUESTION, first.id)
    assert (work.send, work.edit) == (None, None), "its post is not there yet"
    (post,) = await den.app.db.read(lambda tx: deliveries.of_subject(tx, AMA, value.id))
    await den.mentoring.record_post(post, Sent(777))
    work = await den.mentoring.post_work(QUESTION, second.id)
    assert work.send is not None
    assert work.send.channel_id == 777, "a thread has the id of its message"
    assert work.opens == (AMA, value.id)
    late = await den.mentoring.ask_ama(GUILD, DAN, value.id, "And now?", may_post=True)
    assert late.claimed is not None
    assert late.claimed.channel_id == 777
    den.clock.forward(hours=2)
    await turn(den)
    assert (await kept(den, value)).state is AmaState.OVER
    assert await den.mentoring.next_ama_turn() is None
    with pytest.raises(refusals.AmaGone):
        await ask(den, value, DAN)


async def test_asking_while_it_opens_loses_no_question(den: Den) -> None:
    value = await plan(den)
    den.clock.forward(days=3)
    many = [ask(den, value, who, f"Question of {who}?") for who in range(50, 56)]
    made = await asyncio.gather(*many, den.mentoring.turn_amas(10))
    await turn(den)
    for each in made[:-1]:
        assert isinstance(each, Question)
        assert (await asked(den, each)).state is QuestionState.POSTED
        assert len(await claimed(den, each)) == 1


async def test_its_host_leaves_out_is_spared_and_tells_the_organisers(den: Den) -> None:
    value = await plan(den)
    first, nasty, fine = [await ask(den, value, who, f"{who}?") for who in (BEN, CLEO, DAN)]
    for who in (BEN, DAN):
        with pytest.raises(refusals.AmaGone):
            await den.mentoring.leave_out_of_ama(who, value.id, first.id)
    await den.mentoring.report_in_ama(ANA, value.id, nasty.id)
    (notice,) = await den.told()
    assert (notice.user_id, notice.detail["text"]) == (CLEO, f"{CLEO}?")
    await den.mentoring.leave_out_of_ama(ANA, value.id, first.id)
    with pytest.raises(refusals.QuestionGone):
        await den.mentoring.leave_out_of_ama(ANA, value.id, first.id)
    assert await told(den, BEN, AMA_OFF) == [first.id]
    await den.mentoring.mute_in_ama(ANA, value.id, CLEO)
    assert [each.id for each in (await den.mentoring.read_ama(ANA, value.id)).questions] == [fine.id]
    assert await told(den, CLEO, AMA_OFF) == [], "not told that they are silenced"
    den.clock.forward(days=3)
    await turn(den)
    states = [(await asked(den, each)).state for each in (first, nasty, fine)]
    assert states == [QuestionState.PRIVATE, QuestionState.PRIVATE, QuestionState.POSTED]
    assert await told(den, CLEO, AMA_OFF) == [nasty.id]
    assert [len(await claimed(den, each)) for each in (first, nasty, fine)] == [0, 0, 1]
    assert await den.mentoring.asked_in_ama(ANA, value.id, fine.id) is None, "it is read where it is posted"


async def test_many_questions_are_posted_in_few_statements_and_there_is_an_end(
    sqlite_den: Den, monkeypatch: pytest.MonkeyPatch
) -> None:
    den = sqlite_den
    value = await plan(den)

    def fill(tx: Tx) -> None:
        for each in range(MOST_IN_AMA):
            questions.add(tx, Question(GUILD, 1000 + each, "g", "", f"q{each}", ama_id=value.id))

    await den.app.db.write(fill)
    with pytest.raises(refusals.AmaFull):
        await ask(den, value)
    den.clock.forward(days=3)
    said: list[object] = []
    execute = Tx.execute

    def counted(tx: Tx, *given: Any) -> Any:
        said.append(given)
        return execute(tx, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Tx, "execute", counted)
        await den.mentoring.turn_amas(1)
    assert len(said) < 20
    assert len(await den.mentoring.take_unfinished_posts(500)) == MOST_IN_AMA + 1


async def test_deleted_its_words_are_gone_and_questions_stay_with_who_asked(
    sqlite_den: Den, migrated_sqlite_url: str
) -> None:
    den = sqlite_den
    planned, running = await plan(den, about="A secret project"), await plan(den)
    waits, asked_there = await ask(den, planned), await ask(den, running)
    (post,) = await den.app.db.read(lambda tx: deliveries.of_subject(tx, AMA, running.id))
    await den.mentoring.record_post(post, Sent(777))
    assert await den.mentoring.ama_of_message(GUILD, 777) == running
    assert await den.mentoring.ama_of_message(OTHER_GUILD, 777) is None
    with pytest.raises(refusals.AmaGone):
        await den.mentoring.delete_ama(BEN, planned.id)
    assert (await den.mentoring.delete_ama(ANA, planned.id)).ama.about == "A secret project"
    assert in_tables(migrated_sqlite_url, "A secret project") == []
    assert await told(den, BEN, AMA_OFF) == [waits.id]
    den.clock.forward(days=3)
    await turn(den)
    await den.mentoring.thread_opened(AMA, running.id, GUILD, 777)
    (post,) = await claimed(den, asked_there)
    await den.mentoring.record_post(
        (await den.mentoring.post_work(QUESTION, asked_there.id)).send or post, Sent(888)
    )
    await den.mentoring.post_message_deleted(777)
    assert await den.app.db.read(lambda tx: amas.of_person(tx, ANA)) == []
    assert in_tables(migrated_sqlite_url, ABOUT) == []
    ((left, keep),) = await den.mentoring.take_left_threads(10)
    assert (left.thread_id, keep) == (777, True)
    await den.mentoring.left_thread_seen_to(777, done=True)
    assert (await asked(den, asked_there)).state is QuestionState.POSTED
    answer = await den.mentoring.answer(GUILD, CLEO, asked_there.id, "4", keep=False)
    assert answer.claimed is not None
    work = await den.mentoring.post_work(ANSWER, answer.answer.id, [answer.claimed])
    assert work.send is not None
    assert (work.send.channel_id, work.opens) == (777, None), "in the thread that was renamed"
    den.clock.forward(days=31)
    assert await den.mentoring.take_left_threads(10) == []
    assert await den.mentoring.is_talk(777)


async def test_whose_planned_ama_is_deleted_by_hand_is_told(sqlite_den: Den) -> None:
    den = sqlite_den
    value = await plan(den)
    (post,) = await den.app.db.read(lambda tx: deliveries.of_subject(tx, AMA, value.id))
    await den.mentoring.record_post(post, Sent(777))
    await den.mentoring.post_message_deleted(777)
    (line,) = await den.waiting(ANA, AMA_MOVED)
    (seen,) = (await den.mentoring.amas_told([line])).values()
    assert (seen.ama.about, seen.ama.begins_at, seen.ama.state) == ("", BEGINS, AmaState.OFF)


async def test_the_host_of_one_that_discord_refuses_for_days_is_told(sqlite_den: Den) -> None:
    den = sqlite_den
    value = await plan(den)
    (post,) = await den.app.db.read(lambda tx: deliveries.of_subject(tx, AMA, value.id))
    den.clock.now += POST_FOR + timedelta(days=1)
    await den.mentoring.record_post(post, Refused(50013, "Missing Permissions"))
    (line,) = await den.waiting(ANA, AMA_MOVED)
    assert (await den.mentoring.amas_told([line]))[line.id].ama.state is AmaState.OFF


async def test_called_off_gives_back_what_was_asked(den: Den) -> None:
    value = await plan(den)
    question, own = await ask(den, value), await ask(den, value, ANA, "Where do I begin?")
    for stranger, organiser_of in ((BEN, 0), (DAN, OTHER_GUILD)):
        with pytest.raises(refusals.AmaGone):
            await den.mentoring.cancel_ama(stranger, value.id, organiser_of=organiser_of)
    await den.mentoring.cancel_ama(ANA, value.id)
    assert (await kept(den, value)).state is AmaState.OFF
    assert [(await asked(den, each)).ama_id for each in (question, own)] == [0, 0]
    assert await told(den, BEN, AMA_OFF) == [question.id]
    assert await told(den, ANA, AMA_OFF) == []
    den.clock.forward(days=2)
    assert await told(den, BEN, AMA_SOON) == []
    with pytest.raises(refusals.PartMissing):
        await den.mentoring.post_question(BEN, question.id, may_post=True)
    typed = Typed("Train at home", "Batches of 8", ASKED)
    await den.mentoring.rewrite_question(BEN, question.id, typed, may_post=True)
    await den.mentoring.post_question(BEN, question.id, may_post=True)
    assert await told(den, BEN, AMA_OFF) == [], "it is posted by now"
    den.clock.forward(days=2)
    assert not await den.mentoring.turn_amas(10)


async def test_moved_tells_who_asked_and_reminds_anew(den: Den) -> None:
    value = await plan(den)
    await ask(den, value)
    den.clock.forward(days=2)
    moved = await den.mentoring.move_ama(ANA, value.id, BEGINS + timedelta(days=2))
    assert moved.ama.ends_at - moved.ama.begins_at == timedelta(hours=2)
    assert await told(den, BEN, AMA_MOVED) == [value.id]
    assert await told(den, ANA, AMA_MOVED) == await told(den, BEN, AMA_SOON) == []
    den.clock.forward(days=2)
    assert await told(den, BEN, AMA_SOON) == await told(den, ANA, AMA_SOON) == [value.id]
    await den.mentoring.move_ama(9, value.id, den.now() + timedelta(hours=3), organiser_of=GUILD)
    assert await told(den, ANA, AMA_MOVED) == await told(den, BEN, AMA_MOVED) == [value.id]
    assert await told(den, BEN, AMA_SOON) == [], "that day has begun"
    with pytest.raises(refusals.BadTime):
        await den.mentoring.move_ama(ANA, value.id, den.now())
    den.clock.forward(hours=3)
    await turn(den)
    with pytest.raises(refusals.AmaGone):
        await den.mentoring.move_ama(ANA, value.id, den.now() + timedelta(days=1))
    await den.mentoring.cancel_ama(ANA, value.id)
    assert (await kept(den, value)).state is AmaState.OVER, "one that runs ends"


async def test_it_does_not_begin_without_its_host_nor_days_later(den: Den) -> None:
    left, late, erased = await plan(den, ANA), await plan(den, DAN), await plan(den, CLEO)
    made = [await ask(den, each) for each in (left, late, erased)]
    assert [each.ama_id for each in made] == [left.id, late.id, erased.id]

    def forget(tx: Tx) -> list[Ama]:
        hosting.forget(tx, CLEO)
        return amas.of_person(tx, CLEO)

    assert await den.app.db.write(forget) == []
    await den.leaves(ANA)
    den.clock.forward(days=3)
    await turn(den)
    assert (await kept(den, left)).state is AmaState.OFF
    assert (await kept(den, late)).state is AmaState.OPEN
    assert sorted(await told(den, BEN, AMA_OFF)) == [made[0].id, made[2].id]
    others = await plan_late(den)
    den.clock.forward(days=2)
    await turn(den)
    assert (await kept(den, others)).state is AmaState.OFF, "we were down all the while"


async def plan_late(den: Den) -> Ama:
    """One that begins tomorrow."""
    begins = den.now() + timedelta(days=1)
    return (await den.mentoring.plan_ama(GUILD, BEN, ABOUT, begins, 1, may_post=True)).ama


async def test_what_is_refused(sqlite_den: Den) -> None:
    den = sqlite_den
    kind: type[Refusal]
    for about, may, kind in (
        (" ", True, refusals.PartMissing),
        (ABOUT, False, refusals.MayNotPost),
        ("ghp_" + "a1B2" * 9, True, refusals.WordsRefused),
    ):
        with pytest.raises(kind):
            await plan(den, about=about, may=may)
    value = await plan(den)
    again = await den.mentoring.plan_ama(GUILD, ANA, ABOUT, BEGINS, 2, may_post=True)
    assert (again.ama.id, again.claimed) == (value.id, None), "a form that came twice"
    await plan(den, about="Another")
    with pytest.raises(TooOften):
        await plan(den, about="A third")
    for words, may, kind in (
        ("\n", True, refusals.PartMissing),
        (ASKED, False, refusals.MayNotPost),
        ("x" * (ASKED_HOSTS + 1), True, refusals.QuestionTooLong),
        ("ghp_" + "a1B2" * 9, True, refusals.WordsRefused),
    ):
        with pytest.raises(kind):
            await ask(den, value, words=words, may=may)
    for each in range(MOST_ASKED_HOSTS):
        await ask(den, value, words=f"Question {each}?")
    with pytest.raises(refusals.AskedEnough):
        await ask(den, value)
    for guild_id, who in ((OTHER_GUILD, BEN), (0, DAN)):
        with pytest.raises(refusals.AmaGone):
            await den.mentoring.ama(guild_id, who, value.id)
    assert (await den.mentoring.ama(0, BEN, value.id)).ama == value


def test_times_as_people_type_them() -> None:
    now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert read_time("Friday", "6 pm", ZONE, now, "en") == datetime(2026, 1, 9, 17, tzinfo=UTC)
    assert read_time("12. Mai", "18:30", ZONE, now, "de", "en") == datetime(2026, 5, 12, 16, 30, tzinfo=UTC)
    for day, at, why in (
        ("soon", "18:00", "day"),
        ("Mon–Tue", "18:00", "day"),
        ("Friday", "late", "time"),
        ("today", "9", "past"),
    ):
        with pytest.raises(refusals.BadTime) as given:
            read_time(day, at, ZONE, now, "en")
        assert given.value.why == why
