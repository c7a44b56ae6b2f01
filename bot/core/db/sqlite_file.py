"""The SQLite file: how it is opened for writing, and what its error codes mean."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from bot.core.db.errors import DatabaseBusy, DatabaseTrouble, DatabaseUnwritable

BUSY_SECONDS = 5.0
CHECKPOINT_PAGES = 4000  # 16 MB: a rush of writes is not held up by moving it into the main file every moment

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}


def sqlite_path(url: URL) -> Path:
    """Where the file is; relative to the working directory, as in `sqlite:///data/compound.sqlite3`."""
    return Path(url.database or "")


def connect(path: Path, *, patience: float = BUSY_SECONDS, foreign_keys: bool = True) -> sqlite3.Connection:
    """A connection for writing that waits `patience` seconds for locks and begins no transaction by itself.

    WAL lets readers read while one writes. synchronous FULL means that a commit is on disk when it returns.
    """
    raw = sqlite3.connect(path, timeout=patience, isolation_level=None, cached_statements=512)
    try:
        _use_wal(raw, time.monotonic() + patience)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        raw.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
    except BaseException:
        raw.close()
        raise
    return raw


def _use_wal(raw: sqlite3.Connection, deadline: float) -> None:
    # Switching a new file to WAL fails at once, without waiting, when another process is doing the same.
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _code(error: BaseException) -> int | None:
    """The primary result code of SQLite behind an error of the driver or of SQLAlchemy, if it is one."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def is_busy(error: BaseException) -> bool:
    """Whether another connection held the file for longer than we wait."""
    return _code(error) in _BUSY


def as_trouble(error: BaseException) -> DatabaseTrouble | None:
    """What an error of a write means for people, or None when it is not about the state of the database."""
    if is_busy(error):
        return DatabaseBusy(f"another process kept the database locked: {_reason(error)}")
    if _code(error) in _UNWRITABLE:
        return DatabaseUnwritable(f"the database cannot be written: {_reason(error)}")
    return None


def _reason(error: BaseException) -> str:
    # The driver's sentence alone: SQLAlchemy's holds the statement.
    return str(error.orig if isinstance(error, DBAPIError) else error)
