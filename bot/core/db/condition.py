"""Condition: what a database is like before anything is done to it, found out without changing it."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.db.database import parse_url
from bot.core.db.errors import DatabaseTrouble
from bot.core.db.postgres import sqlstate
from bot.core.db.schema import schema_state
from bot.core.db.sqlite_file import is_busy, sqlite_path

OLDEST_POSTGRES = 13  # pg_xact_status of a 64-bit id, by which a COMMIT without an answer is asked about
SECONDS = 5.0

Kind = Literal[
    "current", "behind", "empty", "newer",  # the schema's states; nothing else is wrong
    "none",  # no file yet, and one can be made
    "no folder", "folder closed", "no file", "closed", "foreign", "damaged", "locked",  # SQLite
    "unreachable", "password", "user", "name", "old", "full", "read-only", "rights",  # PostgreSQL
    "other",
]  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """One thing that is so: `what` it is about (a path, a host, a user), and the `reason` that was given for it."""

    kind: Kind
    what: str = ""
    reason: str = ""


def condition(url: str, *, seconds: float = SECONDS) -> Condition:
    """What the database at `url` is like; waits `seconds` at most for a lock or a server, several times at worst.

    Nothing is changed and no file is made. A reason never holds the password. ValueError when the address is no
    address. Blocks: not for an event loop's thread.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        found = _sqlite(sqlite_path(parsed), seconds)
    else:
        found = asyncio.run(_postgres(parsed, seconds))
    if found is not None and found.kind != "rights":
        return found
    try:
        state = schema_state(url)
    except DatabaseTrouble as error:
        return Condition("other", reason=_without_password(str(error), parsed))
    # Who only runs the bot need not be able to make tables, where somebody else migrates.
    return found if found is not None and state in ("empty", "behind") else Condition(state)


def standing_folder(path: Path) -> Path:
    """The folder that a file is in, or the nearest one above it that exists."""
    folder = path.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _sqlite(path: Path, seconds: float) -> Condition | None:
    folder = standing_folder(path)
    if not folder.is_dir():
        return Condition("no folder", str(folder))
    try:
        # SQLite keeps files beside its own, so that its folder must take files in any case. This one has no name.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Condition("folder closed", str(folder), error.strerror or "")
    if not path.exists():
        return Condition("none", str(path))
    if not path.is_file():
        return Condition("no file", str(path))
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        return Condition("closed", str(path), error.strerror or "")
    uri = f"{path.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=seconds, isolation_level=None)) as raw:
            names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if names and "alembic_version" not in names:
                return Condition("foreign", str(path), "it holds tables of another program")
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
    except sqlite3.Error as error:
        kinds: dict[int, Kind] = {sqlite3.SQLITE_NOTADB: "foreign", sqlite3.SQLITE_CORRUPT: "damaged"}
        kind = "locked" if is_busy(error) else kinds.get(error.sqlite_errorcode & 0xFF, "other")
        return Condition(kind, str(path), str(error))
    return None


_FACTS = text(
    "SELECT current_setting('server_version_num')::int, current_setting('transaction_read_only') = 'on',"
    " coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_REFUSED: dict[str, Kind] = {"28P01": "password", "28000": "user", "3D000": "name", "53300": "full"}


async def _postgres(url: URL, seconds: float) -> Condition | None:
    about = {"password": url.username, "user": url.username, "name": url.database}
    engine = create_async_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": seconds, "command_timeout": seconds},
    )
    try:
        async with engine.connect() as connection:
            version, read_only, may_create = (await connection.execute(_FACTS)).one()
    except Exception as error:
        kind = _REFUSED.get(sqlstate(error) or "", "other")
        if kind == "other" and isinstance(error, OSError):  # refused, no such host, timed out
            kind = "unreachable"
        where = f"{url.host or 'this machine'}:{url.port or 5432}"
        reason = "no answer in time" if isinstance(error, TimeoutError) else _driver_says(error)
        return Condition(kind, about.get(kind) or where, _without_password(reason, url))
    if version < OLDEST_POSTGRES * 10_000:
        return Condition("old", str(version // 10_000))
    if read_only:
        return Condition("read-only", url.host or "")
    return None if may_create else Condition("rights", url.username or "")


def _driver_says(error: BaseException) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return " ".join(str(cause).split()) or type(cause).__name__


def _without_password(reason: str, url: URL) -> str:
    password = str(url.password or "")
    return reason.replace(password, "***") if password else reason
