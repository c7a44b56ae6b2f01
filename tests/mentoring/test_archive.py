"""Proves what is found in a server's archive, in many scripts, and what a question is like; on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.db import Tx
from bot.core.text import pieces
from bot.mentoring.model.asking import Answer, Question
from bot.mentoring.model.refusals import NoMentoring, QuestionGone
from bot.mentoring.service.archiving import refresh, similar
from bot.mentoring.store import answers, questions
from tests.mentoring.house import ANA, BEN, CLEO, GUILD, OTHER_GUILD, Den, den

__all__ = ["den"]  # a fixture

LOSS = ("Train my first classifier", "Why is the validation loss lower than the training loss?")
OVERFIT = ("Keep my model from overfitting", "The validation loss rises after three epochs. Should I stop?")
GPU = ("Run a notebook on a GPU", "CUDA says out of memory with batches of sixteen. What is the trick?")
JAPANESE = ("画像認識モデルを訓練する", "深層学習で検証損失が下がらないのはなぜですか？")
ARABIC = ("تدريب نموذج", "لماذا لا تنخفض خسارة التحقق عندي؟")
TURKISH = ("İlk sınıflandırıcım", "Doğrulama kaybı neden düşüyor?")


async def kept(
    den: Den,
    asked: tuple[str, str],
    text: str = "A hint.",
    *,
    guild_id: int = GUILD,
    who: int = ANA,
    **changed: Any,
) -> Question:
    """A question in the archive, with an answer of Ben's."""
    goal, words = asked
    values = {"goal": goal, "tried": "Nothing much.", "question": words, "keep": True}
    made = await den.question(who, guild_id, **{**values, **changed})

    def answer(tx: Tx) -> None:
        answers.add(tx, Answer(guild_id, made.id, BEN, text, keep=True))
        refresh(tx, [made.id])

    await den.app.db.write(answer)
    return made


async def found(den: Den, typed: str, guild_id: int = GUILD) -> list[str]:
    """The goals of what a search finds."""
    return [each.question.goal for each in (await den.mentoring.archive(guild_id, typed)).found]


async def alike(den: Den, typed: str, limit: int = 3, guild_id: int = GUILD) -> list[str]:
    """The goals of what is like a new question."""
    got = await den.app.db.read(lambda tx: similar(tx, guild_id, typed, limit))
    return [each.question.goal for each in got]


async def test_words_of_questions_and_answers_are_found_in_their_script(den: Den) -> None:
    await kept(den, LOSS, "Dropout is off when it validates; see “regularisation”.")
    await kept(den, GPU, "Halve the batch — groß genug bleibt sie.")
    await kept(den, JAPANESE, "学習率を下げましょう。")
    await kept(den, ARABIC)
    await kept(den, TURKISH)
    for asked, words in {
        LOSS: ("dropout", "CLASSI", "regularis", "loss validation", "first dropout"),
        GPU: ("cuda", "out of memory", "gross", "GROSS genug", "sixteen batch"),
        JAPANESE: ("学習率", "画像認識", "検証損失", "深層", "率"),
        ARABIC: ("خسارة", "تدريب"),
        TURKISH: ("sınıflandır", "düşüyor", "DOĞRULAMA"),
    }.items():
        for typed in words:
            assert await found(den, typed) == [asked[0]], typed
    for typed in ("quantum", "dropout cuda", "…", "' OR 1=1 --", '"', "率学", "\x00"):
        assert await found(den, typed) == [], typed
    # Nothing typed: the newest first.
    assert (await found(den, " "))[:2] == [TURKISH[0], ARABIC[0]]


async def test_the_archive_is_its_servers_own_and_off_when_questions_are(den: Den) -> None:
    mine = await kept(den, LOSS)
    other = await kept(den, GPU, guild_id=OTHER_GUILD)
    assert await found(den, "") == [LOSS[0]]
    assert await found(den, "cuda") == []
    assert await found(den, "cuda", OTHER_GUILD) == [GPU[0]]
    assert await alike(den, f"{GPU[0]} {GPU[1]}") == []
    assert (await den.mentoring.archive_entry(GUILD, mine.id)).question == mine
    for id_ in (other.id, 999):
        with pytest.raises(QuestionGone):
            await den.mentoring.archive_entry(GUILD, id_)
    await den.change(is_on=False)
    with pytest.raises(NoMentoring):
        await den.mentoring.archive_entry(GUILD, mine.id)
    await den.change(is_on=True)
    await den.app.db.write(lambda tx: questions.remove(tx, [mine.id]))
    assert await found(den, "loss") == await found(den, "") == []
    await den.change(is_on=False)
    with pytest.raises(NoMentoring):
        await den.mentoring.archive(GUILD)


async def test_earlier_answers_that_are_like_a_question_come_first(den: Den) -> None:
    for each in (LOSS, OVERFIT, GPU, JAPANESE):
        await kept(den, each)
    assert await alike(den, "My validation loss is lower than in training, why?") == [LOSS[0], OVERFIT[0]]
    assert await alike(den, "My validation loss rises after some epochs, why?") == [OVERFIT[0], LOSS[0]]
    assert await alike(den, "CUDA runs out of memory in my notebook") == [GPU[0]]
    assert await alike(den, "CUDA runs out of memory in my notebook", limit=0) == []
    assert await alike(den, "深層学習の検証損失が高い") == [JAPANESE[0]]
    for typed in ("", "why?", "Which book about birds should I read first?", "'\" & | !", "a b c"):
        assert await alike(den, typed) == [], typed
    assert await alike(den, "cuda") == [GPU[0]], "a single word is enough when there is no other"
    await kept(den, LOSS, who=CLEO, keep=False)
    assert len(await alike(den, LOSS[1])) == 2, "only what is kept"


def test_pieces_say_what_a_longer_text_is_about() -> None:
    assert pieces("Why is the loss lower, the LOSS?") == ["lower", "loss"]
    assert pieces("学習率とGPU") == ["学習率", "習率と"]
    assert pieces("") == pieces("a an of …") == []
