"""The command line: run, demo, migrate, check, sync, backup, restore, export, import; the only place that starts anything."""

from __future__ import annotations

import asyncio
import signal
import sys
import zoneinfo
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from bot.config import Settings, SettingsError, load_settings, read_settings
from cogs import EXTENSIONS

F = TypeVar("F", bound=Callable[..., Any])

EXIT_REFUSED = 1
EXIT_SETTINGS = 2
EXIT_DATABASE = 3
EXIT_LOGIN = 4
EXIT_UNREACHABLE = 5


def _stop(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _settings(*, need_token: bool) -> Settings:
    try:
        return load_settings(need_token=need_token)
    except SettingsError as error:
        _stop(str(error), EXIT_SETTINGS)


class _Commands(click.Group):
    """Commands, of which one has two words: `export showcase` is none of export's own options and files."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begin with, and what is left of them."""
        if " ".join(args[:2]) in self.commands:
            args = [" ".join(args[:2]), *args[2:]]
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Compound, a Discord bot for communities that learn deep learning together."""


def _talk(start: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    """Run what logs in to Discord, and end with the code and the sentence of whatever stands in its way."""
    from bot.core.db import DatabaseTrouble
    from bot.shell.health import PortTaken
    from bot.shell.run import DiscordUnreachable, LoginRefused

    settings = _settings(need_token=True)
    try:
        asyncio.run(start(settings))
    except PortTaken as error:
        _stop(str(error), EXIT_SETTINGS)
    except LoginRefused as error:
        _stop(str(error), EXIT_LOGIN)
    except DiscordUnreachable as error:
        _stop(str(error), EXIT_UNREACHABLE)
    except DatabaseTrouble as error:
        _stop(str(error), EXIT_DATABASE)


@main.command()
def run() -> None:
    """Run the bot until it is told to stop (needs BOT_TOKEN)."""
    from bot.shell.run import run_bot

    _talk(lambda settings: run_bot(settings, EXTENSIONS))


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
    from bot.core.db import DatabaseTrouble
    from bot.core.db import migrate as upgrade

    settings = _settings(need_token=False)
    try:
        if settings.database_file is not None:
            settings.database_file.parent.mkdir(parents=True, exist_ok=True)
        upgrade(settings.database_url, tell=click.echo)
    except DatabaseTrouble as error:
        _stop(str(error), EXIT_DATABASE)
    click.echo("The database is up to date.")


@main.command()
@click.option("--offline", is_flag=True, help="Ask neither Discord nor Kaggle.")
def check(offline: bool) -> None:
    """Name everything that is wrong with settings, database or Discord account; changes nothing."""
    from bot.shell.diagnosis import Area, Severity, diagnose

    findings = asyncio.run(diagnose(read_settings(), offline=offline))
    for finding in findings:
        click.echo(finding.line)
    codes = {Area.SETTINGS: EXIT_SETTINGS, Area.DATABASE: EXIT_DATABASE, Area.DISCORD: EXIT_LOGIN}
    wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
    found = {EXIT_UNREACHABLE if each.passing else codes[each.area] for each in wrong}
    sys.exit(min(found, default=0))


@main.command()
def sync() -> None:
    """Send Discord the list of commands, changed or not (needs BOT_TOKEN)."""
    from bot.shell.run import sync_commands

    _talk(lambda settings: sync_commands(settings, EXTENSIONS))
    click.echo("Discord has the commands now; clients may take a minute to show them.")


def _move(work: Callable[[Settings], str]) -> None:
    from bot.core.db import DatabaseTrouble
    from bot.moving import NotMoved

    settings = _settings(need_token=False)
    try:
        click.echo(work(settings))
    except NotMoved as error:
        _stop(str(error), EXIT_REFUSED)
    except DatabaseTrouble as error:
        _stop(str(error), EXIT_DATABASE)


FILE = click.Path(path_type=Path)


@main.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE, also while the bot runs.

    For PostgreSQL it says how pg_dump does that, and ends with code 3.
    """
    from bot.moving import back_up

    _move(lambda settings: back_up(settings, file, force=force))


@main.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--force", is_flag=True, help="Replace the database that is there; it is kept beside the new one."
)
def restore(file: Path | None, force: bool) -> None:
    """Put the backup FILE in the database's place; the bot must be stopped.

    A bot that starts on it posts nothing of the past again. Without FILE the database is made ready as it is: after
    pg_restore, or after a copy of the whole disk came back.
    """
    from bot.moving import restore as put_back

    _move(lambda settings: put_back(settings, file, force=force))


@main.command(name="export")
@click.option("--server", "server_id", type=int, required=True, help="The server's id in Discord.")
@click.option("--remove", is_flag=True, help="Delete the server here once FILE is complete.")
@click.argument("file", type=FILE)
def export_(server_id: int, remove: bool, file: Path) -> None:
    """Write all that one server has to FILE, to import it elsewhere."""
    from bot.moving import export_server

    _move(lambda settings: export_server(settings, server_id, file, remove=remove))


@main.command(name="export showcase")
@click.option("--server", "server_id", type=int, required=True, help="The server's id in Discord.")
@click.option(
    "--out", "folder", type=FILE, metavar="DIR", required=True, help="An empty folder, or one to be made."
)
@click.option("--name", default="", help="What the page calls the server.")
def export_showcase(server_id: int, folder: Path, name: str) -> None:
    """Write what members agreed to show as a page into the folder DIR, to put on the web; also while the bot runs."""
    from bot.moving import export_page

    _move(lambda settings: export_page(settings, server_id, folder, name=name))


@main.command(name="import")
@click.argument("file", type=FILE)
def import_(file: Path) -> None:
    """Take over the server in FILE, written by export; nothing of its past is posted again."""
    from bot.moving import import_server

    _move(lambda settings: import_server(settings, file))


if __name__ == "__main__":
    # The pinned tzdata package decides, not whatever age of it the machine has.
    zoneinfo.reset_tzpath(to=())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main()
