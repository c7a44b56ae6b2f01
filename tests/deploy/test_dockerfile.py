"""Proves the image: built step by step from a clean copy, run without root and without write access, on a whole Discord."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.core.db import migrate
from tests.deploy.engine import TRAPPED, Container, Image, base_image, built, ok, why_not
from tests.faults.compound import add_standup, real_time_app, soon, texts
from tests.faults.discord_server import DiscordServer
from tests.faults.scene import Place

# The first build downloads the pinned packages.
pytestmark = pytest.mark.timeout(900)
USER = 10001


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    """The image of this working tree; skips where no container can be made."""
    if reason := why_not():
        pytest.skip(reason)
    with built(tmp_path_factory.mktemp("image")) as made:
        yield made


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """A Discord on this machine's loopback."""
    async with DiscordServer() as server:
        yield Place(server)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty folder for /data that belongs to the image's user, as a new volume does."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def configuration(image: Image) -> dict[str, Any]:
    """What the image says about how it is run."""
    (found,) = json.loads(ok("image", "inspect", image.name))
    return {"Healthcheck": found.get("Healthcheck"), **found["Config"]}  # Docker's place for it is Config


def options(place: Place, data: Path, token: str = "") -> list[str]:
    """Podman's options for a bot on this Discord."""
    for path in (data, *data.iterdir()):
        os.chown(path, USER, USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "BOT_TOKEN": token or place.server.token,
        "BOT_DISCORD_API_URL": place.server.api_url,
        "BOT_DISCORD_GATEWAY_URL": place.server.gateway_url,
        "BOT_METRICS_PORT": str(port),  # the container shares this machine's ports
    }
    return [f"--volume={data}:/data", *(f"--env={name}={value}" for name, value in settings.items())]


async def until(container: Container, words: str, within: float = 60) -> None:
    """Wait until the container has written these words."""
    log = ""
    for _ in range(int(within / 0.5)):
        log = await asyncio.to_thread(container.log)
        if words in log:
            return
        await asyncio.sleep(0.5)
    raise AssertionError(f"{words!r} was not logged within {within} s:\n{log}")


def test_it_runs_as_a_numbered_user_and_says_how_it_wants_to_be_run(image: Image) -> None:
    config = configuration(image)
    assert config["User"] == f"{USER}:{USER}"
    assert config["StopSignal"] in ("SIGTERM", "15")
    assert config["Entrypoint"][-1:] + config["Cmd"] == ["/app/docker/start.py", "run"]
    assert list(config["Volumes"]) == ["/data"]
    assert config["Healthcheck"]["Test"][:2] == ["CMD", "python"]
    environment = dict(pair.split("=", 1) for pair in config["Env"])
    ours = {name.removeprefix("BOT_").lower() for name in environment if name.startswith("BOT_")}
    assert ours <= Settings.model_fields.keys()
    assert list(config["ExposedPorts"]) == [f"{environment['BOT_METRICS_PORT']}/tcp"]
    assert environment["BOT_DATABASE_URL"].startswith("sqlite+aiosqlite:////data/")


def test_it_holds_the_bot_and_nothing_else(image: Image) -> None:
    listed = set(image.look("cd /app && find . -type f ! -name '*.pyc' | cut -c 3-").split())
    assert {"bot/__main__.py", "cogs/__init__.py", "migrations/env.py", "pyproject.toml"} <= listed
    assert {path.split("/")[0] for path in listed} == {
        "LICENSE",
        "pyproject.toml",
        "bot",
        "cogs",
        "migrations",
        "docker",
    }
    assert {path for path in listed if path.startswith("docker/")} == {"docker/start.py", "docker/healthy.py"}
    assert image.look(f"grep -rl {TRAPPED} /app /data /venv /tmp || true") == ""
    # Compiled beforehand, by the Python that runs it.
    assert image.look("ls /app/bot/__pycache__/__main__.*.pyc").count(".pyc") == 1
    tag = base_image().partition(":")[2].partition("-")[0]
    assert image.look("python --version").startswith(f"Python {tag}.")


