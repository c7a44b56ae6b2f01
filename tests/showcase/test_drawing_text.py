"""Proves how a card's words are set: fonts that have them, the order of two directions, where lines end, and with what."""

from __future__ import annotations

import time
import unicodedata
from functools import cache
from itertools import pairwise

import pytest
import regex  # type: ignore[import-untyped]
from bidi import get_display  # type: ignore[import-untyped]
from bidi.mirror import MIRRORED  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text import clean
from bot.showcase.drawing import Drawing, breaking, direction, draw, fonts, lacking_shaping, letters
from bot.showcase.drawing.fonts import Faces, Font
from bot.showcase.drawing.letters import Letter
from bot.showcase.drawing.setting import Block, Line, Paragraph, set_block

pytestmark = pytest.mark.skipif(lacking_shaping() != "", reason="fribidi: apt install libfribidi0")
SIZE = 40


def read(text: str, *, shaping: bool = True) -> list[Letter]:
    """The letters of a paragraph."""
    return letters.read(text, letters.chinese(text), shaping=shaping)


def shown(text: str, *, shaping: bool = True) -> str:
    """All that is drawn of a paragraph."""
    return "".join(letter.shown for letter in read(text, shaping=shaping))


def words(line: Line) -> list[str]:
    """A line's runs from left to right."""
    return [run.text for run in line.runs]


def block(text: str, width: float, most: int, *, phrases: bool = False) -> Block:
    """A text in lines, its own line breaks kept."""
    faces = Faces(shaping=True)
    paragraphs = [Paragraph(read(each), 400, faces, phrases=phrases) for each in text.split("\n")]
    return set_block(paragraphs, SIZE, 1.2, width, most)


def texts(set_: Block) -> list[str]:
    """What stands in each line of left-to-right words."""
    return ["".join(words(line)) for line in set_.lines]


@cache
def known(font: Font) -> set[int]:
    """The code points that a face itself has."""
    with TTFont(font.path, fontNumber=font.index, lazy=True) as file:
        return set(file.getBestCmap())


@given(st.text(max_size=80).map(clean).map(lambda text: " ".join(text.split())), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_sign_is_drawn_with_a_font_that_lacks_it(text: str, shaping: bool) -> None:
    for letter in read(text, shaping=shaping):
        lacking = {sign for sign in letter.shown if ord(sign) not in known(letter.font)}
        invisible = {sign for sign in lacking if regex.match(r"\p{Default_Ignorable_Code_Point}", sign)}
        assert lacking == (invisible if shaping else set()), (
            "the shaping engine hides what is invisible, nothing else does"
        )


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("plain", "plain"),
        ("𝕳𝖊𝖑𝖑𝖔 ﬁne", "Hello ﬁne"),  # letters of mathematics
        ("a ᏣᎳᎩ b", "a · b"),  # no font has Cherokee
        ("x\u0363\u0304", "x\u0363\u0304"),
        ("new 🫩 face", "new  face"),  # of 2024
        ("👍🏽 x🏽", "👍🏽 x"),  # a tone without anything to colour
        ("\ue000!", "!"),  # private use
    ],
)
def test_what_no_font_has_is_a_dot_or_left_out(typed: str, drawn: str) -> None:
    assert shown(typed) == drawn


