"""Where the reading group stands, in a line or two: for the card of /paper, and in words for organisers."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.papers.model.groups import Phase, Round
from bot.papers.model.rounds import is_planned
from bot.papers.model.values import Paper
from bot.papers.service.rounds import Standing
from bot.shell.cards import Button, Style
from bot.shell.directory import Section
from bot.shell.markup import person, stamp
from cogs.papers.views.papers import linked

TITLE = 250


def section(standing: Standing, lang: Lang, *, organiser: bool = False) -> Section:
    """The reading group's part of the card of /paper: where it stands, and what this member can do."""
    _ = lang.gettext
    value, paper = standing.round, standing.paper
    group = _("Reading group")
    line = f"**{group}** · {words(value, paper, lang)}"
    if standing.url:
        line += " · " + _("[see it]({url})").format(url=standing.url)
    lines = [line]
    if value is not None and value.phase in (Phase.LEADING, Phase.READING):
        lines.append(_leads(standing, lang))
    elif standing.votes:
        lines.append(_("You voted, and you can change it until the end."))
    return Section(tuple(lines), _buttons(standing, lang, organiser=organiser))


def words(value: Round | None, paper: Paper | None, lang: Lang) -> str:
    """The phase of a round and what comes next, in words with its time."""
    _ = lang.gettext
    if value is None or (paper is None and value.due_at is None):
        return _("takes a break")
    if paper is None:
        assert value.due_at is not None
        when = stamp(value.due_at, "F")
        if is_planned(value):
            return _("the next round opens {when}").format(when=when)
        if value.phase is Phase.VOTING:
            return _("the vote is on until {when}").format(when=when)
        return _("papers can be nominated until {when}").format(when=when)
    title = linked(paper, TITLE)
    if value.phase in (Phase.LEADING, Phase.READING):
        return _("reads {paper} and meets {when}").format(paper=title, when=stamp(value.meets_at, "F"))
    return _("met about {paper}; notes are welcome").format(paper=title)


def _leads(standing: Standing, lang: Lang) -> str:
    _ = lang.gettext
    if standing.leader_id is not None:
        return _("{person} leads the discussion.").format(person=person(standing.leader_id))
    return _("Whoever likes can lead the discussion; nothing has to be prepared.")


def _buttons(standing: Standing, lang: Lang, *, organiser: bool) -> tuple[Button, ...]:
    _ = lang.gettext
    value = standing.round
    buttons = []
    if standing.group.on:
        buttons.append(Button(_("Nominations"), custom_id("papers", "nominations")))
        if value is not None and value.phase is Phase.VOTING:
            vote = custom_id("papers", "vote", value.id)
            buttons.insert(0, Button(_("Vote"), vote, Style.PRIMARY))
    if value is not None and value.phase in (Phase.LEADING, Phase.READING):
        comes = standing.part is not None and standing.part.comes
        if not comes:
            come = custom_id("papers", "come", value.id)
            buttons.insert(0, Button(_("I'm coming"), come, Style.PRIMARY))
    if organiser:
        buttons.append(Button(_("Reading group"), custom_id("papers", "group")))
    return tuple(buttons)
