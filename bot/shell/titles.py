"""Titles from outside as they read in a card, on one line and without effect: as a link, or as words."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.core.text import clean, fit, inert, units

_BRACKETS = str.maketrans("[]", "()")
_SCHEME = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*:/+")
# Signs of formatting; a backslash counts where it would escape what follows it, which LaTeX's commands do not.
_SIGNS = re.compile(r"[*_~|`]|\\(?![0-9A-Za-z\s])")


def linked(title: str, url: str, room: int) -> str:
    """A link with a title as its words, in at most `room` UTF-16 units, the address included.

    The title reads as it was written but for square brackets, which are round: a link cannot hold them. It is shortened where it
    is too long, and the link is its bare address where no title fits at all (`room` below about a hundred).
    """
    before, after = "[", f"]({url})"
    words = written(clean(" ".join(title.split())).translate(_BRACKETS), room - units(before + after))
    return f"{before}{words}{after}" if words else url


def written(text: str, room: int) -> str:
    """What others wrote on one line, as it reads and without effect, in at most `room` units; empty where there is no room."""
    return _written(text, room)


@lru_cache(maxsize=8192)  # many servers show the same titles on the same morning
def _written(text: str, room: int) -> str:
    plain = _SCHEME.sub("", " ".join(clean(text).split()))
    most = room
    while most > 0 and (over := units(shown := _inert(fit(plain, most))) - room) > 0:
        most -= max(1, over // 2)  # a sign takes two
    return shown if most > 0 else ""


def _inert(text: str) -> str:
    return inert(_SIGNS.sub(lambda sign: f"\\{sign[0]}", text))
