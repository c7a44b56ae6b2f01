"""Owns “More about me”: what is said beside topics, when somebody has time, and with whom they are not brought together."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.mentoring.model.values import MOST_PLACES, WINDOWS, Background, Part, Path, Profile, Role
from bot.mentoring.naming import background_names, part_names, path_names
from bot.mentoring.service.pooling import Apart, Own
from bot.shell.cards import Button, Card, Option, Row, Style
from bot.shell.forms import Choice, Field, Form, Person, Several
from bot.shell.markup import person
from cogs.mentoring.views.hub import home_button, pair_button

WRITING, MEETING = "writing", "meeting"


def more_card(own: Own, lang: Lang, intro: str = "") -> Card:
    """All that can be said; `intro` says what happened just now."""
    _ = lang.gettext
    known = own.profile
    lines = [
        intro
        or _(
            "**More about you.** All of it is up to you. Whoever I bring you together with reads in one sentence why you fit, "
            "such as “you are on the same path now”, and no more."
        ),
        _about(known, lang),
        _time(known, lang),
        _answering(own, lang),
    ]
    if own.excludes:
        lines.append(_("You are kept apart from somebody; only you read that."))
    buttons = (
        Button(_("What I do"), custom_id("mentoring", "about"), Style.PRIMARY),
        Button(_("When I have time"), custom_id("mentoring", "times")),
    )
    return Card("\n".join(lines), (buttons, _apart_buttons(own, lang)))


def _apart_buttons(own: Own, lang: Lang) -> Row:
    _ = lang.gettext
    excluding = Button(_("Not with somebody"), custom_id("mentoring", "apart"))
    again = Button(_("With everybody again"), custom_id("mentoring", "together"))
    return (excluding, again, home_button(lang)) if own.excludes else (excluding, home_button(lang))


def _about(known: Profile, lang: Lang) -> str:
    _ = lang.gettext
    paths, backgrounds = path_names(lang), background_names(lang)
    said = []
    if known.path in list(Path):
        said.append(_("Now: {path}").format(path=paths[Path(known.path)]))
    if known.background in list(Background):
        said.append(_("you come from: {place}").format(place=backgrounds[Background(known.background)]))
    return " · ".join(said) or _("What you do: not said.")


def _time(known: Profile, lang: Lang) -> str:
    _ = lang.gettext
    names = part_names(lang)
    hours = lang.join(names[each] for each in Part if each in known.hours)
    if hours:
        return _("Time: {hours}, by your own clock and outside your quiet hours (/mine).").format(hours=hours)
    return _("Time: whenever you have no quiet hours (/mine).")


def _answering(own: Own, lang: Lang) -> str:
    _, ngettext = lang.gettext, lang.ngettext
    known = own.profile
    days = ngettext("{number} day to answer", "{number} days to answer", known.window)
    writing = _("writing is fine, too") if known.writing else _("rather with common hours")
    said = [days.format(number=known.window), writing]
    if offered := own.wishes.get(Role.OFFER):
        text = ngettext("room for {number} learner", "room for {number} learners", offered.places)
        said.append(text.format(number=offered.places))
    return " · ".join(said)


def about_form(known: Profile, lang: Lang) -> Form:
    """What somebody works through, and where they come from."""
    _ = lang.gettext
    return Form(
        custom_id("mentoring", "abouted"),
        _("What I do"),
        (
            Several(
                "path",
                _("What do you work through now?"),
                _options(path_names(lang), known.path),
                note=_("People on the same path understand each other quickly. Empty: not said."),
                required=False,
                most=1,
            ),
            Several(
                "background",
                _("Where do you come from?"),
                _options(background_names(lang), known.background),
                note=_("I like to bring different places together. Empty: not said."),
                required=False,
                most=1,
            ),
        ),
        custom_id("mentoring", "about"),
    )


def time_form(own: Own, lang: Lang) -> Form:
    """When somebody has time, whether writing is fine, how long they take to answer; for mentors how many learners they take."""
    _, ngettext = lang.gettext, lang.ngettext
    known = own.profile
    hours = tuple(
        Option(name[:1].upper() + name[1:], part.value, chosen=part in known.hours)
        for part, name in part_names(lang).items()
    )
    writing = (
        Option(_("Yes, each of us when it suits"), WRITING, chosen=known.writing),
        Option(_("I would rather have common hours"), MEETING, chosen=not known.writing),
    )
    days = tuple(
        Option(
            ngettext("{number} day", "{number} days", each).format(number=each),
            str(each),
            chosen=each == known.window,
        )
        for each in WINDOWS
    )
    fields: list[Field] = [
        Several(
            "hours",
            _("When do you have time?"),
            hours,
            note=_("By your own clock. Empty: whenever you have no quiet hours."),
            required=False,
        ),
        Choice("writing", _("Is writing back and forth fine, too?"), writing, required=True),
        Several(
            "window",
            _("How long may you take to answer?"),
            days,
            note=_("After that I ask somebody else, and nobody learns why."),
            most=1,
        ),
    ]
    if offered := own.wishes.get(Role.OFFER):
        places = tuple(
            Option(
                ngettext("{number} person", "{number} people", each).format(number=each)
                if each
                else _("nobody at the moment"),
                str(each),
                chosen=each == offered.places,
            )
            for each in range(MOST_PLACES + 1)
        )
        fields.append(Several("places", _("How many can you mentor at a time?"), places, most=1))
    return Form(
        custom_id("mentoring", "timed"),
        _("When I have time"),
        tuple(fields),
        custom_id("mentoring", "times"),
    )


def _options(names: Mapping[Path, str] | Mapping[Background, str], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(name[:1].upper() + name[1:], value.value, chosen=value.value == chosen)
        for value, name in names.items()
    )


def kept_line(lang: Lang) -> str:
    """The sentence after one of the two forms."""
    return lang.gettext("Kept; it counts from the next match on. The same button changes it.")


def apart_form(lang: Lang) -> Form:
    """With whom somebody is not to be brought together."""
    _ = lang.gettext
    return Form(
        custom_id("mentoring", "aparted"),
        _("Not with somebody"),
        (
            Person(
                "person",
                _("With whom not?"),
                note=_("They are never told, and nobody can look it up. You need no reason."),
            ),
        ),
        custom_id("mentoring", "apart"),
    )


def apart_card(apart: Apart, name: str, lang: Lang) -> Card:
    """After it; `name`: what they are called, for the button of a pair."""
    _ = lang.gettext
    lines = [
        _(
            "I will not bring you together with {person}. They are not told, and I keep no list that anybody could read: “Undo”, "
            "or “With everybody again” behind “More about me”, ends it."
        ).format(person=person(apart.other_id))
    ]
    undo = Button(_("Undo"), custom_id("mentoring", "together", apart.other_id))
    buttons = [undo, home_button(lang)]
    pair = next((each for each in apart.own.pairs if each.id == apart.pair_id), None)
    if pair is not None:
        lines.append(
            _("You are together now, and that goes on; the first button leads to where you can end it.")
        )
        opener = pair_button(pair, apart.own.profile.user_id, {apart.other_id: name}, lang)
        buttons.insert(0, opener)
    return Card("\n".join(lines), (tuple(buttons),))


def undone_line(lang: Lang) -> str:
    """The sentence after one exclusion was undone."""
    return lang.gettext("Undone: you may be brought together with them again.")


def everybody_line(lang: Lang) -> str:
    """The sentence after all exclusions ended."""
    return lang.gettext("You may be brought together with everybody again. “Not with somebody” undoes it.")
