"""The inbox: what waits, why it waits, and what became of the last few things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.attention.model.values import Away, Intent, Mailbox, State, Why
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, units
from bot.shell import ways
from bot.shell.cards import CONTENT, Button, Card, Row, Style
from bot.shell.directory import Section
from bot.shell.markup import stamp
from cogs.attention.views.items import SERVER, Group, inbox_button, listed, open_one
from cogs.attention.views.settings import again_button, bundles_button

ROOM = 1000  # units for the lines of what waits and their headings
MOST = 10  # of them; the rest is reached by “Give it to me now”
GIVEN = 1600  # units for the lines of what is given at once


@dataclass(frozen=True)
class Decided:
    """What became of something: what it is called, the server if that has to be said, whether its receiver was away."""

    intent: Intent
    name: str
    server: str = ""
    away: bool = False


@dataclass(frozen=True)
class Shown:
    """An inbox as it is shown somewhere. Instants are aware UTC.

    `away` is the range that holds everything now, `next_at` when the next bundle may come. `waiting` are the lines that
    fit; `more`: others wait, too; `elsewhere`: others wait that come from another server than the one this is shown in.
    `openable` are what can be opened: what waits and what was sent lately.
    """

    mailbox: Mailbox
    zone: str
    away: Away | None = None
    next_at: datetime | None = None
    waiting: tuple[Group, ...] = ()
    more: bool = False
    elsewhere: bool = False
    openable: tuple[Group, ...] = ()
    decided: tuple[Decided, ...] = ()


def section(something: bool, lang: Lang) -> Section:
    """The part of /mine."""
    _ = lang.gettext
    lines = (_("Something waits in your inbox."),) if something else ()
    return Section(lines, (inbox_button(lang),))


def reason(shown: Shown, lang: Lang) -> str:
    """Why it waits, in one sentence."""
    _ = lang.gettext
    if _is_closed(shown):
        return _(
            "Discord does not let me send you direct messages, so it waits here until you press “Try again”."
        )
    if shown.away is not None and shown.away.last is not None:
        day = lang.date(shown.away.last)
        return _("You are away until {day}, that day included: nothing reaches you, it waits here.").format(
            day=day
        )
    if shown.away is not None:
        return _("You are away until you say that you are back: nothing reaches you, it waits here.")
    if not shown.mailbox.bundles:
        return _("You get no bundles, so I send you nothing: it waits here until you look.")
    if shown.next_at is None:
        return _("At the time you chose nothing may reach you, so it waits here. “My bundles” changes that.")
    return _("It waits for your next bundle, {when}.").format(when=stamp(shown.next_at, "F"))


def _is_closed(shown: Shown) -> bool:
    """Whether they want bundles and Discord does not let any through."""
    return shown.mailbox.bundles > 0 and shown.mailbox.closed_at is not None


def became(decided: Decided, lang: Lang) -> str:
    """What became of one of the last few things, in words."""
    _ = lang.gettext
    match decided.intent.state, decided.intent.why:
        case State.SENT, Why.BUNDLE:
            return _("sent in your bundle")
        case State.SENT, _why:
            return _("given to you here, as you asked")
        case State.MERGED, _why:
            return _("merged: a newer one said it")
        case State.EXPIRED, _why if decided.away:
            return _("dropped: you were away, and its time had passed")
        case State.EXPIRED, _why:
            return _("dropped: its time had passed")
        case State.DROPPED, Why.CLEARED:
            return _("cleared by you")
        case State.DROPPED, Why.LEFT:
            return _("dropped: you left that server")
        case State.DROPPED, Why.SILENCED:
            return _("dropped: you want nothing more from that person")
        case State.DROPPED, _why if decided.away:
            return _("dropped: you were away, and it was no longer true")
    return _("dropped: it was no longer true")


def inbox_card(shown: Shown, lang: Lang) -> Card:
    """All of it on one card; only its owner sees it."""
    _ = lang.gettext
    lines = [_("**Your inbox**")]
    if shown.waiting:
        lines += [*listed(shown.waiting), "", reason(shown, lang)]
    else:
        lines.append(_("Nothing waits for you."))
    if shown.more:
        lines.append(_("More waits: “Give it to me now” shows it, a few at a time."))
    if shown.elsewhere:
        lines.append(
            "-# "
            + _("What other servers have for you is not shown here: open /mine there, or in a message to me.")
        )
    buttons: list[Button] = []
    if shown.waiting:
        buttons.append(Button(_("Give it to me now"), custom_id("attention", "now"), Style.PRIMARY))
        buttons.append(Button(_("Clear"), custom_id("attention", "clear")))
    if _is_closed(shown):
        buttons.append(again_button(lang))
    buttons += [bundles_button(lang), ways.home(lang)]
    rows: list[Row] = [*open_one(shown.openable, shown.zone, lang), tuple(buttons)]
    return Card("\n".join(with_decisions(lines, shown.decided, lang)), tuple(rows))


def with_decisions(lines: Sequence[str], decided: Sequence[Decided], lang: Lang) -> list[str]:
    """These lines, and below them what became of the last few things, as far as a card has room for it."""
    found = [*lines]
    for number, each in enumerate(decided):
        more = [] if number else ["-# " + lang.gettext("Lately:")]
        more.append(f"-# {_decision(each, lang)}")
        if units("\n".join([*found, *more])) > CONTENT:
            break
        found += more
    return found


def _decision(decided: Decided, lang: Lang) -> str:
    what = inert(decided.name)
    if decided.server:
        what += f" ({inert(fit(decided.server, SERVER))})"
    when = stamp(decided.intent.decided_at or decided.intent.made_at, "f")
    return f"{when} {what}: {became(decided, lang)}"


def given_card(groups: Sequence[Group], more: bool, zone: str, lang: Lang) -> Card:
    """What waited, given now."""
    _ = lang.gettext
    if not groups:
        return Card(_("What waited was no longer true, so nothing is left of it."), ((inbox_button(lang),),))
    lines = [_("Here it is. It does not come again in a bundle."), *listed(groups)]
    buttons: tuple[Button, ...] = (inbox_button(lang),)
    if more:
        buttons = (Button(_("Give me more"), custom_id("attention", "now"), Style.PRIMARY), *buttons)
    return Card("\n".join(lines), (*open_one(groups, zone, lang), buttons))


def cleared_card(lang: Lang) -> Card:
    """Nothing waits any more."""
    _ = lang.gettext
    text = _(
        "Cleared: nothing of it comes any more, and that cannot be undone. What others wrote is still where it stood."
    )
    return Card(text, ((inbox_button(lang),),))
