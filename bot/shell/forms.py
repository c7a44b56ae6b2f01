"""Forms (modals) as plain values, how they are shown, and how a submit's payload is read.

discord.py keeps open modals by custom_id alone, so a second person's text would be lost and so would a form open across a
restart. Ours are never stored: their custom id ends with the opening interaction's id, fields have fixed keys, and the router
reads the submit's payload itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.core.text import clean, fit, units
from bot.shell.cards import CardTooLarge, Option, check_options, discord_options

TITLE = 45
LABEL = 45
NOTE = 100
TEXT = 4000
FIELDS = 5
RADIO_OPTIONS = 10

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Text:
    """A text field. `most` is in characters; `value` is what is already typed (cut to `most` only by Discord's own rule)."""

    key: str
    label: str
    note: str = ""
    placeholder: str = ""
    value: str = ""
    long: bool = False
    required: bool = False
    most: int = 1500

    def component(self) -> discord.ui.Item[Any]:
        """The discord.py component."""
        typed = clean(self.value, TEXT)
        return discord.ui.TextInput(
            custom_id=self.key,
            style=discord.TextStyle.paragraph if self.long else discord.TextStyle.short,
            placeholder=fit(self.placeholder, 100) or None,
            default=typed or None,
            required=self.required,
            max_length=max(self.most, units(typed)),
        )


@dataclass(frozen=True)
class Choice:
    """Pick one of 2 to 10 options (a radio group)."""

    key: str
    label: str
    options: tuple[Option, ...]
    note: str = ""
    required: bool = False

    def component(self) -> discord.ui.Item[Any]:
        """The discord.py component."""
        check_options(self.options, most=RADIO_OPTIONS)
        return discord.ui.RadioGroup(
            custom_id=self.key,
            required=self.required,
            options=[
                discord.RadioGroupOption(
                    label=fit(clean(each.label), 100),
                    value=each.value,
                    description=fit(each.note, 100) or None,
                    default=each.chosen,
                )
                for each in self.options
            ],
        )


@dataclass(frozen=True)
class Several:
    """Pick some of up to 25 options, at most `most` of them; 0: as many as there are."""

    key: str
    label: str
    options: tuple[Option, ...]
    note: str = ""
    required: bool = True
    most: int = 0

    def component(self) -> discord.ui.Item[Any]:
        """The discord.py component."""
        check_options(self.options, most=25)
        return discord.ui.Select(
            custom_id=self.key,
            options=discord_options(self.options),
            min_values=1 if self.required else 0,
            max_values=min(self.most or len(self.options), len(self.options)),
            required=self.required,
        )


@dataclass(frozen=True)
class Channel:
    """Pick a text channel, with `forums` a forum as well."""

    key: str
    label: str
    note: str = ""
    chosen: int = 0
    forums: bool = False

    def component(self) -> discord.ui.Item[Any]:
        """The discord.py component."""
        chosen = [discord.SelectDefaultValue(id=self.chosen, type=discord.SelectDefaultValueType.channel)]
        return discord.ui.ChannelSelect(
            custom_id=self.key,
            channel_types=[discord.ChannelType.text, *([discord.ChannelType.forum] if self.forums else [])],
            required=True,
            default_values=chosen if self.chosen else [],
        )


@dataclass(frozen=True)
class Person:
    """Pick a member of the server."""

    key: str
    label: str
    note: str = ""
    chosen: int = 0

    def component(self) -> discord.ui.Item[Any]:
        """The discord.py component."""
        chosen = [discord.SelectDefaultValue(id=self.chosen, type=discord.SelectDefaultValueType.user)]
        return discord.ui.UserSelect(
            custom_id=self.key, required=True, default_values=chosen if self.chosen else []
        )


Field = Text | Choice | Several | Channel | Person


@dataclass(frozen=True)
class Form:
    """A form: 1 to 5 fields. Titles and labels are cut at 45 characters.

    `id` is its route without the opening interaction, `opener` the custom id of a button that opens it (a press has one already).
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    opener: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.fields) <= FIELDS:
            raise CardTooLarge(f"{len(self.fields)} fields, 1 to {FIELDS} allowed")
        if len({field.key for field in self.fields}) != len(self.fields):
            raise CardTooLarge("a field's key twice")
        for field in self.fields:
            if isinstance(field, Text) and units(field.value) > TEXT:
                raise CardTooLarge(f"a field's text over {TEXT} characters")

    def filled(self, typed: Values) -> Form:
        """The same form showing what was typed before; unknown keys are ignored."""
        return replace(self, fields=tuple(_filled(field, typed.get(field.key)) for field in self.fields))

    def modal(self, interaction_id: int) -> discord.ui.Modal:
        """The discord.py modal, already stopped so that the library does not store it."""
        modal = discord.ui.Modal(
            title=fit(clean(self.title), TITLE), custom_id=f"{self.id}:{interaction_id}", timeout=None
        )
        for field in self.fields:
            modal.add_item(
                discord.ui.Label(
                    text=fit(clean(field.label), LABEL),
                    description=fit(field.note, NOTE) or None,
                    component=field.component(),
                )
            )
        modal.stop()
        return modal


def _filled(field: Field, typed: tuple[str, ...] | None) -> Field:
    if typed is None:
        return field
    match field:
        case Text():
            return replace(field, value=next(iter(typed), ""))
        case Channel() | Person():
            return replace(field, chosen=int(next(iter(typed), 0)))
        case Choice() | Several():
            options = tuple(replace(each, chosen=each.value in typed) for each in field.options)
            return replace(field, options=options)


def read_submit(components: Sequence[Mapping[str, Any]]) -> Values:
    """The values of a submitted form by field key; a text or radio field gives one value, an empty one none."""
    values: Values = {}
    for component in components:
        inner = component.get("component")
        nested = [inner] if inner else component.get("components")
        if nested:
            values |= read_submit(nested)
        elif "custom_id" in component:
            given = component.get("values")
            if given is None:
                given = [component["value"]] if component.get("value") else []
            values[str(component["custom_id"])] = tuple(str(each) for each in given)
    return values
