"""Owns copies of a SQLite file: taken under constant writing, whole or not at all, made before a migration, put in place."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.db import DatabaseBusy, DatabaseUnwritable
from bot.core.db.backup import BackupFailed, alone, copy_database, partial_copy, put_in_place
from bot.core.db.schema import ROOT
from bot.core.db.sqlite_file import connect
from tests.core.copies import damage, files, rows
from tests.databases import run_sql

NOW = datetime(2026, 7, 28, 14, 15, 2, tzinfo=UTC)

# Both tables always have as many rows, but only to one who sees whole transactions.
WRITE = """
import sys
from pathlib import Path
from bot.core.db.sqlite_file import connect
raw = connect(Path(sys.argv[1]))
print("writing", flush=True)
while True:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO one (words) VALUES (?)", ("x" * 300,))
    raw.execute("INSERT INTO two (words) VALUES (?)", ("x" * 300,))
    raw.execute("COMMIT")
"""


def test_a_copy_taken_under_constant_writing_ends_and_is_one_moment(database: Path, tmp_path: Path) -> None:
    with closing(connect(database)) as raw:
        for table in ("one", "two"):
            raw.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, words TEXT)")
            raw.execute("BEGIN")
            raw.executemany(f"INSERT INTO {table} (words) VALUES (?)", [("y" * 1000,)] * 10_000)
            raw.execute("COMMIT")
    target = tmp_path / "backups" / "one.sqlite3"
    target.parent.mkdir()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(database)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout
        assert writer.stdout.readline() == "writing\n"
        copies = [copy_database(database, target.with_stem(f"copy{number}")) for number in range(3)]
        assert writer.poll() is None, "it was writing all the while"
    finally:
        writer.kill()
        writer.communicate()
    found = [(rows(copy.path, "one"), rows(copy.path, "two")) for copy in copies]
    assert all(one == two >= 10_000 for one, two in found), found
    assert found[0] < found[-1], "nothing was written meanwhile"
    assert files(target.parent) == ["copy0.sqlite3", "copy1.sqlite3", "copy2.sqlite3"]
    assert [copy.size for copy in copies] == [copy.path.stat().st_size for copy in copies]
    assert {stat.S_IMODE(copy.path.stat().st_mode) for copy in copies} == {0o600}
    assert copies[0].revisions == ("0001",)


def test_what_is_still_in_the_log_beside_the_file_is_copied_too(database: Path, tmp_path: Path) -> None:
    with closing(connect(database)) as raw:
        raw.execute("INSERT INTO t0001 VALUES (8)")
        assert (tmp_path / "compound.sqlite3-wal").stat().st_size > 0
        copy_database(database, tmp_path / "copy.sqlite3")
    assert rows(tmp_path / "copy.sqlite3", "t0001") == 2


@pytest.mark.parametrize("kind", ["damaged", "no database", "another program's", "absent"])
def test_what_cannot_be_copied_leaves_the_target_as_it_was(database: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("the copy of yesterday")
    before = files(tmp_path)
    if kind == "damaged":
        damage(database)
    elif kind == "no database":
        database.write_text("Dear diary, this is not a database. " * 50)
    elif kind == "absent":
        database = tmp_path / "nowhere.sqlite3"
    else:
        run_sql(f"sqlite:///{database}", "DROP TABLE alembic_version")
    with pytest.raises(BackupFailed) as caught:
        copy_database(database, target)
    assert str(caught.value).endswith(".")
    assert target.read_text() == "the copy of yesterday"
    assert files(tmp_path) == before


def test_a_folder_that_is_not_there_is_a_sentence(database: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match=r"copied to .*nowhere.*: No such file or directory\.$"):
        copy_database(database, tmp_path / "nowhere" / "copy.sqlite3")


def test_a_full_disk_keeps_the_copy_of_yesterday_and_no_half_one(database: Path, small_disk: Path) -> None:
    with closing(connect(database)) as raw:
        raw.execute("CREATE TABLE large AS SELECT randomblob(2000000) AS words")
    target = small_disk / "copy.sqlite3"
    target.write_text("the copy of yesterday")
    with pytest.raises(BackupFailed, match="full"):
        copy_database(database, target)
    assert files(small_disk) == ["copy.sqlite3"]
    assert target.read_text() == "the copy of yesterday"


def test_an_idle_connection_of_another_process_keeps_us_out(database: Path) -> None:
    idle = "import sys; from pathlib import Path; from bot.core.db.sqlite_file import connect\n"
    idle += "raw = connect(Path(sys.argv[1])); raw.execute('SELECT * FROM t0001').fetchall(); print('open', flush=True)\n"
    idle += "sys.stdin.readline()"
    process = subprocess.Popen(
        [sys.executable, "-c", idle, str(database)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        with pytest.raises(DatabaseBusy, match="stop it first"), alone(database):
            pass
        process.communicate("end\n", timeout=10)
    finally:
        process.kill()
        process.communicate()
    with alone(database):
        assert files(database.parent) == [database.name]
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            connect(database, patience=0.1)
    connect(database).close()


@pytest.mark.parametrize("state", ["whole", "damaged", "no database", "absent"])
def test_a_copy_takes_the_place_and_nothing_of_the_old_one_is_beside_it(
    database: Path, tmp_path: Path, state: str
) -> None:
    backup = tmp_path / "backups" / "one.sqlite3"
    backup.parent.mkdir()
    copy_database(database, backup)
    run_sql(f"sqlite:///{database}", "INSERT INTO t0001 VALUES (8)")
    if state == "damaged":
        damage(database)
    elif state == "no database":
        database.write_text("Dear diary, this is not a database. " * 50)
    elif state == "absent":
        database.unlink()
    if state != "whole":
        for name in ("-wal", "-shm"):
            (tmp_path / f"compound.sqlite3{name}").write_bytes(b"left behind")
    with alone(database), partial_copy(backup, database) as copy:
        kept = put_in_place(copy.path, database, NOW)
    assert rows(database, "t0001") == 1
    before = "compound.replaced-20260728-141502.sqlite3"
    assert kept == (None if state == "absent" else tmp_path / before)
    if state == "whole":
        assert rows(tmp_path / before, "t0001") == 2
    beside = [name for name in files(tmp_path) if not name.startswith(before)]
    assert beside == ["compound.sqlite3"]
    if state in ("no database", "absent"):
        assert {f"{before}-wal", f"{before}-shm"} <= {*files(tmp_path)}, (
            "what nobody can read is not thrown away"
        )
    connect(database).close()


def test_the_database_keeps_who_may_read_it(database: Path, tmp_path: Path) -> None:
    database.chmod(0o640)
    copy_database(database, tmp_path / "copy")
    with alone(database), partial_copy(tmp_path / "copy", database) as copy:
        put_in_place(copy.path, database, NOW)
    assert stat.S_IMODE(database.stat().st_mode) == 0o640


def test_a_file_that_may_not_be_opened_is_no_running_bot(tmp_path: Path) -> None:
    folder = tmp_path / "compound.sqlite3"
    folder.mkdir()
    with pytest.raises(DatabaseUnwritable), alone(folder):
        pass
