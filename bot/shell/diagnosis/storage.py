"""Storage: the words for what a database is like, and for a disk that is nearly full."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from bot.config import Settings
from bot.core.db.condition import OLDEST_POSTGRES, Condition, condition, standing_folder
from bot.shell.diagnosis.finding import Area, Finding, error, fine, warning

HERE = Area.DATABASE
LITTLE = 200  # MB

_FINE = {
    "current": "fine.",
    "none": "none yet, run makes it.",
    "empty": "empty, run fills it.",
    "behind": "older than this program, run brings it up to date.",
}
_CHOWN = "give it to the user that runs the bot (chown)"
_WRONG = {
    "newer": "newer than this program: use the newer program, or restore an older backup.",
    "no folder": "{what} is no folder, and a database cannot be below it: name another place in BOT_DATABASE_URL.",
    "folder closed": (
        "nothing can be written to the folder {what} ({reason}): "
        + _CHOWN
        + ", or name another place in BOT_DATABASE_URL."
    ),
    "no file": "{what} is no file: name one in BOT_DATABASE_URL, such as sqlite:///data/compound.sqlite3.",
    "closed": "{what} cannot be read and written ({reason}): " + _CHOWN + ".",
    "foreign": "{what} is not this bot's ({reason}): move it away, or name another file in BOT_DATABASE_URL.",
    "damaged": "{what} is damaged ({reason}): stop the bot and restore a backup.",
    "locked": (
        "another program keeps {what} locked: close it (a database browser, a copy under way), and check again."
    ),
    "unreachable": (
        "no PostgreSQL answers at {what} ({reason}): start it, or correct host and port in BOT_DATABASE_URL."
    ),
    "password": "PostgreSQL does not accept the password of {what}: correct it in BOT_DATABASE_URL.",
    "user": (
        "PostgreSQL does not let {what} in ({reason}): correct the user in BOT_DATABASE_URL, or allow this one."
    ),
    "name": "PostgreSQL has no database {what}: make it (createdb {what}), or correct BOT_DATABASE_URL.",
    "old": f"PostgreSQL {{what}} is too old: the bot needs {OLDEST_POSTGRES} or newer.",
    "full": "PostgreSQL at {what} has no connection free ({reason}): stop what holds them, or raise max_connections.",
    "read-only": (
        "PostgreSQL at {what} takes no changes, as standbys do: name the primary server in BOT_DATABASE_URL."
    ),
    "rights": "{what} may not make tables there: as its owner, GRANT CREATE ON SCHEMA public TO {what};",
    "other": "it cannot be used: {reason}.",
}


def look_at_database(settings: Settings) -> list[Finding]:
    """Whether the database can be used, and whether there is room for it; blocks for some seconds at worst."""
    return [word(condition(settings.database_url)), *_room(settings)]


def word(found: Condition) -> Finding:
    """The sentence for a database's condition."""
    if found.kind in _FINE:
        return fine(HERE, _FINE[found.kind])
    return error(HERE, _WRONG[found.kind].format(what=found.what, reason=found.reason))


def _room(settings: Settings) -> Iterator[Finding]:
    if settings.database_file is None:
        return
    folder = standing_folder(settings.database_file)
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return
    if free < LITTLE:
        yield warning(
            HERE, f"only {free} MB are free in {folder}: on a full disk nothing can be saved. Make room."
        )
