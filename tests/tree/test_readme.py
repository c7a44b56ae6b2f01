"""Proves that the README is true: its commands, settings, codes and metrics are the bot's, its links and targets exist."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import click
import discord
import pytest

from bot import __main__ as command_line
from bot.config import Settings, Shards
from bot.shell.metrics import Metrics
from bot.shell.run import FINISH
from tests.tree.conftest import Command
from tests.tree.source import ROOT
from tests.tree.test_commands import CHAT_INPUT, kind

README = ROOT / "README.md"
PERMISSIONS = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "create_private_threads",
    "manage_threads",
    "read_message_history",
    "embed_links",
    "attach_files",
    "create_events",
)


@pytest.fixture(scope="module")
def readme() -> str:
    """The README's text."""
    return README.read_text(encoding="utf-8")


def table(readme: str, heading: str, head: str = "") -> list[list[str]]:
    """Returns the cells of the first table under a heading, without its head; of the first that begins with `head`."""
    section = re.split(rf"^#+ {re.escape(heading)}$", readme, maxsplit=1, flags=re.MULTILINE)[1]
    lines = re.search(rf"^\| ?{head}.*\|\n(?:^\|.*\|\n)+", section, re.MULTILINE)
    assert lines, f"no table under {heading!r}"
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[0].splitlines()[2:]]


def test_the_table_of_commands_is_what_the_bot_registers(readme: str, commands: list[Command]) -> None:
    rows = table(readme, "Commands")
    written = {name: text for name, text in rows if name.startswith("`/")}
    assert written == {
        f"`/{command['name']}`": f"{command['description']}"
        for command in commands
        if kind(command) == CHAT_INPUT
    }
    menus = {name for name, _ in rows if not name.startswith("`/")}
    assert menus == {
        f"Apps → **{command['name']}** (on a message)" for command in commands if kind(command) != CHAT_INPUT
    }


def default(name: str) -> str:
    """Returns a setting's default as a person writes it into .env; empty when there is none."""
    value = Settings.model_fields[name].default
    if isinstance(value, Shards):
        assert Shards.parse("0/1") == value
        return "`0/1`"
    if isinstance(value, int):
        return f"`{value}`"
    text = value if isinstance(value, str) else ",".join(value) if isinstance(value, frozenset) else ""
    return f"`{text}`" if text else ""


def test_the_table_of_settings_is_what_the_bot_reads(readme: str) -> None:
    assert table(readme, "Settings") == [
        [f"`BOT_{name.upper()}`", default(name), field.description]
        for name, field in Settings.model_fields.items()
    ]


def test_the_example_of_dotenv_names_only_settings() -> None:
    names = re.findall(r"^#?\s?BOT_(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert "TOKEN" in names
    assert {name.lower() for name in names} <= Settings.model_fields.keys()


def test_the_invite_asks_for_exactly_what_the_bot_needs(readme: str) -> None:
    (link,) = re.findall(r"https://discord\.com/oauth2/authorize\?\S+", readme)
    query = parse_qs(urlsplit(link).query)
    assert set(query["scope"][0].split()) == {"bot", "applications.commands"}
    assert int(query["permissions"][0]) == discord.Permissions(**dict.fromkeys(PERMISSIONS, True)).value


def test_every_make_target_of_the_readme_exists(readme: str) -> None:
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)\b", readme)) - {"sure", "it"}
    targets = set(
        re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {"demo", "test", "run", "check", "bench", "lock"} <= targets
    assert named <= targets


def test_every_file_that_the_readme_links_to_exists(readme: str) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_command_line_of_the_readme_is_one_the_bot_has(readme: str) -> None:
    shown = re.findall(
        r"(?:python -m bot|compose run(?: --?\S+(?: \S+:\S+)?)* bot\S*) ([a-z]+)([^`#\n]*)", readme
    )
    assert {"check", "backup", "restore", "export", "import"} <= {name for name, _ in shown}
    assert ("export", "showcase") in {(name, *rest.split()[:1]) for name, rest in shown}
    for begin, rest in shown:
        given = ["1" if word == "ID" else word for word in (begin, *rest.split())]
        name, command, words = command_line.main.resolve_command(click.Context(command_line.main), given)
        assert command is not None
        named = [word.split("=")[0] for word in words if word.startswith("-")]
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(named) <= known, f"{begin}{rest}"
        # Parsed and not run: a missing argument, or one too many, fails as it would in a shell.
        command.make_context(name, words, resilient_parsing=False).close()


def test_the_table_of_exit_codes_is_what_the_bot_ends_with(readme: str) -> None:
    told = {int(code) for code, *_ in table(readme, "Look after it", head="Code")}
    assert told == {0} | {
        getattr(command_line, name) for name in dir(command_line) if name.startswith("EXIT_")
    }


def test_every_metric_of_the_readme_is_measured(readme: str) -> None:
    measured = {
        sample
        for family in Metrics().registry.collect()
        for sample in (family.name, f"{family.name}_total" if family.type == "counter" else "")
    }
    told = {name.strip("`") for name, _ in table(readme, "Look after it", head="Metric")}
    assert told
    assert told <= measured


def test_the_unit_for_systemd_knows_the_codes_and_the_time_to_finish(readme: str) -> None:
    (unit,) = re.findall(r"```ini\n(.*?)```", readme, re.DOTALL)
    given = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    helpless = {command_line.EXIT_SETTINGS, command_line.EXIT_LOGIN}
    assert {int(code) for code in given["RestartPreventExitStatus"].split()} == helpless
    assert int(given["TimeoutStopSec"]) >= FINISH + 10
    assert given["ExecStart"].startswith(f"{given['WorkingDirectory']}/.venv/bin/python -m bot run")
