"""What a member sees of competitions in /help and /mine: what they are or were in, and lines of their inbox about it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.competitions.model.naming import named
from bot.competitions.model.values import Phase
from bot.competitions.service.joining import PAGE, Mine
from bot.competitions.service.looking import Own
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell import ways as shell_ways
from bot.shell.cards import Button, Card, Option, Row, Select
from bot.shell.directory import Line, Section
from cogs.competitions.views import facts, ways


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/kaggle** · open competitions, and your own")


def line(text: str, own: Own, lang: Lang) -> Line:
    """A line of an inbox about a competition, with the way to its card."""
    return Line(text, ways.show(own.entrant, lang.gettext("Open it"), first=True))


def ended_line(text: str, own: Own, lang: Lang) -> Line:
    """The line of an inbox that asks what was learned, with the way to that form."""
    return Line(text, ways.learned(own.entrant, lang, first=True))


def mine(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (ways.opener(lang, ways.MINE),))


def my_competitions(found: Mine, servers: Mapping[int, str], where: str, lang: Lang) -> Card:
    """What a member is or was in; `servers`: their names, where those of several are shown."""
    _ = lang.gettext
    last = shell_ways.home(lang) if where == ways.MINE else ways.home(lang)
    if not found.own and not found.begins:
        text = _("You are in no competition yet. /kaggle shows what is open; “I'm in” puts it here.")
        return Card(text, ((last,),))
    rows: list[Row] = []
    if found.own:
        options = tuple(_option(each, servers, lang) for each in found.own)
        rows.append(Select(custom_id("competitions", "pick", where), _("Look at one …"), options))
    buttons = []
    if found.more:
        begins = found.begins + PAGE
        buttons.append(Button(_("Older"), custom_id("competitions", "mine", where, begins)))
    rows.append((*buttons, last))
    return Card(_("What you are or were in. Only you see this list: the newest first."), tuple(rows))


def _option(own: Own, servers: Mapping[int, str], lang: Lang) -> Option:
    _ = lang.gettext
    one = own.competition
    if own.entrant.out_at is not None:
        state = _("you are out")
    elif one.phase in (Phase.ENDED, Phase.GONE):
        state = _("over")
    else:
        state = _("you are in")
    about = [state, facts.category_name(one.category, lang), servers.get(own.entrant.guild_id, "")]
    return facts.option(one, named(one.slug), " · ".join(each for each in about if each))
