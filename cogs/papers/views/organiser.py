"""What an organiser sees of papers in /setup: their part of the card, their own card, its forms."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.core.zones import city_of
from bot.papers.model.values import CAP, CATEGORY, DIGEST_AT, MOST_CAP, MOST_WISHES, WISH, Settings
from bot.papers.service.truths import Status
from bot.shell.cards import Button, Card, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Field, Form, Text
from bot.shell.markup import channel
from bot.shell.packing import LINES
from bot.shell.permissions import Lack, lack_lines, to_do
from bot.shell.places import city_field
from bot.shell.titles import written
from cogs.papers.views.digests import category_name
from cogs.papers.views.truths import arxiv_line, next_line, truth_line

SHOWN = 6  # of each kind of wish named on the card
_LONGEST = 600  # units of what is chosen, on the card


def section(settings: Settings | None, lang: Lang) -> Section:
    """The papers' part of the /setup card."""
    _ = lang.gettext
    if settings is None:
        text = _("No papers yet. New ones from arXiv can come once a day, few and explained.")
        set_up = Button(_("Set up papers"), custom_id("papers", "set_up"), Style.PRIMARY)
        return Section((text,), (set_up,))
    return Section((line(settings, lang),), (Button(_("Papers"), custom_id("papers", "manage")),))


def line(settings: Settings, lang: Lang) -> str:
    """The papers in one line."""
    _ = lang.gettext
    state = _("switched off")
    if settings.on:
        state = _("daily at {time} in {city}").format(
            time=lang.time(settings.at), city=inert(city_of(settings.zone))
        )
    papers = _("Papers")
    return f"**{papers}** · {channel(settings.channel_id)} · {state}"


def papers_card(status: Status, lacking: Sequence[Lack] | None, lang: Lang, *, done: str = "") -> Card:
    """The papers with everything that can be changed; `done` is the sentence of what just happened.

    `lacking` is what we may not do in the channel; None: we do not see it.
    """
    _ = lang.gettext
    settings = status.settings
    lines = [done] if done else []
    lines += [line(settings, lang), chosen(settings, lang)]
    if not settings.on:
        lines.append(_("Nothing is posted while it is off. What is posted stays."))
    else:
        lines += [f"{truth_line(status, lang)} {next_line(status, lang)}"]
        silent = [arxiv_line(status, lang)] if status.trouble else []
        lines += to_do([*silent, *missing(settings, lacking, lang)], lang, LINES - len(lines))
    return Card("\n".join(lines), _rows(settings, there=lacking is not None, lang=lang))


def missing(settings: Settings, lacking: Sequence[Lack] | None, lang: Lang) -> list[str]:
    """All that is missing there, a line each; None for `lacking` where we do not see the channel."""
    _ = lang.gettext
    if lacking is None:
        return [_("⚠ The channel is gone, or I cannot see it. Choose another.")]
    return lack_lines(lacking, settings.channel_id, lang)


def status_lines(status: Status, lacking: Sequence[Lack] | None, lang: Lang) -> list[str]:
    """How papers stand, for /setup → Status: the last digest, the next one, arXiv, and what is missing."""
    settings = status.settings
    if not settings.on:
        return [line(settings, lang)]
    told = f"{truth_line(status, lang)} {next_line(status, lang)}"
    return [line(settings, lang), told, arxiv_line(status, lang), *missing(settings, lacking, lang)]


def chosen(settings: Settings, lang: Lang) -> str:
    """What digests are chosen from, in words."""
    _ = lang.gettext
    told = [_("From {categories}.").format(categories=_listed(map(category_name, settings.categories), lang))]
    phrases = [_("“{words}”").format(words=written(each, WISH)) for each in settings.phrases]
    authors = [written(each, WISH) for each in settings.authors]
    dropped = [_("“{words}”").format(words=written(each, WISH)) for each in settings.exclusions]
    if phrases and authors:
        told.append(
            _("Only with {phrases}, or by {authors}.").format(
                phrases=_listed(phrases, lang), authors=_listed(authors, lang)
            )
        )
    elif phrases:
        told.append(_("Only with {phrases}.").format(phrases=_listed(phrases, lang)))
    elif authors:
        told.append(_("Only by {authors}.").format(authors=_listed(authors, lang)))
    if dropped:
        told.append(_("Never with {phrases}.").format(phrases=_listed(dropped, lang)))
    told.append(
        lang.ngettext("At most {count} paper a day.", "At most {count} papers a day.", settings.cap).format(
            count=settings.cap
        )
    )
    told += [_("Cross-lists too.")] if settings.crosses else []
    told += [_("New versions too.")] if settings.replacements else []
    text = " ".join(told)
    return text if len(text) <= _LONGEST else _counted(settings, lang)


