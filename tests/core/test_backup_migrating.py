"""Owns the copy that a start makes of a SQLite database before it migrates it: there, whole, one of three, or no migration."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from bot.core.db import DatabaseTrouble, migrate, schema_state
from bot.core.db.backup import copy_database
from tests.core.copies import files, revise, rows
from tests.databases import run_sql


def test_a_migration_without_room_for_its_copy_is_not_begun(small_disk: Path, tmp_path: Path) -> None:
    migrations = tmp_path / "migrations"
    revise(migrations, "0001")
    url = f"sqlite:///{small_disk / 'compound.sqlite3'}"
    migrate(url, migrations)
    run_sql(url, "CREATE TABLE large AS SELECT randomblob(300000) AS words")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 150_000))
    revise(migrations, "0002")
    with pytest.raises(DatabaseTrouble) as caught:
        migrate(url, migrations)
    sentence = str(caught.value)
    assert "not upgraded to schema 0002 and is as it was" in sentence
    assert "Make room" in sentence
    assert "\n" not in sentence
    assert schema_state(url, migrations) == "behind"
    assert [name for name in files(small_disk) if not name.startswith("compound.sqlite3")] == ["ballast"]
    ballast.unlink()
    assert migrate(url, migrations) is True
    assert schema_state(url, migrations) == "current"


def test_a_migration_copies_the_database_first_and_says_so(database: Path, tmp_path: Path) -> None:
    url, migrations = f"sqlite:///{database}", tmp_path / "migrations"
    said: list[str] = []
    revise(migrations, "0002", "op.execute('DELETE FROM t0001')")
    assert migrate(url, migrations, tell=said.append) is True
    copy = tmp_path / "compound.before-0002.sqlite3"
    assert said == [f"Before its upgrade to schema 0002 the database was copied to {copy}."]
    assert (rows(database, "t0001"), rows(copy, "t0001")) == (0, 1)
    assert schema_state(f"sqlite:///{copy}", migrations) == "behind"
    assert migrate(url, migrations, tell=said.append) is False
    assert len(said) == 1
    assert files(tmp_path) == ["compound.before-0002.sqlite3", "compound.sqlite3"]


def test_a_new_database_and_one_that_is_current_are_not_copied(database: Path, tmp_path: Path) -> None:
    migrate(f"sqlite:///{database}", tmp_path / "migrations")
    assert files(tmp_path) == ["compound.sqlite3"]


def test_the_newest_three_copies_are_kept(database: Path, tmp_path: Path) -> None:
    for revision in ("0002", "0003", "0004", "0005", "0006"):
        revise(tmp_path / "migrations", revision)
        migrate(f"sqlite:///{database}", tmp_path / "migrations")
    kept = [f"compound.before-{revision}.sqlite3" for revision in ("0004", "0005", "0006")]
    assert files(tmp_path) == [*kept, "compound.sqlite3"]


def test_the_copy_that_a_killed_start_made_stays_as_it_is(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "compound.before-0002.sqlite3"
    copy_database(database, copy)
    run_sql(f"sqlite:///{database}", "INSERT INTO t0001 VALUES (8)")
    revise(tmp_path / "migrations", "0002")
    migrate(f"sqlite:///{database}", tmp_path / "migrations")
    assert (rows(database, "t0001"), rows(copy, "t0001")) == (2, 1)


def test_a_migration_that_fails_leaves_no_copy_that_would_be_old_at_the_next(
    database: Path, tmp_path: Path
) -> None:
    url, migrations = f"sqlite:///{database}", tmp_path / "migrations"
    revise(migrations, "0002", "op.execute('INSERT INTO nowhere VALUES (1)')")
    with pytest.raises(DBAPIError):
        migrate(url, migrations)
    assert files(tmp_path) == ["compound.sqlite3"]
    assert schema_state(url, migrations) == "behind"


def test_a_damaged_database_is_not_migrated(database: Path, tmp_path: Path) -> None:
    run_sql(
        f"sqlite:///{database}",
        "CREATE TABLE large (words)",
        "INSERT INTO large SELECT randomblob(3000) FROM t0001, (VALUES (1), (2), (3), (4), (5), (6), (7), (8))",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    )
    whole = database.read_bytes()
    database.write_bytes(whole[:-20_000] + b"\xff" * 20_000)
    revise(tmp_path / "migrations", "0002")
    with pytest.raises(DatabaseTrouble, match="is as it was, because the copy"):
        migrate(f"sqlite:///{database}", tmp_path / "migrations")
    assert files(tmp_path) == ["compound.sqlite3"]
