"""What a member sees of papers in /help and /mine: what they saved, wrote and tried."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.papers.model.saved import Saved
from bot.papers.model.values import EntryState
from bot.papers.service.publishing import Own
from bot.papers.service.saving import PAGE, MyPapers
from bot.shell import ways
from bot.shell.cards import Button, Card, Option, Row, Select
from bot.shell.directory import Section
from cogs.papers.views.entries import entry_label
from cogs.papers.views.finding import paper_option
from cogs.papers.views.ways import MINE, home, opener


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/paper** · today's papers, finding one, the reading group")


def mine(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (opener(lang, MINE),))


def my_papers(found: MyPapers, servers: Mapping[int, str], where: str, lang: Lang) -> Card:
    """What a member saved, wrote and tried; `servers`: their names, where those of several are shown."""
    _ = lang.gettext
    last = ways.home(lang) if where == MINE else home(lang)
    if not found.saved and not found.wrote:
        text = _(
            "Nothing here yet. “Save” below a paper keeps it, and what you write about one is here too; /paper finds some."
        )
        return Card(text, ((last,),))
    rows: list[Row] = []
    if found.saved:
        saved = tuple(_saved(each, servers, lang) for each in found.saved)
        rows.append(Select(custom_id("papers", "kept"), _("Papers you saved …"), saved))
    if found.wrote:
        wrote = tuple(_wrote(each, servers, lang) for each in found.wrote)
        rows.append(Select(custom_id("papers", "entry"), _("What you wrote or tried …"), wrote))
    older = []
    if found.more_saved:
        begins = (found.saved_from + PAGE, found.wrote_from)
        older.append(Button(_("Saved before"), custom_id("papers", "saved", *begins, where)))
    if found.more_wrote:
        begins = (found.saved_from, found.wrote_from + PAGE)
        older.append(Button(_("Written before"), custom_id("papers", "saved", *begins, where)))
    rows.append((*older, last))
    return Card(_("Only you see this list: the newest first."), tuple(rows))


def _saved(saved: Saved, servers: Mapping[int, str], lang: Lang) -> Option:
    value = f"{saved.paper.arxiv_id}:{saved.guild_id}"
    return paper_option(saved.paper, lang, value=value, note=servers.get(saved.guild_id, ""))


def _wrote(own: Own, servers: Mapping[int, str], lang: Lang) -> Option:
    _ = lang.gettext
    entry = own.entry
    standing = [_("posted") if entry.state is EntryState.POSTED else _("only you see it")]
    if entry.practised_at is not None:
        standing.append(_("tried"))
    if server := servers.get(entry.guild_id):
        standing.append(server)
    return Option(entry_label(own, lang), str(entry.id), note=" · ".join(standing))
