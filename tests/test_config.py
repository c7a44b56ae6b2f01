"""Owns the settings: what is read, what is refused in which words, and what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import (
    Reading,
    Settings,
    SettingsError,
    Shards,
    Unknown,
    load_settings,
    read_settings,
    unknown_names,
)


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
        "ARXIV_FEED_URL": "ftp://rss.arxiv.org",
        "ARXIV_API_URL": "https://",
        "KAGGLE_API_URL": "kaggle.com",
        "KAGGLE_API_TOKEN": "two words",
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


def test_a_problem_of_one_setting_leaves_the_others_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"METRICS_PORT": "many", "DEMO_PORT": "99999", "LOG_LEVEL": "loud", "SHARDS": "1/1"}
    for name, value in {**wrong, "CONTACT": "  the  library "}.items():
        monkeypatch.setenv(f"BOT_{name}", value)
    reading = read_settings()
    assert sorted(reading.problems) == [
        "BOT_DEMO_PORT must be 65534 or less.",
        "BOT_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.",
        "BOT_METRICS_PORT must be a whole number.",
        "BOT_SHARDS must number shards from 0 to 0, as there are 1.",
    ]
    assert reading.unusable == {name.lower() for name in wrong}
    assert (reading.settings.contact, reading.settings.metrics_port) == ("the library", 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://ana:s3cret@host:port/name"),
        ("DATABASE_URL", "postgresql://ana:s3c@s3cret@host:1/name"),
        ("DISCORD_API_URL", "https://"),
        ("DISCORD_API_URL", "https://ana:s3cret@host:port"),
        ("DISCORD_GATEWAY_URL", "https://ana:s3cret@host"),
        ("ALLOWED_SERVERS", "s3cret, 12"),
        ("CONTACT", "s3cret" * 40),
        ("KAGGLE_API_TOKEN", "Bearer KGAT_s3cret"),
        ("KAGGLE_API_TOKEN", "KGAT_s3\nKGAT_s3cret"),
        ("KAGGLE_KEY", "s3cret s3cret"),
        ("KAGGLE_API_URL", "ftp://ana:s3cret@host"),
        ("KAGGLE_API_URL", "https://ana:s3cret@api.kaggle.com/v1"),
        ("ARXIV_API_URL", "https://s3cret@host"),
        ("ARXIV_FEED_URL", "https://:s3cret@host"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_repeating_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BOT_{name}", value)
    (problem,) = read_settings().problems
    assert problem.startswith(f"BOT_{name} ")
    assert "s3cret" not in problem


def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"BOT_{name.upper()}", "")
    assert read_settings() == Reading(Settings(_env_file=None))  # type: ignore[call-arg]


def test_a_file_of_another_editor_is_read_and_one_that_is_no_text_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / ".env"
    file.write_text("BOT_CONTACT=café\n", encoding="utf-8-sig")
    assert read_settings().settings.contact == "café"
    file.write_text("BOT_CONTACT=café\n", encoding="utf-16")
    (problem,) = read_settings().problems
    assert problem.startswith(".env is no UTF-8 text")
    assert unknown_names() == []
    file.unlink()
    file.mkdir()
    (problem,) = read_settings().problems
    assert problem.startswith(".env is a folder")


def test_names_that_are_no_settings_are_found_and_the_setting_they_resemble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "BOT_TOKNE=s3cret\nDISCORD_TOKEN=s3cret\nBO_CONTACT=x\nEDITOR=vi\nBOT_SHARDS=0/1\n", encoding="utf-8"
    )
    monkeypatch.setenv("BOT_ALLOWED_SERVRES", "1")
    monkeypatch.setenv("BOT_MOOD", "good")
    monkeypatch.setenv("TOKEN", "another program's")
    assert unknown_names() == [
        Unknown("BOT_ALLOWED_SERVRES", "BOT_ALLOWED_SERVERS"),
        Unknown("BOT_MOOD"),
        Unknown("BOT_TOKNE", "BOT_TOKEN"),
        Unknown("BO_CONTACT", "BOT_CONTACT"),
        Unknown("DISCORD_TOKEN", "BOT_TOKEN"),
    ]


def test_only_named_servers_are_served_and_direct_messages_always() -> None:
    everywhere = Settings()
    some = Settings(allowed_servers="17, 18,")  # type: ignore[arg-type]
    assert [everywhere.serves(each) for each in (0, 17, 19)] == [True, True, True]
    assert [some.serves(each) for each in (0, 17, 18, 19)] == [True, True, True, False]


def test_addresses_of_arxiv_may_end_with_a_stroke() -> None:
    settings = Settings(
        arxiv_feed_url="http://127.0.0.1:1/rss/", arxiv_api_url="http://127.0.0.1:1/api/query"
    )
    assert (settings.arxiv_feed_url, settings.arxiv_api_url) == (
        "http://127.0.0.1:1/rss",
        "http://127.0.0.1:1/api/query",
    )
    assert Settings().arxiv_feed_url == "https://rss.arxiv.org/atom"
    assert Settings().arxiv_api_url == "https://export.arxiv.org/api/query"


def kaggle(settings: Settings) -> tuple[str, str, str]:
    """Who the settings say that we are to Kaggle."""
    token, key = settings.kaggle_api_token, settings.kaggle_key
    return token.get_secret_value(), settings.kaggle_username, key.get_secret_value()


def test_kaggles_own_names_are_read_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "KAGGLE_API_TOKEN= in-file \nBOT_KAGGLE_USERNAME=ana\nKAGGLE_KEY=k3y\n", encoding="utf-8"
    )
    assert kaggle(read_settings().settings) == ("in-file", "ana", "k3y")
    assert unknown_names() == []
    monkeypatch.setenv("KAGGLE_API_TOKEN", "around")
    assert kaggle(read_settings().settings)[0] == "around"
    monkeypatch.setenv("BOT_KAGGLE_API_TOKEN", "ours")
    assert kaggle(read_settings().settings)[0] == "ours"
    given = Settings(kaggle_api_token="given", kaggle_username="", kaggle_key="")  # type: ignore[arg-type]
    assert kaggle(given) == ("given", "", "")
    assert "ours" not in repr(read_settings())


@pytest.mark.parametrize(("there", "lacking"), [("USERNAME", "KEY"), ("KEY", "USERNAME")])
def test_a_kaggle_name_without_its_key_is_named_at_once(
    there: str, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"KAGGLE_{there}", "s3cret")
    monkeypatch.setenv("BOT_DEMO_PORT", "0")
    port, half = read_settings().problems
    assert port.startswith("BOT_DEMO_PORT")
    assert half.startswith(f"BOT_KAGGLE_{lacking} is missing, as BOT_KAGGLE_{there} is set")
    assert "s3cret" not in half
    monkeypatch.delenv("BOT_DEMO_PORT")
    monkeypatch.setenv("KAGGLE_API_TOKEN", "token")  # with which nothing else is needed
    assert read_settings().problems == ()


def test_an_unusable_kaggle_token_leaves_the_others_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"KAGGLE_API_TOKEN": "two words", "BOT_CONTACT": "the library"}.items():
        monkeypatch.setenv(name, value)
    reading = read_settings()
    (problem,) = reading.problems
    assert problem.startswith("BOT_KAGGLE_API_TOKEN has a space")
    assert (set(reading.unusable), reading.settings.contact) == ({"kaggle_api_token"}, "the library")
    assert not reading.settings.kaggle_api_token.get_secret_value()


def test_a_path_with_a_space_is_a_path() -> None:
    path = "/run/my secrets/kaggle.json"
    assert kaggle(Settings(kaggle_api_token=path))[0] == path  # type: ignore[arg-type]
