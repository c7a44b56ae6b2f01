"""What an organiser sees behind Holidays: the days off to come, a country and its region, days of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.holidays import Area, country_name, region_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.shell.cards import Button, Card, Option, Select, Style
from bot.shell.forms import Form, Text
from bot.standups.model import DAYS_OFF_SHOWN, NAME, DayOff, Standup
from bot.standups.service.holidays import DaysOff

WHOLE = "-"  # the whole country rather than one of its regions


def days_off_card(found: DaysOff, lang: Lang, *, done: str = "") -> Card:
    """Whose holidays are days off, the next of them to switch, and what can be added; `done` is what just happened."""
    _ = lang.gettext
    standup = found.standup
    lines = [done] if done else []
    if standup.country:
        text = _(
            "The holidays of {country} are days off of {name}: no prompt comes. /standup works all the same."
        )
    else:
        text = _("{name} has no country. Choose one, and its holidays are days off.")
    lines.append(text.format(country=_where(standup, lang), name=inert(standup.name)))
    if off := [_day(each, lang) for each in found.coming if each.off]:
        lines.append(_("Next: {days}").format(days=" · ".join(off[:DAYS_OFF_SHOWN])))
    here = standup.id
    label = _("Another country") if standup.country else _("Choose a country")
    style = Style.SECONDARY if standup.country else Style.PRIMARY
    buttons = [
        Button(label, custom_id("standups", "country", here), style),
        Button(_("Add a day off"), custom_id("standups", "day_off", here)),
    ]
    if standup.country:
        if found.has_regions:
            buttons.append(Button(_("Region"), custom_id("standups", "region", here)))
        buttons.append(Button(_("No country"), custom_id("standups", "no_country", here)))
    buttons.append(Button(_("Back"), custom_id("standups", "standup", here)))
    if not found.coming:
        return Card("\n".join(lines), (tuple(buttons),))
    choose = Select(
        custom_id("standups", "switch_day", here),
        _("Switch a single day off or on"),
        tuple(_option(each, lang) for each in found.coming),
    )
    return Card("\n".join(lines), (choose, tuple(buttons)))


def _where(standup: Standup, lang: Lang) -> str:
    country = country_name(standup.country, lang.code)
    if not standup.region:
        return inert(country)
    return inert(f"{country} ({region_name(standup.country, standup.region)})")


def _day(each: DayOff, lang: Lang) -> str:
    date = lang.short_date(each.date)
    return f"{date} ({inert(each.name)})" if each.name else date


def _option(each: DayOff, lang: Lang) -> Option:
    _ = lang.gettext
    label = f"{lang.short_date(each.date)} · {each.name}" if each.name else lang.short_date(each.date)
    note = (
        _("day off; choose it to have a prompt")
        if each.off
        else _("the prompt comes; choose it to take it off")
    )
    return Option(label, each.date.isoformat(), note)


def country_form(standup: Standup, lang: Lang) -> Form:
    """Whose holidays."""
    _ = lang.gettext
    return Form(
        custom_id("standups", "country_typed", standup.id),
        _("Holidays"),
        (Text("country", _("Country"), placeholder=_("Germany, Kenya, BR …"), required=True, most=60),),
    )


def country_choice(standup_id: int, typed: str, countries: Sequence[Area], lang: Lang) -> Card:
    """Several countries fit what was typed."""
    _ = lang.gettext
    options = tuple(Option(each.name, each.code) for each in countries)
    text = _("Several countries fit “{typed}”. Which one is it?").format(typed=inert(typed))
    choose = Select(custom_id("standups", "country_in", standup_id), _("Choose a country"), options)
    return Card(text, (choose, (_back(standup_id, lang),)))


def region_choice(standup_id: int, regions: Sequence[Area], lang: Lang) -> Card:
    """The regions of a country, or those that fit what was typed."""
    _ = lang.gettext
    options = tuple(Option(each.name, each.code) for each in regions)
    choose = Select(custom_id("standups", "region_in", standup_id), _("Choose a region"), options)
    whole = Button(_("The whole country"), custom_id("standups", "whole_country", standup_id))
    return Card(
        _("Some holidays hold in a region only. Which one is yours?"),
        (choose, (whole, _back(standup_id, lang))),
    )


def region_form(standup_id: int, lang: Lang) -> Form:
    """A region of a country with many."""
    _ = lang.gettext
    return Form(
        custom_id("standups", "region_typed", standup_id),
        _("Region"),
        (Text("region", _("Region"), _("As it is called there."), required=True, most=60),),
    )


def day_off_form(standup: Standup, lang: Lang) -> Form:
    """A day of one's own, or several."""
    _ = lang.gettext
    return Form(
        custom_id("standups", "day_off_typed", standup.id),
        _("Add a day off"),
        (
            Text("day", _("Day"), placeholder=_("24 Dec, Fri, 24–31 Dec …"), required=True, most=60),
            Text("name", _("What for"), placeholder=_("Summer break"), most=NAME),
        ),
    )


def _back(standup_id: int, lang: Lang) -> Button:
    return Button(lang.gettext("Back"), custom_id("standups", "holidays", standup_id))
