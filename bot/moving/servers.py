"""Servers: carry one server with all that it keeps from one database to another, SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bot.app import open_app
from bot.config import Settings
from bot.core.clock import system_clock
from bot.core.db import DatabaseTrouble, Tx, open_database, schema_state
from bot.core.db.schema import revisions
from bot.core.db.transfer import Row, knows_server, lock_servers, read_server, remove_server, write_server
from bot.core.program import version
from bot.moving import archive
from bot.moving.archive import Head
from bot.moving.refusal import NotMoved

PERSONAL = (
    "People's own settings (their time zone) belong to them and not to a server: they stay where they are."
)


def export_server(settings: Settings, server_id: int, file: Path, *, remove: bool) -> str:
    """Write all rows of a server to a new file, and with `remove` delete them here; returns what to say. NotMoved.

    They are deleted in the transaction that reads them, and only when the file is on disk: whatever happens, they are in
    one of the two.
    """
    ready(settings)
    if file.exists():
        raise NotMoved(f"{file} exists already: name another file.")
    head = Head(server_id, revisions()[-1], version(), system_clock().isoformat(timespec="seconds"))
    complete = False

    def take(tx: Tx) -> Counter[str]:
        nonlocal complete
        if remove:
            lock_servers(tx)
        if not knows_server(tx, server_id):
            raise NotMoved(f"This database has nothing about a server {server_id}.")
        counts = archive.save(file, head, read_server(tx, server_id))
        complete = True
        if remove:
            remove_server(tx, server_id)
        return counts

    try:
        counts = asyncio.run(_taken(settings, take, write=remove))
    except DatabaseTrouble as error:
        if not complete:
            raise
        raise DatabaseTrouble(
            f"{file} is complete, but the server may still be in this database as well ({error})."
        ) from error
    after = (
        "This database has nothing about it any more."
        if remove
        else "This database still has it too: import it only where it replaces this one, and never let two bots serve it."
    )
    return f"Server {server_id} is in {file.absolute()}: {_rows(counts)}. {after} {PERSONAL}"


def ready(settings: Settings) -> None:
    """Nothing if the database is there and of this version; NotMoved."""
    state = schema_state(settings.database_url)
    if state != "current":
        words = {
            "empty": "There is no database of this program yet.",
            "behind": "The database is of an older version: stop the bot and run `python -m bot migrate` first.",
            "newer": "The database is of a newer version: export with that one.",
        }
        raise NotMoved(words[state])


def import_server(settings: Settings, file: Path) -> str:
    """Write the server in `file` into the database, all of it or nothing; returns what to say. NotMoved.

    The past is skipped in the same transaction, so that a bot which runs here posts nothing of it.
    """
    head, rows = archive.load(file)
    mine = revisions()[-1]
    if head.schema != mine:
        raise NotMoved(
            f"{file} was written by version {head.program} (schema {head.schema}), and this is version {version()} "
            f"(schema {mine}): bring both to the same version, and export it again."
        )
    archive.check(file, head, rows)
    kept = asyncio.run(_put(settings, file, head, rows))
    buttons = (
        "Its messages' buttons go on working, if the token is the same."
        if kept
        else "Buttons of its older messages say they are finished."
    )
    served = "" if settings.serves(head.server_id) else " BOT_ALLOWED_SERVERS does not name it yet."
    counts = Counter({table: len(each) for table, each in rows.items()})
    return (
        f"Server {head.server_id} is here: {_rows(counts)}. {buttons} What was due until now is not posted any more. "
        f"People's own settings did not come along.{served}"
    )


async def _taken(settings: Settings, take: Callable[[Tx], Counter[str]], *, write: bool) -> Counter[str]:
    async with open_database(settings.database_url, system_clock) as db:
        return await (db.write(take) if write else db.read(take))


async def _put(settings: Settings, file: Path, head: Head, rows: dict[str, list[Row]]) -> bool:
    async with open_app(settings) as app:

        def put(tx: Tx) -> bool:
            lock_servers(tx)
            if knows_server(tx, head.server_id):
                raise NotMoved(
                    f"This database knows server {head.server_id} already. To replace what it has, put that aside first: "
                    f"python -m bot export --server {head.server_id} --remove ANOTHER_FILE"
                )
            kept = write_server(tx, rows)
            app.skip_past(tx, head.server_id)
            return kept

        return await app.db.write(put)


def _rows(counts: Counter[str]) -> str:
    each = ", ".join(f"{table} {count:,}" for table, count in sorted(counts.items()))
    return f"{counts.total():,} rows ({each})"
