"""What an organiser sees of competitions in /setup: their part of the card, their own card, its form."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from bot.competitions.model import categories
from bot.competitions.model.values import Settings
from bot.competitions.service.truths import Status
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import units
from bot.shell.cards import OPTION_TEXT, OPTIONS, Button, Card, Option, Row, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Form
from bot.shell.markup import channel
from bot.shell.packing import LINES
from bot.shell.permissions import Lack, lack_lines, to_do
from cogs.competitions.views.facts import category_name
from cogs.competitions.views.truths import source_line, token_line

NAMED = 9  # categories in a sentence


def section(settings: Settings | None, lang: Lang, *, has_token: bool = True) -> Section:
    """The competitions' part of the /setup card."""
    _ = lang.gettext
    if settings is not None:
        return Section((line(settings, lang),), (Button(_("Kaggle"), custom_id("competitions", "manage")),))
    if not has_token:
        return Section((_("No competitions yet.") + " " + token_line(lang),))
    text = _("No competitions yet. New ones from Kaggle can come here when they open.")
    set_up = Button(_("Set up Kaggle"), custom_id("competitions", "set_up"), Style.PRIMARY)
    return Section((text,), (set_up,))


def line(settings: Settings, lang: Lang) -> str:
    """The competitions in one line."""
    _ = lang.gettext
    state = _("new competitions when they open") if settings.on else _("switched off")
    kaggle = _("Kaggle")
    return f"**{kaggle}** · {channel(settings.channel_id)} · {state}"


def competitions_card(status: Status, lacking: Sequence[Lack] | None, lang: Lang, *, done: str = "") -> Card:
    """The competitions with everything that can be changed; `done` is the sentence of what just happened.

    `lacking` is what we may not do in the channel; None: we do not see it.
    """
    _ = lang.gettext
    settings = status.settings
    lines = [done] if done else []
    lines += [line(settings, lang), shown_line(status, lang)]
    if not settings.on:
        lines.append(_("Nothing is posted while it is off. What is posted stays."))
    else:
        lines.append(source_line(status.source, lang) if status.has_token else f"⚠ {token_line(lang)}")
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
    """How competitions stand, for /setup → Status: Kaggle's last answer, the next question, and what is missing."""
    settings = status.settings
    if not settings.on:
        return [line(settings, lang)]
    asked = source_line(status.source, lang) if status.has_token else f"⚠ {token_line(lang)}"
    return [line(settings, lang), asked, *missing(settings, lacking, lang)]


def offered(status: Status) -> dict[str, str]:
    """The categories an organiser can choose from, at most 25: keys with Kaggle's own words; those we know first."""
    found = {each: each for each in categories.ALL}
    seen = {categories.key(each): each for each in status.categories}
    others = {key: word for key, word in sorted(seen.items()) if key not in found}
    others |= {each: each for each in sorted(status.settings.muted) if each not in {**found, **others}}
    kept = [(key, word) for key, word in others.items() if 1 <= units(key) <= OPTION_TEXT]
    return found | dict(kept[: OPTIONS - len(found)])


def offer_mark(status: Status) -> str:
    """By what an old card is known, whose list of categories is not today's."""
    return sha256(",".join(offered(status)).encode()).hexdigest()[:8]


def shown_line(status: Status, lang: Lang) -> str:
    """Which categories come and which do not."""
    _ = lang.gettext
    muted = status.settings.muted
    names = {key: category_name(word, lang) for key, word in offered(status).items()}
    on = _listed([name for key, name in names.items() if key not in muted], lang)
    off = _listed([name for key, name in names.items() if key in muted], lang)
    if not off:
        return _("Competitions of every category come.")
    if not on:
        return _("Not shown: {categories}.").format(categories=off)
    return _("Shown: {shown}. Not shown: {hidden}.").format(shown=on, hidden=off)


def _listed(names: Sequence[str], lang: Lang) -> str:
    if len(names) <= NAMED:
        return lang.join(names)
    return lang.gettext("{names} and more").format(names=", ".join(names[:NAMED]))


def _rows(status: Status, *, there: bool, lang: Lang) -> tuple[Row, ...]:
    _ = lang.gettext
    settings = status.settings
    back = Button(_("Back to setup"), custom_id("communities", "home"))
    kinds = _kinds(status, lang)
    where = Button(_("Choose the channel"), custom_id("competitions", "set_up"))
    if not settings.on:
        on = Button(_("Switch it on"), custom_id("competitions", "switch_on"), Style.PRIMARY)
        return kinds, (on, where, back)
    off = Button(_("Switch it off"), custom_id("competitions", "switch_off"), Style.DANGER)
    if not there:
        return kinds, (Button(where.label, where.id, Style.PRIMARY), off, back)
    test = Button(_("Send a test post"), custom_id("competitions", "test"), Style.PRIMARY)
    return kinds, (test, where, off, back)


def _kinds(status: Status, lang: Lang) -> Select:
    muted = status.settings.muted
    options = tuple(
        Option(category_name(word, lang), key, chosen=key not in muted)
        for key, word in offered(status).items()
    )
    kinds = custom_id("competitions", "kinds", offer_mark(status))
    return Select(kinds, lang.gettext("Which categories come"), options, most=len(options))


def where_form(channel_id: int, lang: Lang) -> Form:
    """Where competitions come."""
    _ = lang.gettext
    note = _("Where new competitions appear, a card each.")
    fields = (Channel("channel", _("Channel"), note, channel_id),)
    return Form(custom_id("competitions", "where"), _("Kaggle competitions"), fields)