@pytest.mark.parametrize(
    "sequence",
    ["👨‍👩‍👧", "👩🏽‍💻", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#️⃣", "❤️", "❤️‍🔥", "👍🏿", "🏳️‍🌈", "🧑🏻‍🤝‍🧑🏿", "🏴‍☠️", "🐻‍❄️", "🇽🇽"],
)
def test_an_emoji_of_several_signs_is_one_picture(sequence: str) -> None:
    def wide(text: str) -> float:
        (run,) = Paragraph(read(text), 400, Faces(shaping=True)).set(0, len(read(text)), SIZE).runs
        assert run.is_emoji
        return run.width

    assert wide(sequence) == wide("😀")


@pytest.mark.parametrize(
    ("sequence", "parts"), [("👨‍👩‍👧", "👨👩👧"), ("👩🏽‍💻", "👩💻"), ("🇩🇪", "🇩🇪"), ("1️⃣", "1"), ("❤️", "❤")]
)
def test_without_a_shaping_engine_it_is_its_parts(sequence: str, parts: str) -> None:
    assert shown(sequence, shaping=False) == parts


def test_a_name_of_strange_letters_is_told_from_one_with_a_few() -> None:
    assert letters.is_strange(read("ᏣᎳᎩ"))
    assert letters.is_strange(read("ᏣᎳᎩ ab"))
    assert not letters.is_strange(read("Ꮳ abc"))
    assert not letters.is_strange(read("🫩🫩"))
    assert not letters.is_strange([])


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("深層学習のアプリ", fonts.JAPANESE),
        ("딥러닝 學習", fonts.KOREAN),
        ("深度学习笔记", fonts.SIMPLIFIED),
        ("深度學習筆記", fonts.TRADITIONAL),
        ("深層学習", fonts.JAPANESE),
        ("Hello", fonts.SIMPLIFIED),
    ],
)
def test_chinese_characters_have_the_shapes_of_their_language(text: str, face: Font) -> None:
    assert letters.chinese(text) == face


def test_a_japanese_name_below_a_chinese_title_keeps_its_shapes() -> None:
    (first, *_) = letters.read("骨のアプリ", fonts.SIMPLIFIED, shaping=True)
    assert first.font == fonts.JAPANESE


def seen(line: Line) -> str:
    """A line as it is seen from left to right, sign by sign."""
    return "".join(
        "".join(MIRRORED.get(sign, sign) for sign in reversed(regex.findall(r"\X", run.text)))
        if run.way == "rtl"
        else run.text
        for run in line.runs
    )


SHALOM, MODEL = "שלום", "مودل"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (f"learn {SHALOM} now", f"learn {SHALOM[::-1]} now"),
        (f"{SHALOM} PyTorch {MODEL}", f"{MODEL[::-1]} PyTorch {SHALOM[::-1]}"),
        (f"{MODEL} 30 {MODEL} 3.12!", f"!3.12 {MODEL[::-1]} 30 {MODEL[::-1]}"),
        (f"{SHALOM} (MNIST) ב-Python 3.12", f"Python 3.12-ב (MNIST) {SHALOM[::-1]}"),
        (f"{SHALOM} (abc) def", f"def (abc) {SHALOM[::-1]}"),
        (f"🎉 {SHALOM} 👨‍👩‍👧", f"👨‍👩‍👧 {SHALOM[::-1]} 🎉"),
        (f"see {SHALOM} (ב) 5", f"see 5 (ב) {SHALOM[::-1]}"),
    ],
)
def test_two_directions_stand_in_the_order_they_are_read(text: str, order: str) -> None:
    found = read(text)
    line = Paragraph(found, 400, Faces(shaping=True)).set(0, len(found), SIZE)
    assert seen(line) == order
    assert line.rtl == (not text.startswith(("learn", "see")))


@given(st.text(alphabet=[*"abאבגعمل12٣ .,:-+%()[]!😀"], max_size=25).map(str.strip), st.booleans())
@settings(max_examples=400, deadline=None)
def test_the_order_is_that_of_another_implementation(text: str, rtl: bool) -> None:
    order = direction.visual_order(direction.levels(text, rtl=rtl))
    assert "".join(text[at] for at in order) == get_display(text, base_dir="R" if rtl else "L")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("two words", "two |words"),
        ("state-of-the-art", "state-|of-|the-|art"),
        ("from -5 to 3,000 and/or 50%", "from |-5 |to |3,000 |and/|or |50%"),
        ("don’t “quote me” (now)", "don’t |“quote |me” |(now)"),
        ("„Wort“ danach", "„Wort“ |danach"),
        ("« Bonjour ! »", "« Bonjour ! »"),
        ("今日は、良い「天気」です。", "今|日|は、|良|い|「天|気」|で|す。"),
        ("チャット、ゲーム", "チャッ|ト、|ゲー|ム"),
        ("用“词”写", "用|“词”|写"),
        ("새소리를 구분하는", "새소리를 |구분하는"),
        ("ภาษาไทย ง่าย", "ภาษาไทย |ง่าย"),
        ("done 🎉🎉", "done |🎉|🎉"),
        ("a — b", "a |— |b"),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, pieces: str) -> None:
    typed = [letter.typed for letter in read(text)]
    edges = [0, *breaking.breaks(typed), len(typed)]
    assert "|".join("".join(typed[a:b]) for a, b in pairwise(edges)) == pieces


