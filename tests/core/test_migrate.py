"""Migrations: one process does them, in one transaction, and a newer database is refused."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.core.db import DatabaseUnreachable, DatabaseUnwritable, SchemaTooNew, migrate, schema_state
from bot.core.db.schema import MIGRATIONS, ROOT, locked, revisions
from tests.core.impatient import free_port
from tests.databases import run_sql

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before!r}


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    op.drop_table("t{revision}")
"""

START = """
import pathlib, sys
from bot.core.db import migrate
print(migrate(sys.argv[1], pathlib.Path(sys.argv[2])))
"""


class Scripts:
    """A migrations folder with the bot's own machinery and revisions that a test writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "versions").mkdir(parents=True)
        for name in ("env.py", "script.py.mako"):
            shutil.copyfile(MIGRATIONS / name, folder / name)

    def add(self, revision: str, upgrade: str = "") -> None:
        known = revisions(self.folder)
        create = f"op.create_table('t{revision}', sa.Column('id', sa.Integer, primary_key=True))"
        source = REVISION.format(
            revision=revision,
            before=known[-1] if known else None,
            upgrade="\n    ".join([create, *filter(None, [upgrade])]),
        )
        (self.folder / "versions" / f"{revision}_words_about_it.py").write_text(source)


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    return Scripts(tmp_path / "migrations")


def tables(url: str) -> list[str]:
    if url.startswith("sqlite"):
        rows = run_sql(url, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    else:
        rows = run_sql(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in rows]


def test_an_empty_database_is_brought_to_the_head_once(db_url: str, scripts: Scripts) -> None:
    scripts.add("0001")
    scripts.add("0002")
    assert schema_state(db_url, scripts.folder) == "empty"
    assert migrate(db_url, scripts.folder) is True
    assert schema_state(db_url, scripts.folder) == "current"
    assert tables(db_url) == ["alembic_version", "t0001", "t0002"]
    assert migrate(db_url, scripts.folder) is False


def test_an_older_database_is_behind_and_keeps_its_rows(db_url: str, scripts: Scripts) -> None:
    scripts.add("0001")
    migrate(db_url, scripts.folder)
    run_sql(db_url, "INSERT INTO t0001 (id) VALUES (7)")
    scripts.add("0002")
    assert schema_state(db_url, scripts.folder) == "behind"
    assert migrate(db_url, scripts.folder) is True
    assert schema_state(db_url, scripts.folder) == "current"
    assert run_sql(db_url, "SELECT id FROM t0001") == [(7,)]


@pytest.mark.row("half-done migration, older code on newer schema")
def test_a_newer_database_is_refused_in_one_sentence(db_url: str, scripts: Scripts) -> None:
    scripts.add("0001")
    migrate(db_url, scripts.folder)
    run_sql(db_url, "UPDATE alembic_version SET version_num = '0002'")
    assert schema_state(db_url, scripts.folder) == "newer"
    with pytest.raises(SchemaTooNew) as caught:
        migrate(db_url, scripts.folder)
    sentence = str(caught.value)
    assert "schema 0002" in sentence
    assert "knows 0001" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert tables(db_url) == ["alembic_version", "t0001"]


@pytest.mark.row("half-done migration, older code on newer schema")
def test_a_migration_that_fails_leaves_nothing_behind(db_url: str, scripts: Scripts) -> None:
    scripts.add("0001")
    scripts.add("0002", upgrade="op.execute('INSERT INTO nowhere VALUES (1)')")
    with pytest.raises(DBAPIError):
        migrate(db_url, scripts.folder)
    assert tables(db_url) == []
    assert schema_state(db_url, scripts.folder) == "empty"


@pytest.mark.row("half-done migration, older code on newer schema")
def test_processes_that_start_at_once_migrate_once(db_url: str, scripts: Scripts) -> None:
    scripts.add("0001", upgrade="import time; time.sleep(0.5)")
    scripts.add("0002")
    start = [sys.executable, "-c", START, db_url, str(scripts.folder)]
    processes = [subprocess.Popen(start, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sorted(said) == ["False", "False", "True"]
    assert schema_state(db_url, scripts.folder) == "current"


async def test_it_may_be_called_where_a_loop_runs(db_url: str, scripts: Scripts) -> None:
    scripts.add("0001")
    await asyncio.sleep(0)
    assert migrate(db_url, scripts.folder) is True
    assert schema_state(db_url, scripts.folder) == "current"


def test_looking_at_the_state_makes_no_file(sqlite_url: str, tmp_path: Path) -> None:
    assert schema_state(sqlite_url) == "empty"
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_the_file_is_made(tmp_path: Path, scripts: Scripts) -> None:
    scripts.add("0001")
    url = f"sqlite:///{tmp_path}/data/deep/compound.sqlite3"
    assert migrate(url, scripts.folder) is True
    assert schema_state(url, scripts.folder) == "current"


def test_a_file_that_is_no_database_is_a_clear_refusal(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "compound.sqlite3").write_text("Dear diary, this is not a database. " * 50)
    with pytest.raises(DatabaseUnwritable, match="not a database"):
        migrate(sqlite_url)


def test_a_server_that_is_not_there_is_a_clear_refusal() -> None:
    with pytest.raises(DatabaseUnreachable, match=r"127\.0\.0\.1"):
        migrate(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")


def test_a_migration_that_breaks_a_reference_is_undone(sqlite_url: str) -> None:
    def orphan(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE children (parent INTEGER REFERENCES parents (id))"))
        connection.execute(text("INSERT INTO children VALUES (5)"))

    with pytest.raises(RuntimeError, match="1 rows"):
        locked(sqlite_url, orphan)
    assert tables(sqlite_url) == []


def test_a_start_that_has_nothing_to_migrate_does_not_load_alembic(migrated_url: str) -> None:
    source = (
        "import sys; from bot.core.db import migrate; migrate(sys.argv[1]); print('alembic' in sys.modules)"
    )
    start = [sys.executable, "-c", source, migrated_url]
    assert subprocess.run(start, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"


def test_the_names_of_the_files_say_what_alembic_reads_in_them() -> None:
    config = Config(toml_file=ROOT / "pyproject.toml")
    script = ScriptDirectory.from_config(config)
    assert [one.revision for one in script.walk_revisions()][::-1] == revisions()
    assert script.get_heads() == revisions()[-1:]


def test_a_revision_runs_as_autogenerate_writes_it(db_url: str, scripts: Scripts) -> None:
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(scripts.folder))

    def write(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.revision(config, "the whole of it", autogenerate=True, rev_id="0001")

    locked(db_url, write)
    [file] = (scripts.folder / "versions").glob("0001_*.py")
    assert "UtcDateTime()" in file.read_text()
    assert migrate(db_url, scripts.folder) is True

    def compare(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.check(config)  # raises when the tables differ from the metadata

    locked(db_url, compare)


def test_alembic_runs_from_its_own_command_line(db_url: str, scripts: Scripts) -> None:
    alembic = [sys.executable, "-m", "alembic"]
    nameless = subprocess.run([*alembic, "current"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "name the database" in nameless.stdout + nameless.stderr
    subprocess.run([*alembic, "-x", f"url={db_url}", "upgrade", "head"], cwd=ROOT, check=True)
    assert schema_state(db_url) == "current"
