"""Owns backup and restore as an operator meets them: what they do, what they say, when they refuse."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from bot.__main__ import EXIT_DATABASE, EXIT_REFUSED
from bot.core.clock import system_clock
from bot.core.db import migrate, open_database, schema_state
from bot.core.db.schema import MIGRATIONS, revisions
from tests.databases import postgres_database, run_sql
from tests.moving.operator import (
    assert_settled,
    at,
    bot,
    due_now,
    file_of,
    files,
    fine,
    live,
    refused,
    yesterday,
)


def test_a_backup_says_where_it_is_and_a_restore_elsewhere_has_everything(
    lived_sqlite: str, tmp_path: Path
) -> None:
    backup, new = tmp_path / "backup.sqlite3", f"sqlite:///{tmp_path}/new place/compound.sqlite3"
    said = fine(bot(lived_sqlite, "backup", backup))
    size = f"{backup.stat().st_size / 1e6:.1f} MB"
    assert said.startswith(
        f"The backup is {backup}, {size}, schema {revisions()[-1]}, read through and whole."
    )
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    whole = backup.read_bytes()
    said = fine(bot(new, "restore", backup))
    assert said == f"{file_of(new)} is the backup now. What was due until now is not posted any more.\n"
    assert backup.read_bytes() == whole
    assert files(tmp_path / "new place") == ["compound.sqlite3"]
    count = "SELECT (SELECT count(*) FROM standup_entry), (SELECT count(*) FROM person)"
    assert run_sql(new, count) == run_sql(lived_sqlite, count) == [(2, 1)]
    assert_settled(new)
    opened, _ = at(lived_sqlite, due_now)
    assert len(opened) == 2, "without the restore, something would have been posted"


def test_numbers_go_on_where_the_lost_ones_cannot_have_been(lived_sqlite: str, tmp_path: Path) -> None:
    fine(bot(lived_sqlite, "backup", tmp_path / "b"))
    fine(bot(lived_sqlite, "restore", tmp_path / "b", "--force"))
    newest = at(lived_sqlite, lambda there: there.add("UTC"))
    assert newest.id > 1_000_000


def test_a_backup_replaces_nothing_unless_told_to(lived_sqlite: str, tmp_path: Path) -> None:
    path, backup = file_of(lived_sqlite), tmp_path / "backup.sqlite3"
    backup.write_text("yesterday")
    assert "exists already" in refused(bot(lived_sqlite, "backup", backup))
    assert backup.read_text() == "yesterday"
    for itself in (path, tmp_path / "." / path.name):
        assert "the database itself" in refused(bot(lived_sqlite, "backup", itself, "--force"))
    assert "is a folder" in refused(bot(lived_sqlite, "backup", tmp_path, "--force"))
    fine(bot(lived_sqlite, "backup", backup, "--force"))
    assert backup.read_bytes().startswith(b"SQLite format 3")
    nowhere = tmp_path / "nowhere" / "backup"
    assert "No such file or directory" in refused(bot(lived_sqlite, "backup", nowhere), EXIT_DATABASE)
    assert "There is no database at" in refused(bot(f"sqlite:///{nowhere}", "backup", tmp_path / "b"))


def test_a_restore_replaces_nothing_unless_told_to_and_keeps_what_was_there(
    lived_sqlite: str, tmp_path: Path
) -> None:
    backup, path = tmp_path / "b", file_of(lived_sqlite)
    fine(bot(lived_sqlite, "backup", backup))
    run_sql(lived_sqlite, "DELETE FROM standup_entry")
    assert "with --force the backup takes its place" in refused(bot(lived_sqlite, "restore", backup))
    assert "There is no file" in refused(bot(lived_sqlite, "restore", tmp_path / "c", "--force"))
    assert "the database itself" in refused(bot(lived_sqlite, "restore", path, "--force"))
    said = fine(bot(lived_sqlite, "restore", backup, "--force"))
    (kept,) = [name for name in files(tmp_path) if ".replaced-" in name]
    assert said.endswith(f"What was there before is kept as {tmp_path / kept}.\n")
    count = "SELECT count(*) FROM standup_entry"
    assert run_sql(lived_sqlite, count) == [(2,)]
    assert run_sql(f"sqlite:///{tmp_path / kept}", count) == [(0,)]
    assert files(tmp_path) == ["b", kept, "compound.sqlite3"]


def test_a_backup_of_an_older_program_is_brought_up_to_date(sqlite_url: str, tmp_path: Path) -> None:
    older = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, older)
    for late in sorted((older / "versions").glob("0*.py"))[1:]:
        late.unlink()
    old = f"sqlite:///{tmp_path}/old.sqlite3"
    migrate(old, older)
    assert schema_state(old) == "behind"
    fine(bot(sqlite_url, "restore", tmp_path / "old.sqlite3"))
    assert schema_state(sqlite_url) == "current"
    assert schema_state(old) == "behind", "the backup stays what it is"
    assert files(tmp_path) == ["compound.sqlite3", "old.sqlite3"]


@pytest.mark.parametrize("kind", ["newer", "another program's", "no database", "empty", "damaged"])
def test_what_cannot_be_restored_leaves_the_database_as_it_was(
    lived_sqlite: str, tmp_path: Path, kind: str
) -> None:
    backup, path = tmp_path / "b", file_of(lived_sqlite)
    fine(bot(lived_sqlite, "backup", backup))
    words = "holds no database of this program"
    match kind:
        case "newer":
            run_sql(f"sqlite:///{backup}", "UPDATE alembic_version SET version_num = '9999'")
            words = "written by a newer version of the program (schema 9999"
        case "another program's":
            run_sql(f"sqlite:///{backup}", "DROP TABLE alembic_version")
        case "no database":
            backup.write_text("Dear diary, this is not a database. " * 50)
            words = "not a database"
        case "empty":
            backup.write_bytes(b"")
        case "damaged":
            whole = backup.read_bytes()
            backup.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
            words = ""
    before = path.read_bytes()
    assert words in refused(bot(lived_sqlite, "restore", backup, "--force"), EXIT_DATABASE)
    assert path.read_bytes() == before
    assert files(tmp_path) == ["b", "compound.sqlite3"]


def test_postgres_is_told_how_in_one_sentence_without_the_password(tmp_path: Path) -> None:
    url = "postgresql://ada:p%40ss@db.example:5433/compound?ssl=require"
    said = refused(bot(url, "backup", tmp_path / "my b"), EXIT_DATABASE)
    address = "postgresql://ada@db.example:5433/compound"
    assert said.endswith(f"pg_dump --format=custom '--file={tmp_path}/my b' {address}")
    said = refused(bot(url, "restore", tmp_path / "b"), EXIT_DATABASE)
    assert f"pg_restore --clean --if-exists --no-owner --dbname={address} {tmp_path}/b and then" in said
    assert "p%40ss" not in said
    assert "p@ss" not in said
    assert files(tmp_path) == []


@pytest.fixture
def dump_programs() -> None:
    """Skips where PostgreSQL's own programs are not installed."""
    if not shutil.which("pg_dump") or not shutil.which("pg_restore"):
        pytest.skip("postgres: pg_dump is not installed")


