"""Owns how text is kept and typed for looking things up: folded, and with pairs of letters where no spaces part words."""

from __future__ import annotations

import regex  # type: ignore[import-untyped]  # knows scripts, which `re` does not

from bot.core.text.words import folded

_WORDS = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_RUN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]+")


def searchable(text: str) -> str:
    """The text as it is looked through: folded, followed by every pair of letters of words that nobody parts by spaces."""
    flat = folded(text)
    return " ".join([flat, *(pair for run in _RUN.findall(flat) for pair in _pairs(run))])


def terms(typed: str) -> list[str]:
    """The words of a search, folded as `searchable` folds; each has to be found."""
    return list(dict.fromkeys(_WORDS.findall(folded(typed))))


def pairs(term: str) -> list[str]:
    """The pairs of letters that stand for a term without spaces inside; the term itself where spaces part words."""
    return _pairs(term) if _RUN.fullmatch(term) and len(term) > 1 else [term]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
