"""What an organiser sees of the showcase in /setup: its part of the card, its own card, the form for its channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.core.zones import city_of
from bot.shell.cards import Button, Card, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Form
from bot.shell.markup import channel
from bot.shell.packing import LINES
from bot.shell.permissions import Lack, lack_lines, to_do
from bot.showcase.model.values import Settings
from bot.showcase.model.weeks import HOUR


def section(settings: Settings | None, lang: Lang) -> Section:
    """The showcase's part of the /setup card."""
    _ = lang.gettext
    if settings is None:
        text = _("There is no showcase yet. It needs one thing: a channel for what members make and share.")
        set_up = Button(_("Set up a showcase"), custom_id("showcase", "set_up"), Style.PRIMARY)
        return Section((text,), (set_up,))
    return Section((line(settings, lang),), (Button(_("Showcase"), custom_id("showcase", "manage")),))


def line(settings: Settings, lang: Lang) -> str:
    """The showcase in one line."""
    _ = lang.gettext
    if not settings.on:
        state = _("switched off")
    else:
        state = _("a forum, each share is a post") if settings.forum else _("a text channel")
    showcase = _("Showcase")
    return f"**{showcase}** · {channel(settings.channel_id)} · {state}"


def showcase_card(
    settings: Settings,
    zone: str,
    lacking: Sequence[Lack] | None,
    untagged: Sequence[str],
    lang: Lang,
    *,
    may_tag: bool = False,
    done: str = "",
) -> Card:
    """The showcase with everything that can be changed; `done` is the sentence of what just happened.

    `zone` is the server's, `lacking` what we may not do in the channel (None: we do not see it), `untagged` are the names of the
    tags that a forum has not yet, and `may_tag` says whether we may make them.
    """
    _ = lang.gettext
    lines = [done] if done else []
    lines += [line(settings, lang), _chosen(settings, zone, lang)]
    if not settings.on:
        lines.append(_("Nothing is shared or rounded up while it is off. What is posted stays."))
    else:
        lines += to_do(missing(settings, lacking, untagged, lang), lang, LINES - len(lines))
    rows = _rows(settings, there=lacking is not None, tags=bool(untagged) and may_tag, lang=lang)
    return Card("\n".join(lines), rows)


def missing(
    settings: Settings, lacking: Sequence[Lack] | None, untagged: Sequence[str], lang: Lang
) -> list[str]:
    """All that is missing there, a line each; None for `lacking` where we do not see the channel."""
    _ = lang.gettext
    if lacking is None:
        return [_("⚠ The channel is gone, or I cannot see it. Choose another.")]
    tags = [untagged_line(untagged, lang)] if untagged else []
    return [*lack_lines(lacking, settings.channel_id, lang), *tags]


def untagged_line(untagged: Sequence[str], lang: Lang) -> str:
    """Which tags a forum has not yet, and what to do about it."""
    _ = lang.gettext
    names = ", ".join(_("“{words}”").format(words=each) for each in untagged)
    return _(
        "No tag yet for: {names}. Add tags called so in the forum's settings, and posts of that kind get them."
    ).format(names=names)


def _chosen(settings: Settings, zone: str, lang: Lang) -> str:
    _ = lang.gettext
    invites = (
        _("Links that invite to other servers are allowed.")
        if settings.invites
        else _("Links that invite to other servers are refused.")
    )
    if not settings.roundup:
        return _("{invites} No round-up.").format(invites=invites)
    return _("{invites} Round-up: Mondays at {time} in {city}.").format(
        invites=invites, time=lang.time(HOUR), city=inert(city_of(zone))
    )


def _rows(settings: Settings, *, there: bool, tags: bool, lang: Lang) -> tuple[tuple[Button, ...], ...]:
    _ = lang.gettext
    lost = settings.on and not there
    move = Button(_("Channel"), custom_id("showcase", "set_up"), Style.PRIMARY if lost else Style.SECONDARY)
    if not settings.on:
        on = Button(_("Switch it on"), custom_id("showcase", "switch_on"), Style.PRIMARY)
        return (on, move), (_back(lang),)
    first = [move]
    if there and not settings.forum:
        first.insert(0, Button(_("Send a test post"), custom_id("showcase", "test"), Style.PRIMARY))
    if tags:
        first.append(Button(_("Make the missing tags"), custom_id("showcase", "make_tags")))
    invites = (
        Button(_("Refuse invite links"), custom_id("showcase", "invites_off"))
        if settings.invites
        else Button(_("Allow invite links"), custom_id("showcase", "invites_on"))
    )
    roundup = (
        Button(_("No round-up"), custom_id("showcase", "roundup_off"))
        if settings.roundup
        else Button(_("Round up each week"), custom_id("showcase", "roundup_on"))
    )
    off = Button(_("Switch it off"), custom_id("showcase", "switch_off"), Style.DANGER)
    return tuple(first), (invites, roundup, off), (_back(lang),)


def _back(lang: Lang) -> Button:
    return Button(lang.gettext("Back to setup"), custom_id("communities", "home"))


def channel_form(channel_id: int, lang: Lang) -> Form:
    """Where what is shared is posted."""
    _ = lang.gettext
    note = _("A text channel, or a forum, where each share is a post of its own.")
    return Form(
        custom_id("showcase", "placed"),
        _("Showcase"),
        (Channel("channel", _("Channel"), note, channel_id, forums=True),),
    )