def test_the_commands_for_postgres_work_and_the_past_is_skipped_afterwards(
    dump_programs: None, migrated_postgres_url: str, tmp_path: Path
) -> None:
    at(migrated_postgres_url, live, yesterday())
    said = refused(bot(migrated_postgres_url, "backup", tmp_path / "dump"), EXIT_DATABASE)
    subprocess.run(shlex.split(said.partition("runs: ")[2]), check=True)
    with postgres_database() as new:
        assert "bring it back with pg_restore first" in refused(bot(new, "restore"))
        said = refused(bot(new, "restore", tmp_path / "dump"), EXIT_DATABASE)
        subprocess.run(
            shlex.split(said.partition("stopped: ")[2].partition(" and then")[0]),
            check=True,
            capture_output=True,
        )
        assert fine(bot(new, "restore")).startswith("The database is ready for a bot to start.")
        assert_settled(new)
        assert at(new, lambda there: there.add("UTC")).id > 1_000_000


def test_a_database_that_came_back_by_itself_is_settled_unless_a_bot_runs(
    lived: tuple[str, int, int],
) -> None:
    url = lived[0]

    async def while_open() -> Result:
        async with open_database(url, system_clock) as db:
            await db.write(lambda tx: None)
            return await asyncio.to_thread(bot, url, "restore")

    code = EXIT_DATABASE if url.startswith("sqlite") else EXIT_REFUSED
    assert "stop it first" in refused(asyncio.run(while_open()), code)
    fine(bot(url, "restore"))
    assert_settled(url)
