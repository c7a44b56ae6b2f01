"""Proves that the commands fit Discord's limits and our promises: few, flat, fine without options."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.tree.conftest import Command
from tests.tree.words import never_said

# Types of https://discord.com/developers/docs/interactions/application-commands.
CHAT_INPUT, MESSAGE = 1, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2

ELEVEN = {"standup", "share", "paper", "kaggle", "ask", "mentor", "focus", "away", "mine", "help", "setup"}
ON_A_MESSAGE = {"Share this", "This helped me", "Edit or remove mine"}


def kind(command: Command) -> int:
    return int(command.get("type", CHAT_INPUT))


def words(command: Command) -> Iterator[str]:
    """Yields everything of a command that people read, in all languages."""
    parts = [command, *command.get("options", ())]
    parts += [choice for option in command.get("options", ()) for choice in option.get("choices", ())]
    for part in parts:
        yield from (part["name"], part.get("description") or "")
        for key in ("name_localizations", "description_localizations"):
            yield from (part.get(key) or {}).values()


def test_these_commands_and_no_others(commands: list[Command]) -> None:
    chat = {command["name"] for command in commands if kind(command) == CHAT_INPUT}
    menus = {command["name"] for command in commands if kind(command) == MESSAGE}
    assert chat
    assert chat <= ELEVEN
    assert menus <= ON_A_MESSAGE
    assert len(commands) == len(chat) + len(menus)


def test_names_and_descriptions_fit(commands: list[Command]) -> None:
    for command in commands:
        if kind(command) == CHAT_INPUT:
            assert re.fullmatch(r"[-_'\w]{1,32}", command["name"]), command["name"]
            assert command["name"] == command["name"].lower()
            assert 1 <= len(command["description"]) <= 100, command
        for option in command.get("options", ()):
            assert re.fullmatch(r"[-_'\w]{1,32}", option["name"]), option["name"]
            assert option["name"] == option["name"].lower()
            # discord.py writes one dot where an option has no description.
            assert 1 < len(option["description"]) <= 100, option
        for part in (command, *command.get("options", ())):
            for text in (part.get("description_localizations") or {}).values():
                assert 1 <= len(text) <= 100, text
        assert sum(len(text) for text in words(command)) <= 8000, command["name"]


def test_every_command_works_without_options_and_has_no_subcommands(commands: list[Command]) -> None:
    for command in commands:
        for option in command.get("options", ()):
            assert option["type"] not in {SUBCOMMAND, SUBCOMMAND_GROUP}, (
                f"/{command['name']} {option['name']}"
            )
            assert not option.get("required"), f"/{command['name']} {option['name']} is required"


def test_only_organisers_are_offered_setup(commands: list[Command]) -> None:
    manage_guild = 1 << 5
    restricted = {
        command["name"]: int(command["default_member_permissions"])
        for command in commands
        if command.get("default_member_permissions") is not None
    }
    assert restricted == {"setup": manage_guild}


def test_commands_never_say_what_is_never_said(commands: list[Command]) -> None:
    found = {text: never_said(text, "en") for command in commands for text in words(command)}
    assert not {text: said for text, said in found.items() if said}
