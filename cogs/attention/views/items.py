"""What waits for a person as it is listed: one line each, under the name of the server it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.attention.model.values import Intent
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell.cards import OPTIONS, Button, Card, Option, Row, Select
from bot.shell.directory import Line

SERVER = 100  # units of a server's name


@dataclass(frozen=True)
class Item:
    """Something that waits or was sent, in words: its line, and what it is called ("Standup reminder")."""

    intent: Intent
    line: Line
    name: str


@dataclass(frozen=True)
class Group:
    """What comes from one server; `name` is empty for what comes from none, or where it need not be said."""

    name: str
    items: tuple[Item, ...]


def listed(groups: Sequence[Group]) -> list[str]:
    """The lines under their headings."""
    lines: list[str] = []
    for group in groups:
        if group.name:
            lines.append(f"**{inert(fit(group.name, SERVER))}**")
        lines += [f"- {item.line.text}" for item in group.items]
    return lines


def inbox_button(lang: Lang) -> Button:
    """The way to the inbox."""
    return Button(lang.gettext("Inbox"), custom_id("attention", "inbox"))


def open_one(groups: Sequence[Group], zone: str, lang: Lang) -> tuple[Row, ...]:
    """The list from which one of these is opened; no row when there is none."""
    options = tuple(
        Option(item.name, str(item.intent.id), _note(group.name, item.intent.made_at, zone, lang))
        for group in groups
        for item in group.items
    )[:OPTIONS]
    if not options:
        return ()
    return (Select(custom_id("attention", "item"), lang.gettext("Open one of these"), options),)


def _note(server: str, made_at: datetime, zone: str, lang: Lang) -> str:
    local = made_at.astimezone(ZoneInfo(zone))
    when = f"{lang.short_date(local.date())} {lang.time(local.time())}"
    return f"{fit(server, 60)} · {when}" if server else when


def item_card(group: Group, lang: Lang) -> Card:
    """One of them, with the button that answers it if there is one."""
    (item,) = group.items
    answers = (item.line.button,) if item.line.button else ()
    return Card("\n".join(listed([group])), ((*answers, inbox_button(lang)),))
