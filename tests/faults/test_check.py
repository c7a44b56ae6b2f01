"""Owns `python -m bot check` as an operator runs it: in its own folder, against a loopback Discord, nothing secret printed."""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.showcase.drawing import lacking_shaping
from tests.faults.compound import ROOT
from tests.faults.scene import Place

SETTINGS, DATABASE, DISCORD, UNREACHABLE = 2, 3, 4, 5
# On a machine without fribidi, one more line says so.
SETTLED = "".join(f"Settings: {said}\n" for said in ("fine.", lacking_shaping()) if said)
SETTLED += "Kaggle: no token, so no competitions; with one in BOT_KAGGLE_API_TOKEN they are on.\n"
FINE = f"{SETTLED}Database: fine.\nDiscord: fine. The bot is compound, in 1 server.\n"


async def check(place: Place, folder: Path, url: str = "", *options: str, **more: str) -> tuple[int, str]:
    """Run it in `folder`; returns its exit code and what it printed. `more` are BOT_ settings, None is unset."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    ours = {
        "BOT_TOKEN": place.server.token,
        "BOT_DISCORD_API_URL": place.server.api_url,
        **({"BOT_DATABASE_URL": url} if url else {}),
        **{f"BOT_{name}": value for name, value in more.items()},
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "check", *options),
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | ours,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        preexec_fn=like_anybody,
    )
    async with asyncio.timeout(60):
        written, _ = await process.communicate()
    said = written.decode()
    assert process.returncode is not None
    assert "Traceback" not in said, said
    for secret in (place.server.token, ours["BOT_TOKEN"]):
        assert not secret or secret not in said
    return process.returncode, said


def listing(folder: Path) -> list[Path]:
    """All that is in a folder, and below."""
    return sorted(folder.rglob("*"))


def forbid(path: Path, mode: int) -> None:
    """Take rights from everybody."""
    path.chmod(mode)


def like_anybody() -> None:
    """The superuser gives up reading and writing what belongs to nobody's group: files forbid it from now on."""
    if sys.platform != "linux":
        return
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(
            24, capability, 0, 0, 0
        )  # PR_CAPBSET_DROP, which counts from the next program on


