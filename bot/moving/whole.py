"""Whole: back up the whole database, and put a backup in its place so that nothing of the past is done again."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path

from bot.app import open_app
from bot.config import Settings
from bot.core.clock import system_clock
from bot.core.db import DatabaseTrouble, migrate, schema_state
from bot.core.db.backup import (
    BackupFailed,
    Copy,
    alone,
    copy_database,
    partial_copy,
    put_in_place,
    seal,
)
from bot.core.db.schema import is_newer, other_processes, server_address, too_new
from bot.moving.refusal import NotMoved
from bot.tables import metadata

SETTLED = "What was due until now is not posted any more."


def back_up(settings: Settings, file: Path, *, force: bool) -> str:
    """Copy the SQLite database to `file`, also while a bot runs; returns what to say.

    NotMoved, BackupFailed; DatabaseTrouble for PostgreSQL, which has a program of its own for this.
    """
    path = settings.database_file
    if path is None:
        command = ["pg_dump", "--format=custom", f"--file={file}", server_address(settings.database_url)]
        raise DatabaseTrouble(
            f"PostgreSQL makes its backups itself, also while the bot runs: {shlex.join(command)}"
        )
    if not path.exists():
        raise NotMoved(f"There is no database at {path} to back up.")
    if file.is_dir():
        raise NotMoved(f"{file} is a folder: name a file in it.")
    if file.exists():
        if file.samefile(path):
            raise NotMoved(f"{file} is the database itself: name another file.")
        if not force:
            raise NotMoved(f"{file} exists already: name another file, or replace it with --force.")
    copy = copy_database(path, file)
    return f"The backup is {file.absolute()}, {_size(copy.size)}, schema {copy.revisions[-1]}, read through and whole."


def restore(settings: Settings, file: Path | None, *, force: bool) -> str:
    """Make `file` the SQLite database; without a file, make what came back by itself fit to go on. Returns what to say.

    The work is done on a copy, so that the database is the old one or the new one at every moment, and a bot that starts on
    the new one never resends the past. NotMoved, BackupFailed, SchemaTooNew, DatabaseBusy while a bot runs.
    """
    path = settings.database_file
    if file is None:
        return _settle(settings)
    if path is None:
        command = ["pg_restore", "--clean", "--if-exists", "--no-owner"]
        command += [f"--dbname={server_address(settings.database_url)}", str(file)]
        raise DatabaseTrouble(
            f"PostgreSQL restores its backups itself. With every bot stopped: {shlex.join(command)} and then "
            "`python -m bot restore` without a file."
        )
    path = path.resolve()
    if not file.is_file():
        raise NotMoved(f"There is no file {file}.")
    if path.exists() and file.samefile(path):
        raise NotMoved(f"{file} is the database itself: name the backup.")
    if path.exists() and not force:
        raise NotMoved(
            f"There is a database at {path} already: with --force the backup takes its place, and it is kept beside it."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with partial_copy(file, path) as copy:
        _check(copy, file)
        with alone(path):
            _prepare(settings, copy.path)
            before = put_in_place(copy.path, path, system_clock())
    kept = f" What was there before is kept as {before}." if before else ""
    return f"{path} is the backup now. {SETTLED}{kept}"


def _check(copy: Copy, file: Path) -> None:
    if not copy.revisions or not copy.tables & metadata.tables.keys():
        raise BackupFailed(f"{file} holds no database of this program.")
    if is_newer(copy.revisions):
        raise too_new(copy.revisions)


def _prepare(settings: Settings, copy: Path) -> None:
    own = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{copy}"})
    migrate(own.database_url, keep_copy=False)
    asyncio.run(_skip_past(own))
    seal(copy)


async def _skip_past(settings: Settings) -> None:
    async with open_app(settings) as app:
        await app.db.write(app.skip_past)


def _settle(settings: Settings) -> str:
    url, path = settings.database_url, settings.database_file
    if schema_state(url) == "empty":
        back = "name the backup" if path else "bring it back with pg_restore first"
        raise NotMoved(f"There is no database of this program yet: {back}.")
    if path is not None:
        with alone(path):  # to ask; below it is opened by others than us
            pass
    elif others := other_processes(url):
        raise NotMoved(f"{others} connections of a running bot are open there: stop it first.")
    asyncio.run(_skip_past(settings))
    return f"The database is ready for a bot to start. {SETTLED}"


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.0f} kB"
