"""Owns finding whole words in members' text, whatever their case, accents or look-alike letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import regex  # type: ignore[import-untyped]  # knows scripts, which `re` does not

# Letters of other alphabets that look like Latin ones; read as those only inside a word that has Latin letters too.
_ALIKE = str.maketrans(
    "авеіјкмнорстухѕԁһԛԝαβεηικνορτυχω",
    "abeijkmhopctyxsdhqwabenikvoptuxw",
)
_LETTERS = regex.compile(r"[\p{L}\p{N}]+")
_LATIN = regex.compile(r"\p{Script=Latin}")
# These scripts put no space between words: there a word is found wherever it stands.
_NO_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_PART = r"[\p{L}\p{N}\p{M}]"  # an underscore is markup


def folded(text: str) -> str:
    """`text` as it is compared: lower case, without accents, look-alike letters inside Latin words as what they look like."""
    lower = text.casefold()
    if lower.isascii():
        return " ".join(lower.split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    alike = _LETTERS.sub(
        lambda match: match[0].translate(_ALIKE) if _LATIN.search(match[0]) else match[0], bare
    )
    return " ".join(alike.split())


def found_word(words: tuple[str, ...], texts: Iterable[str]) -> str | None:
    """The first of `words` (each one word or a few) that one of `texts` holds as a whole word, as it stands in `words`."""
    if not words:
        return None
    pattern, by_folded = _pattern(words)
    for text in texts:
        if match := pattern.search(folded(text)):
            return by_folded[match[0]]
    return None


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> tuple[regex.Pattern[str], dict[str, str]]:
    by_folded: dict[str, str] = {}
    for word in words:
        if key := folded(word):
            by_folded.setdefault(key, word)
    longest_first = sorted(by_folded, key=len, reverse=True)
    parts = [_bounded(each) for each in longest_first]
    return regex.compile("|".join(parts) or r"(?!)"), by_folded


def _bounded(word: str) -> str:
    begin = "" if _NO_SPACES.match(word[0]) else rf"(?<!{_PART})"
    end = "" if _NO_SPACES.match(word[-1]) else rf"(?!{_PART})"
    return f"{begin}{regex.escape(word)}{end}"
