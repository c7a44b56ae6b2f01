"""Owns the command line: what `migrate`, `check` and a start without a token say, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import EXIT_DATABASE, EXIT_SETTINGS, main
from tests.databases import run_sql

NO_KAGGLE = "Kaggle: no token, so no competitions; with one in BOT_KAGGLE_API_TOKEN they are on."
TOKEN = f"MTIwMDAwMDAwMDAwMDAwMDAwMA.Loopbk.{'loopback' * 5}"


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
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    for _ in range(2):
        result = bot("check", "--offline")
        assert (result.exit_code, "run" in result.output) == (0, True), result.output
    assert bot("migrate").exit_code == 0
    result = bot("check", "--offline")
    assert (result.exit_code, result.output) == (
        0,
        f"Settings: fine.\n{NO_KAGGLE}\nDatabase: fine.\nDiscord: not asked.\n",
    )


def test_check_goes_on_after_a_problem_and_ends_with_the_code_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite:///{tmp_path}")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    result = bot("check", "--offline")
    assert result.exit_code == EXIT_DATABASE
    assert result.output.startswith(f"Settings: fine.\n{NO_KAGGLE}\nDatabase: ")
    monkeypatch.setenv("BOT_TOKEN", f"Bot {TOKEN}")
    monkeypatch.setenv("BOT_SHARDS", "1/1")
    result = bot("check", "--offline")
    assert result.exit_code == EXIT_SETTINGS
    assert [line.partition(" ")[0] for line in result.output.splitlines()] == [
        *["Settings:"] * 2,
        "Kaggle:",
        "Database:",
        "Discord:",
    ]
    assert TOKEN not in result.output


@pytest.mark.row("half-done migration, older code on newer schema")
@pytest.mark.parametrize("command", ["check --offline", "migrate", "run"])
def test_a_database_of_a_newer_program_is_refused_in_one_sentence(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    run_sql(migrated_sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.setenv("BOT_DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    result = bot(*command.split())
    assert result.exit_code == EXIT_DATABASE
    (sentence,) = [line for line in result.output.splitlines() if "newer" in line]
    assert "version" in sentence or "program" in sentence
    assert "Traceback" not in result.output