def _counted(settings: Settings, lang: Lang) -> str:
    """The same where words would not fit."""
    _ = lang.gettext
    shown = ", ".join(written(each, CATEGORY) for each in settings.categories[:SHOWN])
    text = _("From {categories} and more. “What comes” shows all that is chosen.")
    if len(settings.categories) <= SHOWN:
        text = _("From {categories}. “What comes” shows all that is chosen.")
    return text.format(categories=shown)


def _listed(items: Sequence[str] | map[str], lang: Lang) -> str:
    _ = lang.gettext
    named = list(items)
    if len(named) <= SHOWN:
        return lang.join(named)
    return _("{names} and more").format(names=", ".join(named[:SHOWN]))


def _rows(settings: Settings, *, there: bool, lang: Lang) -> tuple[tuple[Button, ...], ...]:
    _ = lang.gettext
    back = Button(_("Back to setup"), custom_id("communities", "home"))
    lost = settings.on and not there
    wishes = Style.SECONDARY if lost else Style.PRIMARY
    what = Button(_("What comes"), custom_id("papers", "wishes"), wishes)
    where = Button(
        _("When and where"), custom_id("papers", "set_up"), Style.PRIMARY if lost else Style.SECONDARY
    )
    if not settings.on:
        on = Button(_("Switch it on"), custom_id("papers", "switch_on"), Style.PRIMARY)
        return (on, Button(what.label, what.id), where), (back,)
    test = Button(_("Send a test post"), custom_id("papers", "test"))
    crosses = (
        Button(_("No cross-lists"), custom_id("papers", "crosses_off"))
        if settings.crosses
        else Button(_("Cross-lists too"), custom_id("papers", "crosses_on"))
    )
    versions = (
        Button(_("No new versions"), custom_id("papers", "replacements_off"))
        if settings.replacements
        else Button(_("New versions too"), custom_id("papers", "replacements_on"))
    )
    off = Button(_("Switch it off"), custom_id("papers", "switch_off"), Style.DANGER)
    first = (where, what) if lost else (what, where, test)
    return first, (crosses, versions, off), (back,)


def set_up_form(channel_id: int, zone: str, lang: Lang) -> Form:
    """The first form of all: channel, categories, city, time."""
    _ = lang.gettext
    note = _("Codes or names, with commas between them.")
    example = _("cs.LG, computer vision, robotics …")
    fields = (
        _channel(channel_id, lang),
        Text("categories", _("Categories of arXiv"), note, example, long=True, required=True, most=1000),
        *_clock(zone, lang.time(DIGEST_AT), lang),
    )
    return Form(custom_id("papers", "placed"), _("Set up papers"), fields)


def where_form(settings: Settings, lang: Lang) -> Form:
    """Channel, city and time."""
    _ = lang.gettext
    fields = (
        _channel(settings.channel_id, lang),
        *_clock(settings.zone, lang.time(settings.at), lang),
    )
    return Form(custom_id("papers", "placed"), _("When and where"), fields)


def _channel(channel_id: int, lang: Lang) -> Field:
    _ = lang.gettext
    return Channel("channel", _("Channel"), _("Where the day's papers appear."), channel_id)


def _clock(zone: str, at: str, lang: Lang) -> tuple[Field, Field]:
    _ = lang.gettext
    shown = city_of(zone) if zone and zone != "UTC" else ""
    city = city_field(
        lang, shown=shown, note=_("The digest follows this city's clock, summer time included.")
    )
    return city, Text("time", _("Time"), placeholder=_("9:00"), value=at, required=True, most=20)


def wishes_form(settings: Settings, lang: Lang) -> Form:
    """All that digests are chosen from."""
    _ = lang.gettext
    between = _("With commas or lines between them; at most {most}.").format(most=MOST_WISHES)
    only = _("Leave both empty for every paper of the categories.")
    fields = (
        _several(
            "categories", _("Categories"), settings.categories, _("Codes or names of arXiv."), required=True
        ),
        _several("phrases", _("Words in title or abstract"), settings.phrases, between),
        _several("authors", _("Authors"), settings.authors, only),
        _several("exclusions", _("Never with these words"), settings.exclusions, between),
        Text(
            "cap",
            _("How many a day at most"),
            placeholder=str(CAP),
            value=str(settings.cap),
            note=_("1 to {most}").format(most=MOST_CAP),
            most=3,
        ),
    )
    return Form(custom_id("papers", "wished"), _("What comes"), fields)


def _several(key: str, label: str, values: Sequence[str], note: str, *, required: bool = False) -> Text:
    return Text(key, label, note, value=", ".join(values), long=True, required=required, most=3000)
