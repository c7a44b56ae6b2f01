"""Cards: what a person reads and presses, as plain values; guards every Discord limit that discord.py does not check.

Limits: https://discord.com/developers/docs/components/reference and .../resources/message#create-message
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import discord

from bot.core.ids import LIMIT as ID_LIMIT
from bot.core.text import clean, fit, units

CONTENT = 2000
BUTTON_LABEL = 80
OPTION_TEXT = 100
PLACEHOLDER = 150
ALT = 1024  # of a file
OPTIONS = 25
ROWS = 5
ROW_WIDTH = 5


class CardTooLarge(ValueError):
    """A card beyond one of Discord's limits: a mistake of ours, found by tests, never by a person."""


class Style(Enum):
    """How a button looks; the one that matters first is primary, the label always says what it does."""

    PRIMARY = discord.ButtonStyle.primary
    SECONDARY = discord.ButtonStyle.secondary
    DANGER = discord.ButtonStyle.danger


@dataclass(frozen=True)
class Button:
    """A button: pressing it calls the route of its custom id. `label` is cut at 80 characters."""

    label: str
    id: str
    style: Style = Style.SECONDARY


@dataclass(frozen=True)
class Option:
    """One line of a select or radio group; `label` and `note` are cut at 100 characters."""

    label: str
    value: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Select:
    """A list to choose from; the chosen values arrive as `request.chosen`. `least` 0: all can be taken away."""

    id: str
    placeholder: str
    options: tuple[Option, ...]
    most: int = 1
    least: int = 1


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a card; `alt` says what a picture shows, for who cannot see it (at most 1,024 characters).

    Without `data` it is not sent: an edit leaves the files of the message as they are.
    """

    name: str
    data: bytes | None
    alt: str = ""


Row = tuple[Button, ...] | Select


@dataclass(frozen=True)
class Card:
    """A message as a value: markdown text, rows of buttons or one select each, files.

    `unfurl`: Discord may show what is behind the links of the text. `pings`: who is notified where the text mentions them, for
    they asked for it; nobody else ever is. `rows` beyond Discord's limits, text over 2,000 UTF-16 units or a custom id twice
    raise CardTooLarge when it is made.
    """

    text: str
    rows: tuple[Row, ...] = ()
    files: tuple[Attachment, ...] = ()
    unfurl: bool = False
    pings: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.text.strip() and not self.files:
            raise CardTooLarge("a card says something")
        if units(self.text) > CONTENT:
            raise CardTooLarge(f"text of {units(self.text)} units, {CONTENT} allowed")
        if len(self.rows) > ROWS:
            raise CardTooLarge(f"{len(self.rows)} rows, {ROWS} allowed")
        for row in self.rows:
            if isinstance(row, Select):
                check_options(row.options, most=OPTIONS)
                if not 1 <= row.most <= len(row.options):
                    raise CardTooLarge(f"a select of {len(row.options)} cannot take {row.most}")
            elif not 1 <= len(row) <= ROW_WIDTH:
                raise CardTooLarge(f"{len(row)} buttons in a row")
        ids = self.custom_ids
        if len(set(ids)) != len(ids):
            raise CardTooLarge(f"a custom id twice: {ids}")
        if any(not 1 <= len(each) <= ID_LIMIT for each in ids):
            raise CardTooLarge(f"a custom id too long: {ids}")

    @property
    def custom_ids(self) -> tuple[str, ...]:
        """The ids of everything that can be pressed, in order."""
        return tuple(each.id for row in self.rows for each in ((row,) if isinstance(row, Select) else row))

    def view(self) -> discord.ui.View | None:
        """The discord.py view, already stopped: our router serves its presses, so the library stores nothing."""
        if not self.rows:
            return None
        view = discord.ui.View(timeout=None)
        for number, row in enumerate(self.rows):
            if isinstance(row, Select):
                view.add_item(_select(row, number))
            else:
                for button in row:
                    view.add_item(
                        discord.ui.Button(
                            label=fit(clean(button.label), BUTTON_LABEL),
                            custom_id=button.id,
                            style=button.style.value,
                            row=number,
                        )
                    )
        view.stop()
        return view

    def uploads(self) -> list[discord.File]:
        """Fresh file objects for one send."""
        return [
            discord.File(io.BytesIO(each.data), filename=each.name, description=fit(each.alt, ALT) or None)
            for each in self.files
            if each.data is not None
        ]

    def edit_fields(self) -> dict[str, Any]:
        """Arguments for an edit: replaces text and buttons, and files unless one without data is to stay."""
        fields: dict[str, Any] = {"content": self.text, "view": self.view()}
        if all(each.data is not None for each in self.files):
            fields["attachments"] = self.uploads()
        return fields

    def send_fields(self) -> dict[str, Any]:
        """Arguments for a send; discord.py refuses a view or files of None."""
        fields: dict[str, Any] = {"content": self.text}
        if (view := self.view()) is not None:
            fields["view"] = view
        if self.files:
            fields["files"] = self.uploads()
        if self.pings:
            users = [discord.Object(each) for each in sorted(self.pings)]
            fields["allowed_mentions"] = discord.AllowedMentions(
                everyone=False, roles=False, replied_user=False, users=users
            )
        return fields


def _select(select: Select, row: int) -> discord.ui.Select[discord.ui.View]:
    return discord.ui.Select(
        custom_id=select.id,
        placeholder=fit(select.placeholder, PLACEHOLDER),
        min_values=select.least,
        max_values=select.most,
        options=discord_options(select.options),
        row=row,
    )


def discord_options(options: Sequence[Option]) -> list[discord.SelectOption]:
    """discord.py's options, labels and notes cut to what Discord takes."""
    return [
        discord.SelectOption(
            label=fit(clean(each.label), OPTION_TEXT),
            value=each.value,
            description=fit(clean(each.note), OPTION_TEXT) or None,
            default=each.chosen,
        )
        for each in options
    ]


def check_options(options: Sequence[Option], most: int) -> None:
    if not 1 <= len(options) <= most:
        raise CardTooLarge(f"{len(options)} options, 1 to {most} allowed")
    if len({each.value for each in options}) != len(options):
        raise CardTooLarge("an option's value twice")
    if any(not clean(each.label) or not 1 <= units(each.value) <= OPTION_TEXT for each in options):
        raise CardTooLarge("an option without label or with a value over 100 characters")
