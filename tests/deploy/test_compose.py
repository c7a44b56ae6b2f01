"""Proves docker/compose.yaml: three ways to run the bot, each complete, locked down and in the bot's own words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.config import Settings, Shards
from bot.shell.run import FINISH
from tests.deploy.documents import COMMANDS, DOCKER, ROOT, SETTINGS, Document, documents, image_settings

PROFILES = {
    "sqlite": {"bot"},
    "postgres": {"bot-postgres", "postgres"},
    "four": {"bot-0", "bot-1", "bot-2", "bot-3", "migrate", "postgres"},
}


@pytest.fixture(scope="module")
def compose() -> Document:
    """The file."""
    (document,) = documents(DOCKER / "compose.yaml")
    return document


@pytest.fixture(scope="module")
def ours(compose: Document) -> dict[str, Any]:
    """The services that run the bot's image."""
    return {name: one for name, one in compose["services"].items() if one["image"] == "compound"}


def test_each_profile_starts_its_services_and_nothing_starts_without_one(compose: Document) -> None:
    found = {
        profile: {name for name, service in compose["services"].items() if profile in service["profiles"]}
        for profile in PROFILES
    }
    assert found == PROFILES
    for profile, names in found.items():
        for name in names:
            assert set(compose["services"][name].get("depends_on", ())) <= names, f"{name} in {profile}"


def test_the_example_of_dotenv_chooses_the_file_and_the_simplest_profile() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    chosen = dict(re.findall(r"^(COMPOSE_\w+)=(.*)$", example, re.MULTILINE))
    assert chosen == {"COMPOSE_FILE": "docker/compose.yaml", "COMPOSE_PROFILES": "sqlite"}


def test_every_name_is_a_setting_and_every_value_can_be_used(ours: dict[str, Any]) -> None:
    for service in ours.values():
        given = {name: str(value) for name, value in service["environment"].items() if name != "PGPASSWORD"}
        assert given.keys() <= SETTINGS
        every = image_settings() | given
        read = Settings(
            _env_file=None,  # type: ignore[call-arg]
            **{name.removeprefix("BOT_").lower(): value for name, value in every.items()},
        )
        assert read.metrics_port
        assert read.metrics_host == "0.0.0.0"


def test_every_process_runs_a_command_that_exists(ours: dict[str, Any]) -> None:
    assert {tuple(service.get("command", ["run"])) for service in ours.values()} == {("run",), ("migrate",)}
    assert {"run", "migrate"} <= COMMANDS


def test_four_processes_cover_every_shard_once(ours: dict[str, Any]) -> None:
    shards = [
        Shards.parse(service["environment"]["BOT_SHARDS"])
        for name, service in ours.items()
        if re.fullmatch(r"bot-\d", name)
    ]
    assert {each.count for each in shards} == {4}
    assert sorted(number for each in shards for number in each.own) == [0, 1, 2, 3]
    for name in PROFILES["four"] - {"migrate", "postgres"}:
        assert ours[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert ours["migrate"]["restart"] == "no"
    assert ours["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_every_process_is_locked_down_and_has_time_to_finish(ours: dict[str, Any]) -> None:
    for service in ours.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == "/tmp"
        assert "privileged" not in service
        assert "user" not in service, "the image's own, which is not root"
        assert int(service["stop_grace_period"].removesuffix("s")) >= FINISH + 10


def test_what_is_kept_lies_on_a_volume(compose: Document) -> None:
    services = compose["services"]
    assert services["bot"]["volumes"] == ["data:/data"]
    assert Settings(database_url=services["bot"]["environment"]["BOT_DATABASE_URL"]).database_file
    assert services["bot"]["environment"]["BOT_DATABASE_URL"].startswith("sqlite+aiosqlite:////data/")
    assert services["postgres"]["volumes"] == ["postgres:/var/lib/postgresql/data"]
    assert set(compose["volumes"]) == {"data", "postgres"}


def test_the_processes_and_postgresql_agree(compose: Document) -> None:
    postgres = compose["services"]["postgres"]
    version = int(postgres["image"].partition(":")[2])
    assert version >= 16
    login = postgres["environment"]
    for name in PROFILES["postgres"] | PROFILES["four"]:
        service = compose["services"][name]
        if name == "postgres":
            continue
        assert service["environment"]["BOT_DATABASE_URL"] == (
            f"postgresql+asyncpg://{login['POSTGRES_USER']}@postgres:5432/{login['POSTGRES_DB']}"
        )
        assert service["environment"]["PGPASSWORD"] == login["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:-}"
    assert "ports" not in postgres


def test_the_image_is_built_from_this_repository(ours: dict[str, Any]) -> None:
    for service in ours.values():
        context = (DOCKER / service["build"]["context"]).resolve()
        assert context == ROOT
        assert (context / service["build"]["dockerfile"]).is_file()
        assert service["env_file"] == "../.env"