async def test_a_good_setup_is_fine_and_nothing_changes(
    place: Place, migrated_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "bot"
    folder.mkdir()
    before = listing(tmp_path)
    assert await check(place, folder, migrated_url) == (0, FINE)
    assert listing(tmp_path) == before
    assert {each.method for each in place.server.journal.requests} == {"GET"}


async def test_the_first_time_there_is_no_database_and_that_is_fine(place: Place, tmp_path: Path) -> None:
    code, said = await check(place, tmp_path)
    assert code == 0
    assert said.startswith(f"{SETTLED}Database: none yet, run makes it.\n")
    assert listing(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="loader: how a library is hidden is its own way")
async def test_cards_that_cannot_be_drawn_are_mentioned_and_no_problem(
    place: Place, migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libfribidi.so.0").touch()  # found first, and no library
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    code, said = await check(place, tmp_path, migrated_sqlite_url, "--offline")
    assert code == 0
    settled, cards, *_ = said.splitlines()
    assert settled == "Settings: fine."
    assert cards.startswith("Settings: no cards are drawn in Arabic, Hebrew")
    assert "apt install libfribidi0" in cards


async def test_every_problem_is_in_one_output(place: Place, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "BOT_CONTCT=the library\nDISCORD_TOKEN=s3cret-one\nBOT_METRICS_PORT=nine\n", encoding="utf-8"
    )
    code, said = await check(
        place,
        tmp_path,
        "postgresql://ana:s3cret@two@127.0.0.1/compound",
        TOKEN="1200000000000000000",
        SHARDS="3/2",
        METRICS_HOST="192.0.2.1",
        DISCORD_API_URL="http://127.0.0.1:9/api/v10",
        LOG_LEVEL="CHATTY",
    )
    assert code == SETTINGS
    assert "s3cret" not in said
    for sign in (
        "BOT_DATABASE_URL cannot be read",
        "BOT_METRICS_PORT must be a whole number",
        "BOT_SHARDS must number shards from 0 to 1",
        "BOT_LOG_LEVEL must be DEBUG",
        "BOT_TOKEN is a number, as the Application ID is",
        "BOT_CONTCT is not a setting; did you mean BOT_CONTACT?",
        "DISCORD_TOKEN is not a setting; did you mean BOT_TOKEN?",
        "Settings, warning: everybody on this machine can read .env",
        "Database: not looked at",
        "Discord: it cannot be reached",
    ):
        (line,) = [line for line in said.splitlines() if sign in line]
        assert line.startswith(("Settings", "Database", "Discord"))


async def test_a_wrong_token_ends_with_its_own_code(
    place: Place, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    wrong = place.server.token[:-3] + "xyz"
    code, said = await check(place, tmp_path, migrated_sqlite_url, TOKEN=wrong)
    assert code == DISCORD
    assert said.startswith(f"{SETTLED}Database: fine.\nDiscord: it does not accept BOT_TOKEN. Copy it again:")


async def test_without_a_usable_token_discord_is_only_reached_for(place: Place, tmp_path: Path) -> None:
    code, said = await check(place, tmp_path, TOKEN=f"Bot {place.server.token}")
    assert code == SETTINGS
    assert "begins with the word Bot" in said
    assert said.splitlines()[-1] == "Discord: it answers; the rest needs a token."
    assert [each.path for each in place.server.journal.requests] == ["/gateway"]


async def test_a_discord_out_of_reach_or_in_trouble_is_told_apart(place: Place, tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9/api/v10"
    code, said = await check(place, tmp_path, DISCORD_API_URL=nobody)
    assert code == UNREACHABLE
    assert "it cannot be reached" in said
    assert "Is BOT_DISCORD_API_URL right?" in said
    assert await check(place, tmp_path, "", "--offline", DISCORD_API_URL=nobody) == (
        0,
        f"{SETTLED}Database: none yet, run makes it.\nDiscord: not asked.\n",
    )
    for status, body, expected, words in (
        (503, "upstream connect error", UNREACHABLE, "in trouble itself (it answers 503)"),
        (200, "<html>Welcome</html>", DISCORD, "not as Discord does"),
        (404, {"message": "404: Not Found", "code": 0}, DISCORD, "it answers 404 to a plain question"),
    ):
        place.server.faults.fail(9, status=status, body=body)
        code, said = await check(place, tmp_path)
        place.server.faults.clear()
        assert code == expected
        assert words in said.splitlines()[-1]


async def test_a_discord_that_does_not_answer_is_not_waited_for_long(place: Place, tmp_path: Path) -> None:
    place.server.faults.slow(30, path="/gateway/bot")
    code, said = await check(place, tmp_path)
    assert code == UNREACHABLE
    assert said.splitlines()[-1].startswith("Discord: no full answer within 10 seconds.")


async def test_servers_that_are_allowed_are_compared_with_those_there_are(
    place: Place, tmp_path: Path
) -> None:
    others = [place.server.world.add_guild(f"Guild {number}").id for number in range(210)]
    here, elsewhere = place.guild.id, 1_100_000_000_000_000_001
    code, said = await check(place, tmp_path, ALLOWED_SERVERS=f"{here},{elsewhere}")
    assert code == 0
    missing, refused = said.splitlines()[-2:]
    assert missing.startswith("Discord, warning: BOT_ALLOWED_SERVERS names 1 server that the bot is not in: ")
    assert str(elsewhere) in missing
    assert "the bot is in 210 servers that BOT_ALLOWED_SERVERS leaves out" in refused
    assert str(sorted(others)[0]) in refused
    assert "and 200 more" in refused
    assert str(here) not in missing + refused
    code, said = await check(place, tmp_path, ALLOWED_SERVERS=",".join(map(str, [here, *others])))
    assert (code, len(said.splitlines())) == (0, 4), said


def account(place: Place, *, servers: int, shards: int, left: int, **more: object) -> None:
    """Discord answers as for a bot of this size with so many starts left."""
    limit = {"total": 1000, "remaining": left, "reset_after": 9_000_000, "max_concurrency": 1}
    gateway = {"url": place.server.gateway_url, "shards": shards, "session_start_limit": limit}
    place.server.faults.fail(1, status=200, path="/gateway/bot", body=gateway)
    application = {"id": "1", "approximate_guild_count": servers, "flags": 0, **more}
    place.server.faults.fail(
        1, status=200, path="/oauth2/applications/@me|/applications/@me", body=application
    )


async def test_too_few_shards_and_starts_are_told_in_time(place: Place, tmp_path: Path) -> None:
    for servers, mine, left, code, words in (
        (1_900, "0/1", 900, 0, ["in 1,900 servers."]),
        (2_100, "0/1", 900, 0, ["warning: 2,100 servers on 1 shard (", "BOT_SHARDS=0-2/3."]),
        (2_501, "0/1", 900, DISCORD, ["Discord: 2,501 servers on 1 shard ("]),
        (
            2_501,
            "0-1/2",
            20,
            0,
            ["in 2,501 servers.", "warning: it allows only 20 more starts; there are 1,000 again in 3"],
        ),
        (9, "0-3/4", 3, DISCORD, ["Discord: it allows 3 more starts, and this process needs 4"]),
    ):
        account(place, servers=servers, shards=3, left=left)
        ended, said = await check(place, tmp_path, SHARDS=mine, DATABASE_URL="sqlite:///compound.sqlite3")
        assert ended == code, said
        for each in words:
            assert each in said, said
        assert ("Discord: fine." in said) == (code == 0)


async def test_switches_in_the_developer_portal_that_do_harm_are_named(place: Place, tmp_path: Path) -> None:
    account(place, servers=1, shards=1, left=900, flags=(1 << 15) | (1 << 18), bot_require_code_grant=True)
    code, said = await check(place, tmp_path)
    assert code == 0
    assert "privileged intents are switched on (Server Members, Message Content)" in said
    assert "cannot be invited" in said
    account(place, servers=1, shards=1, left=900, interactions_endpoint_url="https://example.org/discord")
    code, said = await check(place, tmp_path)
    assert code == DISCORD
    assert "commands and buttons never reach this bot" in said


@pytest.fixture
def closed(tmp_path: Path, migrated_file: Path) -> Path:
    """A folder with a database, for a test to close."""
    folder = tmp_path / "closed"
    folder.mkdir()
    shutil.copyfile(migrated_file, folder / "compound.sqlite3")
    return folder


async def test_what_the_user_may_not_read_or_write_is_named(
    place: Place, tmp_path: Path, closed: Path
) -> None:
    url = f"sqlite:///{closed / 'compound.sqlite3'}"
    forbid(closed / "compound.sqlite3", 0)
    code, said = await check(place, tmp_path, url, "--offline")
    assert code == DATABASE
    assert f"Database: {closed / 'compound.sqlite3'} cannot be read and written (Permission denied)" in said
    forbid(closed, 0o500)
    code, said = await check(place, tmp_path, url, "--offline")
    forbid(closed, 0o700)
    assert code == DATABASE
    assert f"nothing can be written to the folder {closed} (Permission denied)" in said
    secret = tmp_path / ".env"
    secret.write_text("BOT_CONTACT=s3cret\n", encoding="utf-8")
    forbid(secret, 0)
    code, said = await check(place, tmp_path, "", "--offline")
    assert code == SETTINGS
    assert "Settings: .env cannot be read (Permission denied)" in said


async def test_an_address_that_is_not_this_machines_is_named_and_a_port_in_use(
    place: Place, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = await check(place, tmp_path, "", "--offline", METRICS_PORT=port)
    assert code == 0
    assert f"Settings, warning: port {port} on 127.0.0.1 (BOT_METRICS_PORT) is taken" in said
    code, said = await check(place, tmp_path, "", "--offline", METRICS_PORT=port, METRICS_HOST="192.0.2.1")
    assert code == SETTINGS
    assert "BOT_METRICS_HOST, 192.0.2.1, is no address of this machine" in said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("disk: mounting a small file system is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


async def test_a_disk_that_is_nearly_full_gets_a_warning(
    place: Place, tmp_path: Path, small_disk: Path
) -> None:
    url = f"sqlite:///{small_disk / 'data' / 'compound.sqlite3'}"
    code, said = await check(place, tmp_path, url, "--offline")
    assert code == 0
    assert f"Database, warning: only 5 MB are free in {small_disk}" in said
