"""How a paper is named: its title as a link to its abstract page (P11), its authors, its facts; what arXiv says is inert."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, units
from bot.papers.model.values import Paper

AUTHORS = 3  # named; more are "and others"
_BRACKETS = str.maketrans("[]", "()")
_SCHEME = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*:/+")
# Signs of formatting; a backslash counts where it would escape what follows it, which LaTeX's commands do not.
_SIGNS = re.compile(r"[*_~|`]|\\(?![0-9A-Za-z\s])")


def linked(paper: Paper, room: int) -> str:
    """A link to the paper's abstract page with its title as the words, in at most `room` UTF-16 units, the address included.

    The title reads as arXiv writes it but for square brackets, which are round: a link cannot hold them. It is shortened where it
    is too long, and the link is its bare address where no title fits at all (`room` below about a hundred).
    """
    title = clean(" ".join(paper.title.split())) or paper.arxiv_id
    before, after = "[", f"]({paper.url})"
    words = written(title.translate(_BRACKETS), room - units(before + after))
    return f"{before}{words}{after}" if words else paper.url


def written(text: str, room: int) -> str:
    """What arXiv says on one line, as it reads and without effect, in at most `room` units; empty where there is no room."""
    return _written(text, room)


@lru_cache(maxsize=8192)  # many servers show the same papers on the same morning
def _written(text: str, room: int) -> str:
    plain = _SCHEME.sub("", " ".join(clean(text).split()))
    most = room
    while most > 0 and (over := units(shown := _inert(fit(plain, most))) - room) > 0:
        most -= max(1, over // 2)  # a sign takes two
    return shown if most > 0 else ""


def _inert(text: str) -> str:
    return inert(_SIGNS.sub(lambda sign: f"\\{sign[0]}", text))


def authors_line(paper: Paper, room: int, lang: Lang) -> str:
    """Who wrote it, the first few by name, in at most `room` units; empty when arXiv names nobody."""
    _ = lang.gettext
    named = [each for each in (clean(" ".join(each.split())) for each in paper.authors) if each]
    if len(named) <= AUTHORS and units(line := written(lang.join(named), 2 * room)) <= room:
        return line
    for count in range(min(AUTHORS, len(named) - 1), 0, -1):
        names = ", ".join(named[:count])
        line = written(_("{names} and others").format(names=names), 2 * room)
        if units(line) <= room:
            return line
    return written(lang.join(named[:1]), room)


def facts(paper: Paper, room: int, lang: Lang) -> str:
    """Authors, primary category and date, in one line of at most `room` units."""
    last = [written(paper.primary_category, 40)] if paper.primary_category else []
    last += [lang.full_date(paper.published_at.date())] if paper.published_at else []
    used = sum(units(each) + 3 for each in last)
    authors = authors_line(paper, room - used, lang)
    return " · ".join([*([authors] if authors else []), *last])
