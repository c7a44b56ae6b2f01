"""Owns finding words in what members write: whole ones, however they are written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import found_word

WORDS = ("crypto", "Buy now", "Straße", "paypal", "垃圾", "a+b", "спам")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I like crypto", "crypto"),
        ("CRYPTO!", "crypto"),
        ("**crypto** and _crypto_", "crypto"),
        ("crýptó", "crypto"),
        ("сryptо", "crypto"),  # with Cyrillic letters
        ("ｃｒｙｐｔｏ", "crypto"),
        ("cryptography", None),
        ("my-crypto-page", "crypto"),
        ("buy  NOW\nplease", "Buy now"),
        ("buy it now", None),
        ("STRASSE", "Straße"),
        ("这是垃圾信息", "垃圾"),
        ("is a+b fine", "a+b"),
        ("это СПАМ", "спам"),
        ("спамер", None),
        ("PayPal", "paypal"),
        ("", None),
    ],
)
def test_a_whole_word_is_found_however_it_is_written(text: str, word: str | None) -> None:
    assert found_word(WORDS, [text]) == word


def test_it_may_be_in_any_of_the_texts_and_without_words_nothing_is_found() -> None:
    assert found_word(WORDS, ["fine", "", "buy now"]) == "Buy now"
    assert found_word((), ["anything"]) is None
    assert found_word(("\u0301",), ["anything"]) is None, "a word of marks alone finds nothing"


@given(st.text(max_size=60), st.text(max_size=200))
def test_a_word_finds_itself_and_nothing_breaks(word: str, text: str) -> None:
    found_word((word,), [text])
    plain = "".join(c for c in word if c.isascii() and c.isalnum())
    if plain:
        assert found_word((plain,), [f"{text} {plain} {text}"]) == plain


def test_long_texts_and_long_lists_take_no_time() -> None:
    words = tuple(f"word{number}" for number in range(200))
    found_word(words, ["warm up"])
    for text in ("а" * 4000, "漢" * 4000, "wordword " * 440, "\u0301" * 4000):
        begin = time.process_time()
        assert found_word(words, [text] * 5) is None
        assert time.process_time() - begin < 1.0
