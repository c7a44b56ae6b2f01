"""Owns the settings: what is read, what is refused in which words, and what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import Settings, SettingsError, Shards, load_settings


def test_without_a_token_the_sentence_says_how_to_get_one_and_that_the_demo_needs_none() -> None:
    assert load_settings(need_token=False).token.get_secret_value() == ""
    with pytest.raises(SettingsError, match=r"discord\.com/developers.*make demo"):
        load_settings(need_token=True)


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "SHARDS": "9/4",
        "DATABASE_URL": "mysql://x",
        "DEMO_PORT": "0",
        "DISCORD_API_URL": "x",
        "DISCORD_GATEWAY_URL": "y",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"BOT_{name}", value)
    with pytest.raises(SettingsError) as refused:
        load_settings(need_token=True)
    lines = str(refused.value).splitlines()
    assert {line.split()[0] for line in lines} == {"BOT_TOKEN", *(f"BOT_{name}" for name in wrong)}


def test_the_token_is_read_from_the_folder_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=very.secret.token\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = load_settings(need_token=True)
    assert settings.token.get_secret_value() == "very.secret.token"
    assert "secret.token" not in f"{settings!r} {settings}"


def test_short_database_addresses_are_completed_and_memory_is_refused() -> None:
    assert Settings(database_url="sqlite:///x.db").database_url == "sqlite+aiosqlite:///x.db"
    assert Settings(database_url="sqlite:///x.db").database_file == Path("x.db")
    assert Settings(database_url="postgresql://u@h/n").database_url == "postgresql+asyncpg://u@h/n"
    assert Settings(database_url="postgresql://u@h/n").database_file is None
    for memory in ("sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite:///"):
        with pytest.raises(ValidationError):
            Settings(database_url=memory)


@pytest.mark.parametrize(
    ("text", "own", "count"), [("0/1", (0,), 1), ("0-3/16", (0, 1, 2, 3), 16), ("2,5-6/8", (2, 5, 6), 8)]
)
def test_shards_are_written_as_ranges(text: str, own: tuple[int, ...], count: int) -> None:
    assert Shards.parse(text) == Shards(own, count)


@pytest.mark.parametrize("text", ["", "1", "a/b", "4/4", "-1/4", "3-1/4", "0/0", "1/2/3"])
def test_other_shards_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="shards"):
        Shards.parse(text)
