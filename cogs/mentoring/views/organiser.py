"""What an organiser sees of mentors and questions in /setup: their part of the card, their own card, its forms."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.core.zones import city_of
from bot.mentoring.model.values import Rhythm, Settings
from bot.mentoring.service.organising import Status
from bot.shell.cards import Button, Card, Option, Row, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Choice, Field, Form, Several, Text
from bot.shell.markup import channel, stamp
from bot.shell.packing import LINES
from bot.shell.permissions import Lack, lack_lines, to_do
from bot.shell.places import city_field


def section(settings: Settings | None, lang: Lang) -> Section:
    """Their part of the /setup card."""
    _ = lang.gettext
    if settings is not None:
        return Section((line(settings, lang),), (Button(_("Mentors"), custom_id("mentoring", "manage")),))
    text = _(
        "No mentors and questions yet. Members can find a mentor or a partner, and ask good questions in a channel."
    )
    set_up = Button(_("Set up mentors"), custom_id("mentoring", "set_up"), Style.PRIMARY)
    return Section((text,), (set_up,))


def line(settings: Settings, lang: Lang) -> str:
    """Where they are, and whether they are on, in one line."""
    _ = lang.gettext
    state = _("/mentor and /ask are on") if settings.on else _("switched off")
    mentors = _("Mentors and questions")
    return f"**{mentors}** · {channel(settings.channel_id)} · {state}"


def rounds_line(status: Status, lang: Lang) -> str:
    """How often peers are paired, and when next."""
    _ = lang.gettext
    settings = status.settings
    words = {
        Rhythm.WEEKLY: _("Partners: a round every week, {weekday} at {time} in {city}."),
        Rhythm.FORTNIGHTLY: _("Partners: a round every other week, {weekday} at {time} in {city}."),
        Rhythm.OFF: _("Partners: no rounds. Mentors are found all the same."),
    }
    text = words[settings.rhythm].format(
        weekday=lang.weekday(settings.weekday),
        time=lang.time(settings.at),
        city=inert(city_of(status.zone)),
    )
    if settings.next_at is None:
        return text
    following = _("The next one: {when}.").format(when=stamp(settings.next_at, "F"))
    return f"{text} {following}"


def absent_line(lang: Lang) -> str:
    """That people cannot be matched here, and who can change that."""
    _ = lang.gettext
    return _(
        "⚠ Matching is not installed here, so nobody gets a mentor or partner; /ask works. Whoever runs this bot can install its "
        "extra “matching”."
    )


def mentoring_card(status: Status, lacking: Sequence[Lack] | None, lang: Lang, *, done: str = "") -> Card:
    """Mentors and questions with everything that can be changed; `done` is the sentence of what just happened.

    `lacking` is what we may not do in the channel; None: we do not see it.
    """
    _ = lang.gettext
    settings = status.settings
    lines = [done] if done else []
    lines.append(line(settings, lang))
    if not settings.on:
        lines.append(
            _("While it is off nobody is brought together and nothing is asked. What members chose is kept.")
        )
        return Card("\n".join(lines), _rows(status, there=lacking is not None, lang=lang))
    lines.append(rounds_line(status, lang))
    if not status.can_match:
        lines.append(absent_line(lang))
    lines += to_do(missing(settings, lacking, lang), lang, LINES - len(lines))
    return Card("\n".join(lines), _rows(status, there=lacking is not None, lang=lang))


def missing(settings: Settings, lacking: Sequence[Lack] | None, lang: Lang) -> list[str]:
    """All that is in the way there, a line each; None for `lacking` where we do not see the channel."""
    _ = lang.gettext
    if lacking is None:
        return [_("⚠ The channel is gone, or I cannot see it. Choose another.")]
    lines = lack_lines(lacking, settings.channel_id, lang)
    if settings.refused_at is not None:
        lines.insert(
            0,
            _("⚠ Nothing comes until I can post in the channel again: a test post shows whether I can."),
        )
    return lines


def status_lines(status: Status, lacking: Sequence[Lack] | None, lang: Lang) -> list[str]:
    """How it stands, for /setup → Status: the next round, and what is missing."""
    if not status.settings.on:
        return [line(status.settings, lang)]
    absent = [] if status.can_match else [absent_line(lang)]
    return [
        line(status.settings, lang),
        rounds_line(status, lang),
        *absent,
        *missing(status.settings, lacking, lang),
    ]


def _rows(status: Status, *, there: bool, lang: Lang) -> tuple[Row, ...]:
    _ = lang.gettext
    back = Button(_("Back to setup"), custom_id("communities", "home"))
    where = Button(_("Choose the channel"), custom_id("mentoring", "set_up"))
    rhythm = Button(_("When partners are found"), custom_id("mentoring", "rhythm"))
    if not status.settings.on:
        on = Button(_("Switch it on"), custom_id("mentoring", "switch_on"), Style.PRIMARY)
        return ((on, where, back),)
    off = Button(_("Switch it off"), custom_id("mentoring", "switch_off"), Style.DANGER)
    test = Button(_("Send a test post"), custom_id("mentoring", "test"), Style.PRIMARY)
    look = Button(_("What would be now"), custom_id("mentoring", "preview"))
    first = (test, where) if there else (Button(where.label, where.id, Style.PRIMARY),)
    return (*first, rhythm, *((look,) if status.can_match else ())), (off, back)


def where_form(chosen: int, zone: str, lang: Lang, *, first: bool = True) -> Form:
    """Where questions come; the first time also the server's city, unless it is known."""
    _ = lang.gettext
    note = _("A text channel for questions; pairs meet in private threads of it.")
    fields: tuple[Field, ...] = (Channel("channel", _("Channel"), note, chosen),)
    if first and zone in ("", "UTC"):
        fields += (_city(zone, lang),)
    return Form(custom_id("mentoring", "where"), _("Mentors and questions"), fields)


def rhythm_form(status: Status, lang: Lang) -> Form:
    """How often partners are found, and when."""
    _ = lang.gettext
    settings = status.settings
    names = {
        Rhythm.WEEKLY: _("Every week"),
        Rhythm.FORTNIGHTLY: _("Every other week"),
        Rhythm.OFF: _("Never"),
    }
    often = tuple(Option(name, each.value, chosen=each is settings.rhythm) for each, name in names.items())
    days = tuple(Option(lang.weekday(day), str(day), chosen=day == settings.weekday) for day in range(7))
    fields = (
        Choice("rhythm", _("A round of partners"), often, required=True),
        Several("weekday", _("On"), days, most=1),
        Text("time", _("Time"), placeholder="10:00", value=lang.time(settings.at), required=True, most=20),
        _city(status.zone, lang),
    )
    return Form(custom_id("mentoring", "rhythmed"), _("When partners are found"), fields)


def _city(zone: str, lang: Lang) -> Text:
    note = lang.gettext("This server's clock; also that of members who chose none.")
    return city_field(lang, shown=city_of(zone) if zone not in ("", "UTC") else "", note=note)