def test_it_can_build_nothing_and_change_nothing_but_its_data(image: Image) -> None:
    assert image.look("command -v gcc cc make || true") == ""
    assert "No module named pip" in image.look("python -m pip --version 2>&1 || true")
    assert image.look("find / -xdev -type d -path '*/pip/http*' -o -xdev -path '*/.cache/pip'") == ""
    owned = image.look(f"find / -xdev \\( -uid {USER} -o -gid {USER} \\) ! -path '/proc/*'").split()
    assert owned == ["/data"]
    writable = image.look("find /app /venv -perm /022 ! -type l")
    assert writable == ""


def test_it_draws_cards_in_every_script(image: Image) -> None:
    asked = "from bot.showcase.drawing import lacking, lacking_shaping; print([lacking(), lacking_shaping()])"
    assert image.look(f'cd /app && python -c "{asked}"').strip() == "['', '']"


def test_check_and_migrate_run_locked_down(image: Image, place: Place, data: Path) -> None:
    with_data = tuple(options(place, data))
    checked = image.run("check", "--offline", options=with_data)
    assert checked.code == 0, checked.out
    assert list(data.iterdir()) == []
    migrated = image.run("migrate", options=with_data)
    assert migrated.code == 0, migrated.out
    made = data / "compound.sqlite3"
    assert made.stat().st_uid == USER
    assert image.run("migrate", options=with_data).code == 0
    assert image.run("nonsense").code == 2


async def test_it_serves_a_whole_discord_and_stops_when_told(image: Image, place: Place, data: Path) -> None:
    url = f"sqlite+aiosqlite:///{data / 'compound.sqlite3'}"
    await asyncio.to_thread(migrate, url)
    async with real_time_app(url) as app:
        await add_standup(app, place, soon(15))
    health = [part for part in configuration(image)["Healthcheck"]["Test"] if part != "CMD"]
    with image.running(*options(place, data)) as container:
        await place.server.until(lambda: bool(texts(place.channel)), "the prompt is posted", within=60)
        await place.server.until(place.server.gateway.connected, "the gateway", within=30)
        healthy = await asyncio.to_thread(container.execute, *health)
        assert healthy.code == 0, healthy.out + container.log()
        for _ in range(60):
            ready = await asyncio.to_thread(container.execute, *health, "/readyz")
            if ready.code == 0:
                break
            await asyncio.sleep(0.5)
        assert ready.code == 0, ready.out + container.log()
        metrics = await asyncio.to_thread(container.execute, *health, "/metrics")
        assert "compound_source_up" in metrics.out
        missing = await asyncio.to_thread(container.execute, *health, "/nothing")
        assert missing.code == 1
        bot = ("python", "-m", "bot")
        saved = await asyncio.to_thread(container.execute, *bot, "backup", "/data/backup.sqlite3")
        assert saved.code == 0, saved.out
        assert await asyncio.to_thread(container.stop) == 0, container.log()
        assert place.server.token not in container.log()
    assert len(texts(place.channel)) == 1
    with_data = tuple(options(place, data))
    restored = image.run("restore", "--force", "/data/backup.sqlite3", options=with_data)
    assert restored.code == 0, restored.out
    with image.running(*with_data) as again:
        await place.server.until(place.server.gateway.connected, "the gateway again", within=60)
        assert await asyncio.to_thread(again.stop) == 0, again.log()
    assert len(texts(place.channel)) == 1


async def test_a_refused_log_in_is_not_tried_again_at_once(image: Image, place: Place, data: Path) -> None:
    wrong = place.server.token[:-3] + "xyz"
    with image.running(*options(place, data, wrong)) as container:
        await until(container, "Starting again does not help here.")
        assert "Discord does not accept BOT_TOKEN." in container.log()
        await asyncio.sleep(2)
        assert container.is_running()
        assert await asyncio.to_thread(container.stop) == 4


def test_the_log_of_the_build_names_every_step(image: Image) -> None:
    steps = re.findall(r"^(?:\[\d/\d\] )?STEP (\d+)/(\d+): ", image.log, re.MULTILINE)
    assert steps
    assert {total for number, total in steps if number == total} == {total for _, total in steps}
