"""The first card of /paper: today's digest, the reading group, the newest notes."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.papers.model.values import Truth
from bot.papers.service.reading import Hub
from bot.shell.cards import Button, Card, Style
from bot.shell.directory import Section
from bot.shell.packing import lines_of, rows_of
from cogs.papers.views.papers import linked
from cogs.papers.views.ways import FINDER, opener


def hub_card(hub: Hub, group: Section | None, lang: Lang) -> Card:
    """The card; `group` is the reading group's part of it."""
    _ = lang.gettext
    # A vote or a session that waits for an answer matters first.
    waits = group is not None and any(each.style is Style.PRIMARY for each in group.buttons)
    find = Button(_("Find a paper"), FINDER, Style.SECONDARY if waits else Style.PRIMARY)
    sections = [Section(tuple(_lines(hub, lang)), (find,)), *([group] if group else [])]
    if hub.notes is not None:
        sections.append(Section((_notes(hub, lang),)))
    text = lines_of(_("**Papers.** Few, once a day, each with the reason why."), sections)
    return Card(text, rows_of(sections, opener(lang)))


def _lines(hub: Hub, lang: Lang) -> list[str]:
    _ = lang.gettext
    if hub.today is None:
        return []
    if hub.digest is not None and hub.digest.on_date == hub.today:
        return [_("Today's papers: [read]({url})").format(url=hub.url)]
    truth = {
        Truth.QUIET: _("arXiv announces nothing today."),
        Truth.UNMATCHED: _("Nothing that arXiv announced today fits what is followed here."),
        Truth.SILENT: _("arXiv does not answer today, so I do not know yet what is new. I keep asking."),
    }.get(hub.truth, _("Today's papers have not come yet."))
    if hub.digest is None:
        return [truth]
    before = _("The newest papers are of {date}: [read]({url})")
    return [truth, before.format(date=lang.date(hub.digest.on_date), url=hub.url)]


def _notes(hub: Hub, lang: Lang) -> str:
    assert hub.notes is not None
    _ = lang.gettext
    title = linked(hub.notes.paper, 300)
    if not hub.notes.url:
        return _("The newest notes are about {title}.").format(title=title)
    return _("The newest notes ([read]({url})) are about {title}.").format(title=title, url=hub.notes.url)
