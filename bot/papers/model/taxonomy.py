"""arXiv's categories: their codes and English names, and which one somebody means who types a code, a name or a few words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.papers.model.folding import folded

_FILE = Path(__file__).with_name("categories.json")
_MEANT = 3  # offered for what is none


@lru_cache(maxsize=1)
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return stored


def codes() -> tuple[str, ...]:
    """Every category's code."""
    return tuple(_stored()["names"])


def name_of(code: str) -> str:
    """A category's English name; its code where arXiv has a new one."""
    name: str = _stored()["names"].get(code, code)
    return name


def canonical(categories: Iterable[str]) -> frozenset[str]:
    """The same categories, each under its first name: arXiv has six that are one and the same as another ("cs.NA", "math.NA")."""
    same = _stored()["same"]
    return frozenset(same.get(each, each) for each in categories)


def understood(typed: str) -> str:
    """The code of the category that somebody typed, as code, name or everyday word; empty for none."""
    return _by_words().get(folded(typed), "")


def meant(typed: str) -> tuple[str, ...]:
    """Codes of the categories that something resembles which is none, the most alike first."""
    wanted, by_words = folded(typed), _by_words()
    known = [words for words in by_words if len(wanted) > 2 and wanted in words]
    close = get_close_matches(wanted, by_words, n=2 * _MEANT, cutoff=0.6)
    return tuple(dict.fromkeys(by_words[words] for words in (*close, *known)))[:_MEANT]


@lru_cache(maxsize=1)
def _by_words() -> dict[str, str]:
    """Folded code, name or word -> code; of two categories with one name that of computer science, else the first."""
    stored = _stored()
    found: dict[str, str] = {folded(words): code for words, code in stored["words"].items()}
    for code, name in sorted(stored["names"].items(), key=lambda each: not each[0].startswith("cs.")):
        found.setdefault(folded(name), code)
    return found | {folded(code): code for code in stored["names"]}
