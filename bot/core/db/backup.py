"""Backup: whole copies of a SQLite database taken while it is in use, and putting one in the place of another."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.db.errors import DatabaseBusy, DatabaseTrouble
from bot.core.db.sqlite_file import BUSY_SECONDS, as_trouble, is_busy

KEPT = 3  # copies from before migrations
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite may have beside its file


class BackupFailed(DatabaseTrouble):
    """A copy could not be made or is of no use; the message is the sentence to show. Nothing was changed."""


@dataclass(frozen=True)
class Copy:
    """A copy that was read through and found whole: one file, all of it on disk."""

    path: Path
    size: int  # bytes
    revisions: tuple[str, ...]  # of its schema; empty: no database of ours
    tables: frozenset[str]


def copy_database(source: Path, target: Path) -> Copy:
    """Copy the database `source`, which may be in use, to `target`, in whose place it is put only when it is whole."""
    with partial_copy(source, target) as copy:
        if not copy.revisions:
            raise BackupFailed(f"{source} holds no database of this program.")
        os.replace(copy.path, target)
        sync_folder(target.parent)
    return Copy(target, copy.size, copy.revisions, copy.tables)


@contextmanager
def partial_copy(source: Path, target: Path) -> Iterator[Copy]:
    """A copy of `source` under a name of its own beside `target`, removed at the end of the block if it is still there.

    Only its owner can read it. Raises BackupFailed when it cannot be made, or when `source` is damaged.
    """
    temporary: Path | None = None
    try:
        try:
            number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
            os.close(number)
            temporary = Path(name)
            _fill(source, temporary)
            copy = seal(temporary)
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise BackupFailed(f"{source} could not be copied to {target}: {reason}.") from error
        yield copy
    finally:
        if temporary is not None:
            for each in (temporary, *beside(temporary)):
                each.unlink(missing_ok=True)


def _fill(source: Path, target: Path) -> None:
    # In one read transaction: without, the copy begins anew whenever another process writes meanwhile, and would never
    # end while members are busy. In WAL mode it keeps no writer waiting, however long it takes.
    # (VACUUM INTO is one transaction too, but builds everything anew: it took twice as long for 180 MB.)
    with (
        closing(sqlite3.connect(_existing(source), uri=True, timeout=BUSY_SECONDS)) as there,
        closing(sqlite3.connect(target, isolation_level=None)) as here,
    ):
        there.isolation_level = None
        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM sqlite_master")  # or else backup() would wait for a lock for ever
        here.execute("PRAGMA synchronous = OFF")  # it is synced as a whole below
        there.backup(here)


def seal(path: Path) -> Copy:
    """Read a database through and make it one file, all of it on disk. BackupFailed when it is damaged.

    Nobody else may have it open. Raises OSError and sqlite3.Error as they come.
    """
    with closing(sqlite3.connect(_existing(path), uri=True, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        wrong = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
        if wrong != "ok":
            raise BackupFailed(f"the copy is damaged: {' '.join(str(wrong).split())}.")
        names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = frozenset(name for (name,) in names)
        revisions: list[str] = []
        if "alembic_version" in tables:
            revisions = [name for (name,) in raw.execute("SELECT version_num FROM alembic_version")]
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return Copy(path, path.stat().st_size, tuple(sorted(revisions)), tables)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep every other process out of a SQLite file; meanwhile all of the database is in that one file.

    Raises DatabaseBusy while a bot runs on it. A file that is absent or damaged cannot be held, and is not.
    """
    if not path.exists():
        yield
        return
    with ExitStack() as stack:
        try:
            raw = sqlite3.connect(_existing(path), uri=True, timeout=1.0, isolation_level=None)
            stack.enter_context(closing(raw))
            # Leaving WAL mode needs the file for oneself: whoever has it open, however idle, is in the way.
            raw.execute("PRAGMA journal_mode = DELETE")
            raw.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if is_busy(error):
                raise DatabaseBusy(f"A bot is running on {path}: stop it first.") from error
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise as_trouble(error) or error from error
        yield


def put_in_place(copy: Path, path: Path, now: datetime) -> Path | None:
    """Let `copy` be the database `path` from now on; returns where the one before is kept, None when there was none.

    At every moment one of the two is there, whole. `now` is for the name of the one before. To be called inside `alone`.
    """
    there = path.exists()
    like = (path if there else path.parent).stat()
    if there:
        copy.chmod(stat.S_IMODE(like.st_mode))
    if os.geteuid() == 0:  # whoever runs the bot must be able to open it
        os.chown(copy, like.st_uid, like.st_gid)
    before = path.with_name(f"{path.stem}.replaced-{now:%Y%m%d-%H%M%S}{path.suffix}")
    # What SQLite kept beside the old file belongs to it, and would spoil the new one.
    for each in beside(path):
        each.rename(before.with_name(before.name + each.name.removeprefix(path.name)))
    if there:
        try:
            os.link(path, before)
        except OSError:  # no links on this file system
            path.rename(before)
    os.replace(copy, path)
    sync_folder(path.parent)
    return before if there else None


@contextmanager
def copy_before(path: Path, revision: str, tell: Callable[[str], object]) -> Iterator[Callable[[], None]]:
    """Around a migration to `revision`: gives what copies the database `path` beside itself, to be called under the lock.

    The newest three such copies are kept. One that is there already stays as it is: a start that was killed made it.
    When the block raises, nothing was migrated, and the copy it made is removed.
    """
    target = path.with_name(f"{path.stem}.before-{revision}{path.suffix}")
    made: list[Path] = []

    def make() -> None:
        if target.exists():
            return
        try:
            copy_database(path, target)
        except BackupFailed as error:
            raise BackupFailed(
                f"The database was not upgraded to schema {revision} and is as it was, because the copy that is made "
                f"before failed. Make room or repair that, then start again. {error}"
            ) from error
        made.append(target)
        tell(f"Before its upgrade to schema {revision} the database was copied to {target}.")

    try:
        yield make
    except BaseException:
        for each in made:
            each.unlink(missing_ok=True)
        raise
    if made:
        for old in sorted(path.parent.glob(f"{path.stem}.before-*{path.suffix}"))[:-KEPT]:
            old.unlink(missing_ok=True)


def beside(path: Path) -> list[Path]:
    """The files that SQLite has beside its own at this moment."""
    return [each for name in BESIDE if (each := path.with_name(path.name + name)).exists()]


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _existing(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=rw"  # rw makes no file
