"""The command line: run, demo, migrate, check, sync; the only place that starts anything."""

from __future__ import annotations

import asyncio
import signal
import sys
import zoneinfo
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from bot.config import Settings, SettingsError, load_settings
from cogs import EXTENSIONS

F = TypeVar("F", bound=Callable[..., Any])

EXIT_SETTINGS = 2
EXIT_DATABASE = 3
EXIT_LOGIN = 4


def _stop(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _settings(*, need_token: bool) -> Settings:
    try:
        return load_settings(need_token=need_token)
    except SettingsError as error:
        _stop(str(error), EXIT_SETTINGS)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Compound, a Discord bot for communities that learn deep learning together."""


@main.command()
def run() -> None:
    """Run the bot until it is told to stop (needs BOT_TOKEN)."""
    from bot.core.db import DatabaseTrouble, SchemaTooNew
    from bot.shell.run import LoginRefused, run_bot

    settings = _settings(need_token=True)
    try:
        asyncio.run(run_bot(settings, EXTENSIONS))
    except LoginRefused as error:
        _stop(str(error), EXIT_LOGIN)
    except (SchemaTooNew, DatabaseTrouble) as error:
        _stop(str(error), EXIT_DATABASE)


@main.command()
def demo() -> None:
    """Try the whole bot in the browser; needs no token and no network."""
    settings = _settings(need_token=False)
    try:
        from bot.demo import DemoError, run_demo
    except ImportError as error:
        _stop(f"The demo needs its extra packages ({error.name} is missing): run it with make demo.", 1)
    try:
        asyncio.run(run_demo(settings))
    except DemoError as error:
        _stop(str(error), 1)
    except KeyboardInterrupt:
        pass


@main.command()
def migrate() -> None:
    """Bring the database up to date (run does it by itself)."""
    from bot.core.db import DatabaseTrouble, SchemaTooNew
    from bot.core.db import migrate as upgrade

    settings = _settings(need_token=False)
    try:
        if settings.database_file is not None:
            settings.database_file.parent.mkdir(parents=True, exist_ok=True)
        upgrade(settings.database_url)
    except (SchemaTooNew, DatabaseTrouble) as error:
        _stop(str(error), EXIT_DATABASE)
    click.echo("The database is up to date.")


@main.command()
def check() -> None:
    """Say whether the settings and the database are usable; changes nothing."""
    from bot.core.db import DatabaseTrouble, schema_state

    settings = _settings(need_token=True)
    if settings.database_file is not None and not settings.database_file.exists():
        click.echo("Settings: fine.\nDatabase: none yet, run makes it.")
        return
    try:
        state = schema_state(settings.database_url)
    except DatabaseTrouble as error:
        _stop(f"Settings: fine.\nDatabase: {error}", EXIT_DATABASE)
    words = {
        "current": "fine",
        "empty": "empty, run fills it",
        "behind": "older than this program, run brings it up to date",
        "newer": "newer than this program: use the newer program",
    }
    click.echo(f"Settings: fine.\nDatabase: {words[state]}.")
    if state == "newer":
        sys.exit(EXIT_DATABASE)


@main.command()
def sync() -> None:
    """Send Discord the list of commands, changed or not (needs BOT_TOKEN)."""
    from bot.shell.run import LoginRefused, sync_commands

    settings = _settings(need_token=True)
    try:
        asyncio.run(sync_commands(settings, EXTENSIONS))
    except LoginRefused as error:
        _stop(str(error), EXIT_LOGIN)
    click.echo("Discord has the commands now; clients may take a minute to show them.")


if __name__ == "__main__":
    # The pinned tzdata package decides, not whatever age of it the machine has.
    zoneinfo.reset_tzpath(to=())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
