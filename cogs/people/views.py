"""How /mine, /help and the privacy cards read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.communities.model import Community
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.core.zones import city_of
from bot.deliveries.model import Delivery
from bot.people.model import Person, UnknownZone
from bot.shell.cards import Attachment, Button, Card, Option, Row, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Form
from bot.shell.markup import channel
from bot.shell.places import city_field

EXPORT_NAME = "compound-my-data.zip"


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/mine** · what is yours: posts, time zone, privacy")


def help_card(lines: Sequence[str], lang: Lang, contact: str = "") -> Card:
    """One screen: what to type for what, and who runs this bot, if they say so."""
    _ = lang.gettext
    intro = _("A little every day, shared early. Nothing here is counted, and nothing is too small.")
    menu = _(
        "**Apps > Edit or remove mine** · on a post of yours (press and hold, or right-click, the message)"
    )
    shown = [intro, *lines, menu]
    if contact:
        shown.append("-# " + _("This bot is run by {contact}").format(contact=inert(contact)))
    return Card("\n".join(shown))


def mine_card(person: Person, community: Community | None, sections: Sequence[Section], lang: Lang) -> Card:
    """A person's own things; `community` is None in the bot's own DM."""
    _ = lang.gettext
    if person.zone:
        zone = _("Your time zone: {city}.").format(city=city_of(person.zone))
    elif community is None:
        zone = _("Your time zone: each server's own, until you choose one.")
    else:
        zone = _("Your time zone: the server's ({city}).").format(city=city_of(community.zone))
    lines = [_("**Yours alone.** Nobody else sees this card."), zone]
    lines += [line for section in sections for line in section.lines]
    rows: list[Row] = [section.buttons for section in sections if section.buttons]
    rows.append(
        (
            Button(_("My time zone"), custom_id("people", "zone")),
            Button(_("Privacy"), custom_id("people", "privacy")),
        )
    )
    return Card("\n".join(lines), tuple(rows))


def zone_form(lang: Lang) -> Form:
    """One's own city."""
    return Form(custom_id("people", "zoned"), lang.gettext("My time zone"), (city_field(lang),))


def zone_chosen(person: Person, lang: Lang) -> Card:
    """After a choice."""
    _ = lang.gettext
    if person.zone is None:
        return Card(_("The server's time zone serves for you again. Change it in /mine."))
    text = _("Your time zone is {city} now.").format(city=city_of(person.zone))
    return Card(text, ((Button(_("Use the server's instead"), custom_id("people", "no_zone")),),))


def privacy_card(kept: Mapping[str, Sequence[str]], lang: Lang) -> Card:
    """What is stored, in words, and what can be done about it."""
    _ = lang.gettext
    lines = [_("**What I store about you**")]
    lines += [f"- {line}" for area in kept.values() for line in area]
    if not kept:
        lines.append(_("Nothing at all."))
    lines.append(
        "\n"
        + _(
            "People who run this bot could read its database; there is no tracking. Notifications, screenshots and backups "
            "are out of my reach when you delete something."
        )
    )
    if not kept:
        return Card("\n".join(lines))
    buttons = (
        Button(_("Take it along"), custom_id("people", "export"), Style.PRIMARY),
        Button(_("Delete…"), custom_id("people", "erase"), Style.DANGER),
    )
    return Card("\n".join(lines), (buttons,))


def export_card(data: bytes, lang: Lang) -> Card:
    """The download."""
    text = lang.gettext("Everything I store about you: Markdown to read, JSON and CSV to use elsewhere.")
    return Card(text, files=(Attachment(EXPORT_NAME, data),))


def erase_card(areas: Sequence[str], lang: Lang) -> Card:
    """What to delete; choosing does it."""
    _ = lang.gettext
    names = {
        "people": _("My time zone"),
        "communities": _("My name in the record of settings"),
        "standups": _("My standups: posts, drafts, choices"),
    }
    options = (
        Option(_("Everything"), "all", _("Posts disappear from Discord too.")),
        *(Option(names[area], area) for area in areas),
    )
    text = _(
        "Choose what to delete; it happens at once and cannot be undone. Take it along first if you want to keep it. "
        "What others replied stays."
    )
    return Card(
        text,
        (
            Select(custom_id("people", "erased"), _("Delete…"), options),
            (Button(_("Keep everything"), custom_id("people", "privacy")),),
        ),
    )


def erased_card(left: Sequence[Delivery], lang: Lang) -> Card:
    """What is gone, and where something still stands."""
    _ = lang.gettext
    if not left:
        return Card(_("Deleted, here and in Discord."))
    refused = [each for each in left if each.reason]
    if not refused:
        return Card(
            _("Deleted, here and in Discord. What was just on its way there goes as soon as it arrives.")
        )
    places = " ".join(dict.fromkeys(each.url or channel(each.channel_id) for each in refused[:10]))
    text = _("Deleted from what I store. Discord did not let me delete this yet: {places} I keep trying.")
    return Card(text.format(places=places))


def not_yours(lang: Lang) -> Card:
    """The menu was used on a message that is not the person's."""
    return Card(lang.gettext("This message is not a post of yours that I made. /mine shows what is yours."))


def refusal(given: Refusal, lang: Lang) -> Card:
    """The wording of this feature's refusals."""
    assert isinstance(given, UnknownZone)
    text = lang.gettext(
        "I know no city or time zone “{typed}”. Try a larger city nearby, or a name like Europe/Berlin."
    )
    return Card(text.format(typed=inert(fit(given.typed, 100))))
