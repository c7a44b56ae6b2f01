"""What a member chooses about standups in /mine → Settings, and the line that reminds of a prompt."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.shell import ways
from bot.shell.cards import Button, Card, Style
from bot.shell.directory import Line, Section
from bot.shell.markup import channel
from bot.standups.service.choosing import Own, Reminder


def settings(own: Own, lang: Lang) -> Section:
    """The standups' part of the settings: what is chosen, and the switches."""
    _ = lang.gettext
    chosen = own.choices
    lines = []
    if chosen.reminded:
        lines.append(_where(own, lang))
    if chosen.left_out:
        lines.append(_("Summaries leave you out."))
    return Section(
        tuple(lines),
        (
            _switch("remind", chosen.reminded, _("Remind me of the standup"), _("No more reminders")),
            _switch("left_out", chosen.left_out, _("Leave me out of summaries"), _("Name me in summaries")),
        ),
    )


def _switch(verb: str, is_on: bool, on: str, off: str) -> Button:
    return Button(off if is_on else on, custom_id("standups", f"{verb}_{'off' if is_on else 'on'}"))


def _where(own: Own, lang: Lang) -> str:
    _ = lang.gettext
    if own.has_bundles:
        return _("The standup's prompt is the first line of your bundle.")
    return _("The standup's prompt waits in your inbox: you have chosen no bundles.")


def reminder_chosen(own: Own, lang: Lang) -> Card:
    """After a choice about reminders, with its undo; without bundles also how to get them."""
    _ = lang.gettext
    back = ways.settings(lang)
    if not own.choices.reminded:
        undo = Button(_("Undo"), custom_id("standups", "remind_on"))
        return Card(_("You are not reminded of the standup any more."), ((undo, back),))
    undo = Button(_("Undo"), custom_id("standups", "remind_off"))
    if own.has_bundles:
        more = _("Not once you have answered.")
        return Card(f"{_where(own, lang)} {more}", ((undo, back),))
    bundles = Button(_("Choose bundles"), custom_id("attention", "bundles"), Style.PRIMARY)
    text = _(
        "Saved. I send you nothing by myself, so the prompt waits in your inbox (/mine). With bundles it comes to you."
    )
    return Card(text, ((bundles, undo, back),))


def left_out_chosen(left_out: bool, lang: Lang) -> Card:
    """After a choice about summaries, with its undo."""
    _ = lang.gettext
    if left_out:
        text = _("Summaries leave you out, those of the last weeks too. Your posts stay where they are.")
        return Card(text, ((Button(_("Undo"), custom_id("standups", "left_out_off")), ways.settings(lang)),))
    text = _("Summaries name you again, with a link to your post.")
    return Card(text, ((Button(_("Undo"), custom_id("standups", "left_out_on")), ways.settings(lang)),))


def reminder(found: Reminder, lang: Lang) -> Line:
    """The prompt as a line of a bundle or inbox."""
    _ = lang.gettext
    name = inert(found.name)
    write = _("write it here")
    where = f"[{write}]({found.url})" if found.url else channel(found.day.channel_id)
    text = _("{name} is open: {where}. A little is a full answer.").format(name=name, where=where)
    return Line(text)


def reminder_name(lang: Lang) -> str:
    """What waits, in two words."""
    return lang.gettext("Standup reminder")
