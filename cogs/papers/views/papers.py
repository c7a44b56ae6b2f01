"""How a paper is named: its title as a link to its abstract page (P11), its authors, its facts; what arXiv says is inert."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.text import clean, units
from bot.papers.model.values import Paper
from bot.shell import titles
from bot.shell.titles import written

AUTHORS = 3  # named; more are "and others"


def linked(paper: Paper, room: int) -> str:
    """A link to the paper's abstract page with its title as the words, in at most `room` UTF-16 units, the address included."""
    title = clean(" ".join(paper.title.split())) or paper.arxiv_id
    return titles.linked(title, paper.url, room)


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
