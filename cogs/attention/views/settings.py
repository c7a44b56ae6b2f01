"""How a person chooses their bundles: how many, when, and when never."""

from __future__ import annotations

from datetime import datetime

from bot.attention.model.planning import first_time
from bot.attention.model.values import Away, Mailbox
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.zones import city_of
from bot.shell import ways
from bot.shell.cards import Button, Card, Option, Style
from bot.shell.directory import Section
from bot.shell.forms import Choice, Form, Several, Text
from bot.shell.markup import stamp
from cogs.attention.views.items import inbox_button

HOW_MANY, AT, QUIET_FROM, QUIET_TO, DAYS_OFF = "bundles", "at", "quiet_from", "quiet_to", "days_off"


def how(mailbox: Mailbox, zone: str, lang: Lang) -> str:
    """What is chosen, in one sentence, and what the quiet hours make of it."""
    _ = lang.gettext
    if not mailbox.bundles:
        return _("Bundles: none. Everything waits in your inbox.")
    sentences = (
        _("Bundles: one a day, at {time} ({city})."),
        _("Bundles: up to two a day, from {time} ({city}) on."),
        _("Bundles: up to three a day, from {time} ({city}) on."),
    )
    chosen = sentences[min(mailbox.bundles, len(sentences)) - 1]
    chosen = chosen.format(time=lang.time(mailbox.bundle_at), city=city_of(zone))
    if (first := first_time(mailbox)) != mailbox.bundle_at:
        chosen += " " + _("That is in your quiet hours: nothing comes before they end, at {time}.").format(
            time=lang.time(first)
        )
    return chosen


def never(mailbox: Mailbox, lang: Lang) -> str:
    """When nothing comes, in one sentence; empty when there is no such time."""
    _ = lang.gettext
    quiet = ""
    if mailbox.quiet_from != mailbox.quiet_to:
        quiet = f"{lang.time(mailbox.quiet_from)}–{lang.time(mailbox.quiet_to)}"
    days = lang.weekdays(mailbox.days_off)
    if quiet and days:
        return _("Never: {hours}, and on your days off ({days}).").format(hours=quiet, days=days)
    if quiet:
        return _("Never: {hours}.").format(hours=quiet)
    return _("Never: on your days off ({days}).").format(days=days) if days else ""


def section(mailbox: Mailbox, zone: str, lang: Lang) -> Section:
    """The part of the settings."""
    return Section((how(mailbox, zone, lang),), (bundles_button(lang),))


def bundles_button(lang: Lang) -> Button:
    """The way to the form."""
    return Button(lang.gettext("My bundles"), custom_id("attention", "bundles"))


def none_button(lang: Lang) -> Button:
    """No bundles any more."""
    return Button(lang.gettext("No bundles"), custom_id("attention", "none"))


def again_button(lang: Lang, style: Style = Style.SECONDARY) -> Button:
    """Direct messages are to be tried again."""
    return Button(lang.gettext("Try again"), custom_id("attention", "again"), style)


def fewer_card(mailbox: Mailbox, zone: str, lang: Lang) -> Card:
    """Behind “Fewer of these”: what is chosen, and what can be chosen instead."""
    _ = lang.gettext
    lines = [
        how(mailbox, zone, lang),
        never(mailbox, lang),
        _("Choose what suits you; without bundles everything waits in your inbox."),
    ]
    buttons = (bundles_button(lang), none_button(lang)) if mailbox.bundles else (bundles_button(lang),)
    return Card("\n".join(line for line in lines if line), (buttons,))


def bundles_form(mailbox: Mailbox, lang: Lang) -> Form:
    """How many a day, when, and when never."""
    _ = lang.gettext
    many = (
        (_("None"), _("Everything waits in my inbox.")),
        (_("One a day"), _("One direct message with all that waits.")),
        (_("Two a day"), _("The second comes three hours later.")),
        (_("Three a day"), _("Three hours apart.")),
    )
    options = tuple(
        Option(label, str(number), note, chosen=number == mailbox.bundles)
        for number, (label, note) in enumerate(many)
    )
    quiet = mailbox.quiet_from != mailbox.quiet_to
    begin, end = (lang.time(mailbox.quiet_from), lang.time(mailbox.quiet_to)) if quiet else ("", "")
    days = tuple(Option(lang.weekday(day), str(day), chosen=day in mailbox.days_off) for day in range(7))
    return Form(
        custom_id("attention", "chosen"),
        _("My bundles"),
        (
            Choice(HOW_MANY, _("How many"), options, required=True),
            Text(
                AT, _("Time of the first"), "", "12:00", lang.time(mailbox.bundle_at), required=True, most=20
            ),
            Text(QUIET_FROM, _("Quiet hours from"), _("Leave both empty for none."), "21:00", begin, most=20),
            Text(QUIET_TO, _("Quiet hours to"), "", "8:00", end, most=20),
            Several(DAYS_OFF, _("Days off"), days, _("Nothing comes on these."), required=False),
        ),
        custom_id("attention", "bundles"),
    )


def chosen_card(mailbox: Mailbox, zone: str, next_at: datetime | None, away: Away | None, lang: Lang) -> Card:
    """After a choice: what happens, when, and how to undo it."""
    _ = lang.gettext
    if not mailbox.bundles:
        text = _(
            "I send you nothing. Everything waits in your inbox: /mine → Inbox. You can choose bundles again in /mine → "
            "Settings."
        )
        return Card(text, ((bundles_button(lang), ways.settings(lang)),))
    buttons: tuple[Button, ...] = (bundles_button(lang), none_button(lang))
    chosen = [how(mailbox, zone, lang), never(mailbox, lang)]
    if mailbox.closed_at is not None:
        text = _(
            "Done, but Discord does not let me send you direct messages: what comes in waits in your inbox until you press "
            "“Try again”."
        )
        lines = [text, *chosen]
        buttons = (again_button(lang, Style.PRIMARY), *buttons)
    else:
        text = _("Done. What waits for you comes as a direct message from me.")
        lines = [text, *chosen, _when(next_at, away, lang)]
    lines.append(_("Change or end it any time in /mine → Settings."))
    return Card("\n".join(line for line in lines if line), ((*buttons, ways.settings(lang)),))


def _when(next_at: datetime | None, away: Away | None, lang: Lang) -> str:
    """When the next bundle comes, or why none does."""
    _ = lang.gettext
    if next_at is not None:
        text = _("If something waits then, the next one comes {when}.")
        return text.format(when=stamp(next_at, "F"))
    if away is not None:
        return _("You are away, so none comes until you are back.")
    return _("⚠ At that time nothing may reach you, so none would come. Choose another time or other hours.")


def again_card(mailbox: Mailbox, next_at: datetime | None, lang: Lang) -> Card:
    """They want direct messages to be tried again."""
    _ = lang.gettext
    if not mailbox.bundles:
        text = _("You get no bundles, so there is nothing to try. “My bundles” changes that.")
        return Card(text, ((bundles_button(lang), inbox_button(lang)),))
    if next_at is None:
        text = _("I try again as soon as something may reach you. Until then it waits in your inbox.")
    else:
        text = _("I try again with your next bundle, {when}. Until then it waits in your inbox.")
        text = text.format(when=stamp(next_at, "F"))
    return Card(text, ((inbox_button(lang),),))
