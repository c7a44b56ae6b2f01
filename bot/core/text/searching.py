"""Owns how text is kept and typed for looking things up: as folded words, with pairs of letters where no spaces part words."""

from __future__ import annotations

import regex  # type: ignore[import-untyped]  # knows scripts, which `re` does not

from bot.core.text.words import folded

_NO_SPACES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
# A change between those scripts and others parts words too: both sides of it can be looked for.
_WORDS = regex.compile(rf"[{_NO_SPACES}]+|[[\p{{L}}\p{{N}}\p{{M}}]--[{_NO_SPACES}]]+", regex.V1)
_LONG = 4  # letters of a word that says what a text is about
_RUN = regex.compile(rf"[{_NO_SPACES}]+")


def searchable(text: str) -> str:
    """The text as it is looked through: its words folded, then each pair of letters of those that no spaces part.

    A space stands before each word, and there is nothing else in it than letters, digits and marks.
    """
    words = _words(text)
    return "".join(
        f" {each}"
        for each in (*words, *(pair for word in words if parted_by_nothing(word) for pair in pairs(word)))
    )


def terms(typed: str) -> list[str]:
    """The words of a search, folded as `searchable` folds, each once; each has to be found."""
    return list(dict.fromkeys(_words(typed)))


def pairs(term: str) -> list[str]:
    """The pairs of letters that stand for a term of a script without spaces; the term itself where spaces part words."""
    if not parted_by_nothing(term) or len(term) == 1:
        return [term]
    return [term[at : at + 2] for at in range(len(term) - 1)]


def pieces(typed: str) -> list[str]:
    """What of a longer text may stand in others that are about the same, longest first: its words, but no short ones.

    Of words that no spaces part it is every three letters in a row. Each once.
    """
    found = [
        piece
        for word in _words(typed)
        for piece in (_threes(word) if parted_by_nothing(word) else [word] * (len(word) >= _LONG))
    ]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def parted_by_nothing(term: str) -> bool:
    """Whether a term's script has no spaces between words, so that it can stand anywhere in what is written."""
    return _RUN.fullmatch(term) is not None


def _threes(word: str) -> list[str]:
    return [word[at : at + 3] for at in range(len(word) - 2)]


def _words(text: str) -> list[str]:
    return [str(each) for each in _WORDS.findall(folded(text))]
