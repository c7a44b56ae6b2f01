"""A paper's private card: its abstract, why it was shown, what people wrote about it, and what can be done with it."""

from __future__ import annotations

import re

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, units
from bot.core.text.measure import head
from bot.papers.service.reading import PaperView
from bot.shell.cards import Button, Card, Row, Style
from bot.shell.titles import written
from cogs.papers.views.digests import why_line
from cogs.papers.views.finding import kind_name
from cogs.papers.views.papers import authors_line, linked
from cogs.papers.views.ways import more

TITLE, AUTHORS, CATEGORIES = 400, 200, 80  # units
ABSTRACT = 900  # what a phone shows without much scrolling
MOST_CATEGORIES = 4
MOST_POSTS = 4  # of the group, the newest
_SENTENCE = re.compile(r"[.!?。！？][)\]\"'”’»」』]*(?=\s|$)|[。！？]")


def back(arxiv_id: str, lang: Lang) -> Button:
    """Back to the paper's card, from what was opened there."""
    return more(arxiv_id, lang.gettext("Back to the paper"))


def paper_card(view: PaperView, lang: Lang, *, notice: str = "", back: Button | None = None) -> Card:
    """The card. `notice` says what was just done; `back` leads to where it was opened."""
    _ = lang.gettext
    paper = view.paper
    lines = [notice] if notice else []
    lines += [linked(paper, TITLE), _facts(view, lang)]
    if view.why is not None:
        lines.append(f"-# {why_line(view.why, lang)}")
    last = _written_here(view, lang)
    room = 2000 - sum(units(each) + 1 for each in [*lines, last])
    lines.append(abstract(paper.summary, min(ABSTRACT, room), lang))
    return Card("\n".join(each for each in [*lines, last] if each), _rows(view, lang, back))


def abstract(summary: str, room: int, lang: Lang) -> str:
    """A paper's abstract in at most `room` units, shortened after a sentence where one ends late enough."""
    plain = " ".join(clean(summary).split())
    if not plain:
        return lang.gettext("Its abstract is behind the link.")
    if units(whole := written(plain, 10 * room)) <= room:
        return whole
    most = room - 2
    while most > 20:
        begun = head(plain, most)
        ends = [match.end() for match in _SENTENCE.finditer(begun) if match.end() < len(plain)]
        kept = begun[: ends[-1]] if ends and 2 * units(begun[: ends[-1]]) > most else fit(plain, most)
        shown = written(kept, 10 * room)
        shown = shown if shown.endswith("…") else f"{shown} …"
        if units(shown) <= room:
            return shown
        most -= max(10, (units(shown) - room) // 2)
    return written(plain, room)


def _facts(view: PaperView, lang: Lang) -> str:
    """Authors, categories and the date, in one line."""
    paper = view.paper
    categories = written(", ".join(paper.categories[:MOST_CATEGORIES]), CATEGORIES)
    day = lang.full_date(paper.published_at.date()) if paper.published_at else ""
    return " · ".join(each for each in (authors_line(paper, AUTHORS, lang), categories, day) if each)


def _written_here(view: PaperView, lang: Lang) -> str:
    _ = lang.gettext
    posts = [each for each in view.written if each.id in view.urls][-MOST_POSTS:]
    if not posts:
        return ""
    read = _("read")
    listed = [f"{kind_name(each.kind, lang)} ([{read}]({view.urls[each.id]}))" for each in posts]
    return _("Written here: {posts}").format(posts=lang.join(listed))


def _rows(view: PaperView, lang: Lang, back: Button | None) -> tuple[Row, ...]:
    _ = lang.gettext
    arxiv_id = view.paper.arxiv_id
    server = () if view.here else (view.guild_id,)
    if view.saved:
        first = [Button(_("Remove from my papers"), custom_id("papers", "unsave", arxiv_id, *server))]
    else:
        first = [Button(_("Save"), custom_id("papers", "save", arxiv_id, *server), Style.PRIMARY)]
    second: list[Button] = []
    if view.here and view.group_on and not view.nominated:
        first.append(Button(_("Nominate"), custom_id("papers", "nominate", arxiv_id)))
    if view.here and view.settings is not None and view.settings.on:
        label = _("My essence") if view.essence else _("Write its essence")
        second += [
            Button(label, custom_id("papers", "essence", arxiv_id)),
            Button(_("I tried it"), custom_id("papers", "try", arxiv_id)),
            Button(_("Help me understand"), custom_id("papers", "ask", arxiv_id)),
        ]
    if back is not None:
        (second or first).append(back)
    return tuple(tuple(row) for row in (first, second) if row)


def saved(lang: Lang) -> str:
    """The sentence after "Save"."""
    return lang.gettext(
        "Saved: it is in /mine, under My papers. Nobody sees that you saved it; what is saved here helps to choose the daily "
        "papers."
    )


def unsaved(lang: Lang) -> str:
    """The sentence after "Remove from my papers"."""
    return lang.gettext("Removed from your papers. “Save” brings it back.")