def test_a_japanese_title_is_divided_between_its_phrases() -> None:
    text = "深層学習で手書き文字を認識する小さなアプリを作りました"
    typed = [letter.typed for letter in read(text)]
    edges = [0, *breaking.breaks(typed, phrases=True), len(typed)]
    found = ["".join(typed[a:b]) for a, b in pairwise(edges)]
    assert found == ["深層学習で", "手書き", "文字を", "認識する", "小さな", "アプリを", "作りました"]


def test_lines_fit_and_say_everything_or_end_with_an_ellipsis() -> None:
    text = "It hears eleven species now, and it still thinks that the door is an owl."
    whole = block(text, 500, 9)
    assert " ".join(texts(whole)) == text
    assert not whole.cut
    assert len(whole.lines) > 2
    part = block(text, 500, 2)
    assert part.cut
    assert texts(part)[0] == texts(whole)[0]
    assert texts(part)[-1].endswith("…")
    assert texts(part)[-1][:-1] in text
    assert all(line.width <= 501 for line in (*whole.lines, *part.lines))
    assert sum(line.count("…") for line in texts(part)) == 1


def test_a_word_that_fits_no_line_is_divided_between_letters() -> None:
    for word in (
        "Donaudampfschifffahrtsgesellschaft" * 2,
        "กำลังเรียนรู้ด้วยตัวเอง" * 4,
        "ខ្មែរភាសា" * 8,
        "بببببببب" * 12,
    ):
        found = block(word, 300, 99)
        assert found.torn
        assert not found.cut
        assert "".join(texts(found)) == word
        assert all(line.width <= 310 for line in found.lines)
        assert not any(unicodedata.category(text[0]).startswith("M") for text in texts(found))


def test_a_members_own_lines_stay_and_the_rest_is_promised() -> None:
    assert texts(block("one\ntwo\nthree", 500, 4)) == ["one", "two", "three"]
    assert texts(block("one\ntwo\nthree", 500, 2)) == ["one", "two…"]
    assert texts(block("one.\ntwo", 500, 1)) == ["one…"]


def test_a_titles_lines_are_about_as_long_as_each_other() -> None:
    text = "A bird-song classifier for the small garden of my balcony"
    greedy, even = block(text, 800, 3), block(text, 800, 3, phrases=True)
    assert len(greedy.lines) == len(even.lines) == 2
    assert even.lines[0].width < greedy.lines[0].width
    assert min(line.width for line in even.lines) > 0.6 * max(line.width for line in even.lines)


def test_lines_of_tall_letters_do_not_touch() -> None:
    for text in ("ပြောင်းပေးသော မော်ဒယ်ငယ် ကျွန်ုပ်သည် နေ့စဉ်", "ﷲ مُؤَسِّسَةٌ إِلَىٰ مُؤَسِّسَةٌ", "ខ្ញុំស្រឡាញ់ ខ្ញុំស្រឡាញ់"):
        found = block(text, 260, 9)
        assert len(found.lines) > 1
        for upper, lower in pairwise(found.lines):
            assert found.pitch > upper.ink[1] + lower.ink[0]


@pytest.mark.parametrize(
    "words", ["क्षत्रियabcאבג", "aא", "क्षabאב日本", "iו"], ids=["three scripts", "two ways", "pairs", "narrow"]
)
def test_words_that_mix_directions_without_spaces_are_soon_drawn(words: str) -> None:
    fonts_are_read = Drawing(words, "", "", "")
    assert draw(fonts_are_read)
    before = time.thread_time()
    assert draw(Drawing((words * 150)[:150], "Ana", "1 January 2026", (words * 1000)[:1000]))
    assert time.thread_time() - before < 1.5
