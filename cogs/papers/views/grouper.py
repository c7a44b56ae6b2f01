"""What an organiser sees of the reading group in /setup: its part of the card, its own card, its form, the record of changes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.core.zones import city_of
from bot.papers.model.groups import MEETS_AT, MEETS_ON
from bot.papers.model.rounds import is_planned
from bot.papers.service.grouping import OwnGroup
from bot.shell.cards import Button, Card, Option, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Form, Several, Text
from bot.shell.markup import channel
from bot.shell.packing import LINES
from bot.shell.permissions import Lack, lack_lines
from cogs.papers.views.standing import words

DONE = (
    "papers.group_add",
    "papers.group_change",
    "papers.group_on",
    "papers.group_off",
    "papers.group_start",
    "papers.nomination_removed",
)


def section(own: OwnGroup | None, lang: Lang) -> Section:
    """The reading group's part of the /setup card."""
    _ = lang.gettext
    if own is None:
        text = _(
            "There is no reading group yet. It chooses a paper together, reads it and meets, again and again."
        )
        set_up = Button(_("Set up a reading group"), custom_id("papers", "group_set_up"), Style.PRIMARY)
        return Section((text,), (set_up,))
    return Section((line(own, lang),), (Button(_("Reading group"), custom_id("papers", "group")),))


def line(own: OwnGroup, lang: Lang) -> str:
    """The group in one line: where, and when it meets."""
    _ = lang.gettext
    group, name = own.group, _("Reading group")
    when = _("meets on {weekday} at {time} in {city}").format(
        weekday=lang.weekday(group.weekday), time=lang.time(group.at), city=inert(city_of(group.zone))
    )
    return f"**{name}** · {channel(group.channel_id)} · {when if group.on else _('switched off')}"


def status(own: OwnGroup, lacking: Sequence[Lack] | None, lang: Lang) -> Section:
    """The group's part of the status: where it stands, what comes next, what is missing."""
    lines = [line(own, lang)]
    if own.group.on or own.paper is not None:
        lines.append(_now(own, lang))
    return Section((*lines, *(missing(own, lacking, lang) if own.group.on else ())))


def _now(own: OwnGroup, lang: Lang) -> str:
    return lang.gettext("Now: {phase}").format(phase=words(own.round, own.paper, lang))


def group_card(own: OwnGroup, lacking: Sequence[Lack] | None, lang: Lang, *, done: str = "") -> Card:
    """The group with everything that can be changed; `done` is the sentence of what just happened.

    `lacking` is what we may not do in the channel; None where we do not see it.
    """
    _ = lang.gettext
    group, value = own.group, own.round
    lines = [done] if done else []
    lines.append(line(own, lang))
    if group.on or own.paper is not None:
        lines.append(_now(own, lang))
    if not group.on:
        lines.append(
            _(
                "While it is off no round begins; nominations and votes are kept. A paper that was chosen is read to the end."
            )
        )
    else:
        todo = missing(own, lacking, lang)
        lines += todo[: LINES - len(lines)] or [_("I may do everything there that I need.")]
    move = Button(_("Channel, day and time"), custom_id("papers", "group_set_up"))
    back = Button(_("Back to setup"), custom_id("communities", "home"))
    if not group.on:
        on = Button(_("Switch it on"), custom_id("papers", "group_on"), Style.PRIMARY)
        return Card("\n".join(lines), ((on, move), (back,)))
    first = [move]
    if lacking is None:
        first = [Button(move.label, move.id, Style.PRIMARY)]
    elif value is None or is_planned(value):
        first.insert(0, Button(_("Start now"), custom_id("papers", "group_start"), Style.PRIMARY))
    if value is not None and own.paper is None:
        first.append(Button(_("Nominations"), custom_id("papers", "nominations")))
    off = Button(_("Switch it off"), custom_id("papers", "group_off"), Style.DANGER)
    return Card("\n".join(lines), ((*first, off), (back,)))


def missing(own: OwnGroup, lacking: Sequence[Lack] | None, lang: Lang) -> list[str]:
    """All that is missing in the group's channel, a line each; None for `lacking` where we do not see it."""
    if lacking is None:
        return [lang.gettext("⚠ The channel is gone, or I cannot see it. Choose another.")]
    return lack_lines(lacking, own.group.channel_id, lang)


def group_form(own: OwnGroup | None, channel_id: int, lang: Lang) -> Form:
    """Where and when the group meets."""
    _ = lang.gettext
    weekday = own.group.weekday if own else MEETS_ON
    days = tuple(Option(lang.weekday(day), str(day), chosen=day == weekday) for day in range(7))
    note = _("A text channel; each paper gets a thread there.")
    when = _("In the week after the choice, with three days to read at least.")
    return Form(
        custom_id("papers", "group_placed"),
        _("Reading group"),
        (
            Channel("channel", _("Channel"), note, own.group.channel_id if own else channel_id),
            Several("weekday", _("It meets on"), days, when, most=1),
            Text(
                "time",
                _("Time"),
                value=lang.time(own.group.at if own else MEETS_AT),
                placeholder="18:00",
                required=True,
                most=20,
            ),
        ),
    )


def did(audit: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    return {
        "papers.group_add": _("set up the reading group"),
        "papers.group_change": _("changed where or when the reading group meets"),
        "papers.group_on": _("switched the reading group on"),
        "papers.group_off": _("switched the reading group off"),
        "papers.group_start": _("began a round of the reading group"),
        "papers.nomination_removed": _("took a nomination back"),
    }[audit.what]
