"""How being away reads (S6): the card of /away, what came of it, and days that nobody can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from bot.attention.model.refusals import UnclearDays
from bot.attention.model.values import Away
from bot.core.clock import instant_of
from bot.core.days import Why
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell import ways
from bot.shell.cards import Button, Card, Option, Row, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Form, Text
from bot.shell.markup import stamp
from cogs.attention.views.items import inbox_button

ALL = (UnclearDays,)
FIELD = "days"
MOST = 100  # characters of what is typed
LISTED = 25  # ranges that can be taken back, as many as a select shows
_NOON = time(12)


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/away** · nothing reaches you for a day, a week, or until you are back")


def mine(now: Away | None, zone: str, lang: Lang) -> Section:
    """The part of /mine."""
    lines = (until(now, zone, lang),) if now else ()
    return Section(lines, (Button(lang.gettext("Away"), custom_id("attention", "away")),))


def until(now: Away, zone: str, lang: Lang) -> str:
    """Until when somebody is away."""
    _ = lang.gettext
    if now.last is None:
        return _("You are away until you say that you are back.")
    return _("You are away until {day}, that day included.").format(day=_day(now.last, zone))


def away_card(now: Away | None, others: Sequence[Away], zone: str, lang: Lang) -> Card:
    """Whether they are away, and the ways to be. `others` are ranges to come and lately past, which can be taken back."""
    _ = lang.gettext
    last = (*_taking_back(others, lang), (ways.home(lang),))
    if now is None:
        text = _(
            "While you are away nothing reaches you: what comes in waits in your inbox, and your rhythm takes those days as rest."
        )
        return Card(text, (_choices(lang, first=Style.PRIMARY), *last))
    text = until(now, zone, lang) + " " + _("Choose something else to change it.")
    back = Button(_("I'm back"), custom_id("attention", "back"), Style.PRIMARY)
    return Card(text, ((back, *_choices(lang)), *last))


def _choices(lang: Lang, first: Style = Style.SECONDARY) -> tuple[Button, ...]:
    _ = lang.gettext
    return (
        Button(_("Today"), custom_id("attention", "away_today"), first),
        Button(_("This week"), custom_id("attention", "away_week")),
        Button(_("Until I'm back"), custom_id("attention", "away_open")),
        Button(_("Dates…"), custom_id("attention", "dates")),
    )


def _taking_back(others: Sequence[Away], lang: Lang) -> tuple[Row, ...]:
    options = tuple(Option(_span(each, lang), str(each.id)) for each in others[:LISTED])
    if not options:
        return ()
    return (Select(custom_id("attention", "unaway"), lang.gettext("Take other days back"), options),)


def _span(away: Away, lang: Lang) -> str:
    """A range as a label."""
    if away.last is None:
        return lang.gettext("From {day} on").format(day=lang.short_date(away.first))
    if away.last == away.first:
        return lang.short_date(away.first)
    return f"{lang.short_date(away.first)} – {lang.short_date(away.last)}"


def went(away: Away, now: Away | None, today: date, zone: str, lang: Lang) -> Card:
    """What was noted, until when, and how to undo it; and `now`, the range that covers today, when that is another one."""
    _ = lang.gettext
    first = _day(away.first, zone)
    last = _day(away.last, zone) if away.last else ""
    one = away.first == away.last
    if away.covers(today):
        text = until(away, zone, lang) + " "
        text += _("Nothing reaches you: what comes in waits in your inbox. “I'm back” ends it at any time.")
        back = Button(_("I'm back"), custom_id("attention", "back"))
        return Card(text, ((back, Button(_("Change it"), custom_id("attention", "away"))),))
    if away.last is None:
        text = _("From {first} on you are away, until you say that you are back.")
    elif away.first > today:
        text = (
            _("You are away on {first}.") if one else _("You are away from {first} to {last}, both included.")
        )
    else:
        text = _("Noted: you were away on {first}. Your rhythm takes that day as rest.")
        if not one:
            text = _(
                "Noted: you were away from {first} to {last}, both included. Your rhythm takes those days as rest."
            )
    text = text.format(first=first, last=last) + " " + _("“Take it back” undoes this.")
    buttons = [Button(_("Take it back"), custom_id("attention", "undo_away", away.id))]
    if now is not None:
        text += "\n" + _also(now, zone, lang)
        buttons.append(Button(_("I'm back"), custom_id("attention", "back")))
    return Card(text, ((*buttons, Button(_("Other days"), custom_id("attention", "away"))),))


def _also(now: Away, zone: str, lang: Lang) -> str:
    """Until when somebody is away who noted days besides."""
    _ = lang.gettext
    if now.last is None:
        return _("You are also away now, until you say that you are back. “I'm back” ends that.")
    text = _("You are also away now, until {day}, that day included. “I'm back” ends that.")
    return text.format(day=_day(now.last, zone))


def back(lang: Lang) -> Card:
    """After "I'm back"."""
    _ = lang.gettext
    text = _("Welcome back. What came in meanwhile waits in your inbox; nothing of it is urgent.")
    return Card(text, ((inbox_button(lang), Button(_("Away again"), custom_id("attention", "away"))),))


def taken_back(covered: bool, lang: Lang) -> Card:
    """After an undo. `covered`: other days that they noted still cover some of those."""
    _ = lang.gettext
    if covered:
        text = _("Taken back. Other days that you noted still cover some of these; /away shows them.")
    else:
        text = _("Taken back: I no longer take you as away on those days. /away notes them again.")
    return Card(text, ((Button(_("Away"), custom_id("attention", "away")),),))


def dates_form(lang: Lang) -> Form:
    """Days in the person's own words."""
    _ = lang.gettext
    field = Text(
        FIELD,
        _("Which days?"),
        _("One day, or from … to …; also past ones: “was ill Tue–Wed”."),
        _("Fri · 12–15 Oct · 2026-10-12 · from Monday"),
        required=True,
        most=MOST,
    )
    return Form(custom_id("attention", "dated"), _("Away"), (field,))


def unclear(given: UnclearDays, lang: Lang) -> Card:
    """The refusal with the way to write the days anew, for what was typed into the command."""
    button = Button(lang.gettext("Write it anew"), custom_id("attention", "dates"), Style.PRIMARY)
    return Card(refusal(given, lang).text, ((button,),))


def refusal(given: Refusal, lang: Lang) -> Card:
    """Days that cannot be read: why, and how to write them."""
    _ = lang.gettext
    assert isinstance(given, UnclearDays)
    match Why(given.why):
        case Why.AMBIGUOUS if len(given.readings) > 1:
            one, other = (f"{lang.date(day)} {day.year}" for day in given.readings[:2])
            text = _("“{typed}” may be {one} or {other}. Write the one you mean, like 12 Oct or 2026-10-12.")
            return Card(text.format(typed=_typed(given), one=one, other=other))
        case Why.BACKWARDS:
            text = _("In “{typed}” the end comes before the beginning. Write the earlier day first.")
        case Why.FAR:
            text = _(
                "“{typed}” is more than a year away. Write a day within a year; “Until I'm back” has no end."
            )
        case _:
            text = _(
                "I cannot read days in “{typed}”. Write one like Fri, 12 Oct or 2026-10-12, or several like Mon–Wed or 12–15 Oct."
            )
    return Card(text.format(typed=_typed(given)))


def _typed(given: UnclearDays) -> str:
    return inert(fit(given.typed, MOST))


def _day(day: date, zone: str) -> str:
    """A local date as Discord shows it to somebody whose clock is the zone's; plain where the date does not exist there."""
    noon = instant_of(day, _NOON, zone)
    return stamp(noon, "D") if noon else f"{day}"
