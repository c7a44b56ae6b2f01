"""What a member sees of sharing in /help and /mine: the list of their shares and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit
from bot.shell.cards import Button, Card, Option, Row, Select
from bot.shell.directory import Section
from bot.showcase.model.values import Share, State
from cogs.showcase.views.posts import thread_name


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/share** · show what you made; a link or one sentence is enough")


def mine(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (Button(lang.gettext("My shares"), custom_id("showcase", "shares", 0)),))


def my_shares(found: Sequence[Share], more: bool, servers: Mapping[int, str], lang: Lang) -> Card:
    """A member's newest shares and drafts to choose from; `servers`: names of the servers, where several are shown."""
    _ = lang.gettext
    if not found:
        return Card(
            _(
                "You have not shared anything here yet. /share begins, and you see it before others do. What you share or draft "
                "is kept here."
            )
        )
    options = tuple(
        Option(_label(each, lang), str(each.id), note=servers.get(each.guild_id, "")) for each in found
    )
    rows: list[Row] = [
        Select(custom_id("showcase", "shown"), _("Choose one to see, change or take back"), options)
    ]
    if more:
        rows.append((Button(_("Older"), custom_id("showcase", "shares", found[-1].id)),))
    return Card(_("Your shares and drafts, newest first."), tuple(rows))


def _label(share: Share, lang: Lang) -> str:
    name = thread_name(share, lang)
    if share.state is not State.POSTED:
        name = lang.gettext("Draft: {name}").format(name=name)
    return fit(name, 100)
