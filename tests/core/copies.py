"""Owns what the tests of copies share: migrations of their own, and a look into files."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.core.db.schema import MIGRATIONS, revisions

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before!r}


def upgrade() -> None:
    op.create_table("t{revision}", sa.Column("id", sa.Integer, primary_key=True))
    {more}
"""


def revise(folder: Path, revision: str, more: str = "") -> None:
    """Add a migration that makes a table, and then does `more`."""
    if not folder.exists():
        (folder / "versions").mkdir(parents=True)
        for name in ("env.py", "script.py.mako"):
            shutil.copyfile(MIGRATIONS / name, folder / name)
    known = revisions(folder)
    source = REVISION.format(revision=revision, before=known[-1] if known else None, more=more)
    (folder / "versions" / f"{revision}_words_about_it.py").write_text(source)


def files(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def rows(path: Path, table: str) -> int:
    """How many rows a table has in a file that nobody else has open."""
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def damage(path: Path) -> None:
    """Overwrite the middle of a file, not its beginning."""
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
