"""Owns the command line: what `migrate`, `check` and a start without a token say, and their exit codes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import EXIT_DATABASE, EXIT_SETTINGS, main
from tests.databases import run_sql


def bot(*arguments: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(main, arguments)


def test_run_without_a_token_stops_with_the_sentence() -> None:
    result = bot("run")
    assert result.exit_code == EXIT_SETTINGS
    assert "make demo" in result.output


def test_check_reports_and_changes_nothing_and_migrate_makes_the_database(
    db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", db_url)
    monkeypatch.setenv("BOT_TOKEN", "a.b.c")
    for _ in range(2):
        result = bot("check")
        assert (result.exit_code, "run" in result.output) == (0, True), result.output
    assert bot("migrate").exit_code == 0
    result = bot("check")
    assert (result.exit_code, result.output) == (0, "Settings: fine.\nDatabase: fine.\n")


@pytest.mark.parametrize("command", ["check", "migrate", "run"])
def test_a_database_of_a_newer_program_is_refused_in_one_sentence(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    run_sql(migrated_sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.setenv("BOT_DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("BOT_TOKEN", "a.b.c")
    result = bot(command)
    assert result.exit_code == EXIT_DATABASE
    assert "newer" in result.output.splitlines()[-1]
    assert "Traceback" not in result.output
