"""Proves that long texts are split where people would, that nothing is lost, and that code stays code."""

from __future__ import annotations

import re

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.core.text import clean, inert, inert_parts, split, units
from bot.core.text.markdown import code_spans

FAMILY = "👨‍👩‍👧‍👦"
WORDS = [
    "a",
    "word",
    "Wörter",
    "漢字。",
    "ภาษาไทย",
    "عربي",
    FAMILY,
    "👍🏾",
    "e\u0301",
    "x" * 30,
    "end.",
    "really?",
    "**b**",
]
GAPS = [" ", " ", " ", "\n", "\n\n", "  \n", "\t", "\n \n\n"]
PROSE = st.lists(st.sampled_from(WORDS) | st.sampled_from(GAPS), max_size=120).map("".join)
CODE = st.lists(
    st.sampled_from(["x = f(1)\n", "    y\n", "\n", "z" * 50, "# c ", "`"]), min_size=1, max_size=40
).map(lambda lines: "```py\n" + "".join(lines).replace("```", "") + "\n```")
MIXED = st.lists(PROSE | CODE, max_size=6).map("\n".join)


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def without_fences(text: str) -> str:
    return without_space(re.sub(r"```(?:py)?", "", text))


@pytest.mark.row("6000-character embeds, 2000 content, 4000 text in a layout, 40 components")
@given(PROSE | st.text(max_size=300), st.integers(2, 120))
@example(" \n" * 50 + "x", 8)
@example("a" + "\u0301" * 40, 5)
def test_prose_is_split_without_loss(text: str, limit: int) -> None:
    assume("```" not in text)
    parts = split(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert all(part.strip() for part in parts)
    assert without_space("".join(parts)) == without_space(text)
    if units(text) <= limit and text.strip():
        assert parts == [text]


@given(MIXED, st.integers(64, 300))
@example("```\n" + "a\n" * 60 + "```", 64)
@example("```py\n" + " " * 300 + "x\n```", 64)
@example("hi ```py\n" + "y" * 300 + "\n``` bye", 64)
@example("w" * 50 + "```py\n" + "y" * 300 + "\n```", 64)
def test_code_is_whole_or_opened_again(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert without_fences("".join(parts)) == without_fences(text)
    code = without_space(
        "".join(text[begin:end] for begin, end in code_spans(text)).replace("```py", "").replace("```", "")
    )
    shown = "".join(part[begin:end] for part in parts for begin, end in code_spans(part))
    assert without_space(shown.replace("```py", "").replace("```", "")) == code, (
        "code is still code, prose still prose"
    )


@given(PROSE, st.integers(12, 100))
def test_what_people_see_as_one_character_stays_one(text: str, limit: int) -> None:
    clusters = {cluster for part in split(text, limit) for cluster in regex.findall(r"\X", part)}
    assert clusters <= set(regex.findall(r"\X", text))


def test_paragraphs_stay_together_where_they_can() -> None:
    short, long = "a" * 300, "b" * 900
    assert split(f"{short}\n\n{long}", 1000) == [short, long]
    assert split(f"{short}\n\n{short}\n\n{long}", 1000) == [f"{short}\n\n{short}", long]
    assert split("one two\nthree four\n\nfive", 12) == ["one two", "three four", "five"]


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("short", 10, ["short"]),
        (" kept as it is \n", 20, [" kept as it is \n"]),
        ("First one. Second one.", 12, ["First one.", "Second one."]),
        ("今日は学ぶ。明日も学ぶ。", 7, ["今日は学ぶ。", "明日も学ぶ。"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("😀😀😀", 4, ["😀😀", "😀"]),
        (f"ab{FAMILY}", 11, ["ab", FAMILY]),
        (FAMILY, 4, ["👨‍", "👩‍", "👧‍", "👦"]),
        ("a\n    b", 5, ["a", "    b"]),
    ],
)
def test_where_texts_are_cut(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts


def test_a_block_of_code_that_fits_is_not_cut() -> None:
    block = "```py\n" + "x = 1\n" * 10 + "```"
    assert split("Some words before it, quite a few.\n" + block + "\nafter", 80) == [
        "Some words before it, quite a few.",
        block + "\nafter",
    ]


def test_a_block_that_is_too_long_is_cut_between_lines() -> None:
    lines = [f"line_{number} = {number}" for number in range(20)]
    parts = split("```py\n" + "\n".join(lines) + "\n```", 100)
    assert all(part.startswith("```py\n") and part.endswith("\n```") for part in parts)
    assert [line for part in parts for line in part.splitlines()[1:-1]] == lines


@pytest.mark.parametrize("limit", [1, 0, -5])
def test_no_room_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="2 units"):
        split("😀", limit)
    with pytest.raises(ValueError, match="room"):
        inert_parts("a", limit)


@given(
    st.lists(
        st.sampled_from(["**", "||", "`", "```", "_", "@here ", "<@1>", "](", "a b ", "\n", "- "]),
        max_size=80,
    ).map("".join)
    | MIXED,
    st.integers(16, 90),
)
def test_each_part_is_inert_by_itself(text: str, limit: int) -> None:
    parts = inert_parts(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert all(inert(part) == part for part in parts)


def test_parts_of_inert_text_say_everything() -> None:
    text = "I **really** like `x[0](1)`, ||it|| is @here. " * 60
    parts = inert_parts(text, 400)
    assert len(parts) < 10
    assert without_space("".join(parts)) == without_space(inert(text))
    assert inert_parts("a **b** c", 2000) == ["a **b** c"]
    assert inert_parts("", 100) == inert_parts(" \u200b", 100) == []
    assert clean(text) in text
