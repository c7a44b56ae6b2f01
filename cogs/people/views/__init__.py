"""How /mine, its settings and /help read; `privacy` is about what is stored."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.model import Community
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert, units
from bot.core.zones import city_of
from bot.people.model import LATEST_DAY_START, Person, UnknownZone
from bot.shell import ways
from bot.shell.cards import Button, Card, Option, Select
from bot.shell.directory import Section
from bot.shell.forms import Form
from bot.shell.packing import LINES, lines_of, rows_of
from bot.shell.places import city_field


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext(
        "**/mine** · what is yours: inbox, posts, rhythm, settings, privacy. On a post of yours (press and hold, or "
        "right-click): **Apps > Edit or remove mine**"
    )


def help_card(lines: Sequence[str], lang: Lang, contact: str = "", *, most: int = LINES) -> Card:
    """One screen of `most` lines: what to type for what; and who runs this bot, if they say so."""
    _ = lang.gettext
    intro = _("A little every day, shared early. Nothing here is counted, and nothing is too small.")
    shown = [intro, *_together(lines, most - 1)]
    if contact:
        shown.append("-# " + _("This bot is run by {contact}").format(contact=inert(contact)))
    return Card("\n".join(shown))


def _together(lines: Sequence[str], most: int) -> list[str]:
    """These lines in at most so many: neighbours that are shortest together share one."""
    kept = list(lines)
    while len(kept) > most:
        at = min(range(len(kept) - 1), key=lambda at: units(kept[at]) + units(kept[at + 1]))
        kept[at : at + 2] = [f"{kept[at]}; {kept[at + 1]}"]
    return kept


def mine_card(sections: Sequence[Section], lang: Lang) -> Card:
    """A person's own things, in a fixed order; settings and privacy in a row of their own."""
    _ = lang.gettext
    text = lines_of(_("**Yours alone.** Nobody else sees this card."), sections)
    last = (
        Button(_("Settings"), custom_id("people", "settings")),
        Button(_("Privacy"), custom_id("people", "privacy")),
    )
    return Card(text, rows_of(sections, *last, apart=True))


def settings_card(sections: Sequence[Section], lang: Lang) -> Card:
    """All that a person can choose for themselves, a part a feature."""
    _ = lang.gettext
    text = lines_of(_("**Your settings.** Everything has a default; nothing has to be set."), sections)
    return Card(text, rows_of(sections, ways.home(lang), apart=True))


def settings_section(person: Person, community: Community | None, lang: Lang) -> Section:
    """Time zone and day; `community` is whose zone serves without a choice, None when no server's does."""
    _ = lang.gettext
    if person.zone:
        zone = _("Your time zone: {city}.").format(city=city_of(person.zone))
    elif community is None:
        zone = _("Your time zone: each server's own, until you choose one.")
    else:
        zone = _("Your time zone: the server's ({city}).").format(city=city_of(community.zone))
    begins = _("Your day begins at {time}.").format(time=_hour(person.day_start))
    buttons = (
        Button(_("My time zone"), custom_id("people", "zone")),
        Button(_("When my day begins"), custom_id("people", "day")),
    )
    return Section((f"{zone} {begins}",), buttons)


def _hour(hour: int) -> str:
    return f"{hour}:00"


def zone_form(lang: Lang) -> Form:
    """One's own city."""
    return Form(custom_id("people", "zoned"), lang.gettext("My time zone"), (city_field(lang),))


def zone_chosen(person: Person, lang: Lang) -> Card:
    """After a choice."""
    _ = lang.gettext
    back = ways.settings(lang)
    if person.zone is None:
        text = _("The server's time zone serves for you again. Change it in /mine, under Settings.")
        return Card(text, ((back,),))
    text = _("Your time zone is {city} now.").format(city=city_of(person.zone))
    return Card(text, ((Button(_("Use the server's instead"), custom_id("people", "no_zone")), back),))


def day_card(person: Person, lang: Lang) -> Card:
    """When one's day begins, as a choice of hours (S4)."""
    _ = lang.gettext
    options = tuple(
        Option(_hour(hour), f"h{hour}", _("at midnight") if not hour else "", chosen=hour == person.day_start)
        for hour in range(LATEST_DAY_START + 1)
    )
    text = _(
        "When does your day begin? What you write after midnight and before that hour counts for the day before. "
        "Only your own rhythm follows it."
    )
    choose = Select(custom_id("people", "day_in"), _("Choose an hour"), options)
    return Card(text, (choose, (ways.settings(lang),)))


def day_chosen(person: Person, before: int, lang: Lang) -> Card:
    """After a choice, with its undo."""
    text = lang.gettext("Your day begins at {time} now.").format(time=_hour(person.day_start))
    undo = Button(lang.gettext("Undo"), custom_id("people", "day_back", before))
    return Card(text, ((undo, ways.settings(lang)),))


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
