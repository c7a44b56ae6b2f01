"""Owns what `check` finds out and says: tokens by their shape, databases in every trouble, the machine; each without a secret."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import get_args

import pytest

from bot.config import Reading, Settings, Shards, Unknown
from bot.core.db.condition import Condition, Kind, condition
from bot.core.db.database import parse_url
from bot.shell.diagnosis import Area, Finding, Severity, diagnose
from bot.shell.diagnosis.kaggle import ask_kaggle
from bot.shell.diagnosis.machine import look_around, look_at_extras
from bot.shell.diagnosis.storage import word
from bot.shell.diagnosis.token import token_trouble
from tests.competitions.feed.served import BEARER, answer, item, serving
from tests.competitions.feed.served import TOKEN as KAGGLE_TOKEN
from tests.databases import postgres_server, run_sql
from tests.faults.compound import ROOT
from tests.faults.discord_server import token_for

TOKEN = token_for(1_200_000_000_000_000_000)
SECRET = "s3cret-pass"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (f'"{TOKEN}"', "quotation marks"),
        (f"“{TOKEN}”", "quotation marks"),
        (f"Bot {TOKEN}", "begins with the word Bot"),
        (f"{TOKEN[:30]} {TOKEN[30:]}", "a space or a line break inside"),
        ("1200000000000000000", "as the Application ID is"),
        ("0a" * 32, "Public Key"),
        ("Xy-_5678" * 4, "Client Secret"),
        ("your-token-here", "does not look like a bot's token"),
        (TOKEN.rpartition(".")[0], "does not look like a bot's token"),
        ("", "BOT_TOKEN is missing"),
    ],
)
def test_what_is_pasted_in_place_of_a_token_is_recognised(pasted: str, words: str) -> None:
    trouble = token_trouble(pasted)
    assert words in trouble
    assert not pasted or pasted not in trouble


@pytest.mark.parametrize("number", [10**16, 10**17, 12 * 10**17, 18 * 10**18])
def test_a_token_is_one_however_long_its_application_id_is(number: int) -> None:
    assert token_trouble(token_for(number)) == ""


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_condition_has_its_sentence(kind: Kind) -> None:
    said = word(Condition(kind, "THIS", "BECAUSE"))
    assert said.sentence.endswith((".", ";"))
    assert "{" not in said.sentence
    fine = kind in ("current", "behind", "empty", "none")
    assert (said.severity is Severity.FINE) == fine
    assert fine or "THIS" in said.sentence or kind in ("newer", "other")


def before_and_after(folder: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Fails when anything in the folder is another afterwards."""
    before = before_and_after(folder)
    yield
    assert before_and_after(folder) == before


def test_a_file_in_trouble_is_told_from_another(tmp_path: Path, migrated_file: Path) -> None:
    good = tmp_path / "good.sqlite3"
    shutil.copyfile(migrated_file, good)
    (tmp_path / "text.sqlite3").write_text("words " * 100, encoding="utf-8")
    (tmp_path / "empty.sqlite3").touch()
    (tmp_path / "folder").mkdir()
    run_sql(f"sqlite:///{tmp_path / 'other.sqlite3'}", "CREATE TABLE songs (name text)")
    torn = bytearray(migrated_file.read_bytes())
    torn[100:200] = b"\xff" * 100
    (tmp_path / "torn.sqlite3").write_bytes(torn)
    expected = {
        "good.sqlite3": "current",
        "text.sqlite3": "foreign",
        "other.sqlite3": "foreign",
        "empty.sqlite3": "empty",
        "torn.sqlite3": "damaged",
        "folder": "no file",
        "absent/deeper/new.sqlite3": "none",
        "good.sqlite3/below.sqlite3": "no folder",
    }
    with unchanged(tmp_path):
        found = {name: condition(f"sqlite:///{tmp_path / name}").kind for name in expected}
    assert found == expected
    assert condition("sqlite:////proc/compound.sqlite3").kind == "folder closed"


def test_a_locked_file_is_named_and_one_that_others_only_read_is_fine(migrated_sqlite_url: str) -> None:
    path = parse_url(migrated_sqlite_url).database or ""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM alembic_version").fetchall()
        assert condition(migrated_sqlite_url, seconds=0.2).kind == "current"
        other.execute("ROLLBACK")
        other.execute("BEGIN IMMEDIATE")
        assert condition(migrated_sqlite_url, seconds=0.2).kind == "locked"


def test_the_schemas_age_is_told(migrated_url: str) -> None:
    assert condition(migrated_url).kind == "current"
    run_sql(migrated_url, "UPDATE alembic_version SET version_num = '0001'")
    state = condition(migrated_url).kind
    assert state in ("behind", "current"), "0001 is the only revision, or an older one"
    run_sql(migrated_url, "UPDATE alembic_version SET version_num = '9999'")
    assert condition(migrated_url).kind == "newer"


def test_an_empty_server_database_is_empty(postgres_url: str) -> None:
    assert condition(postgres_url) == Condition("empty")


@pytest.fixture
def stranger(postgres_url: str) -> Iterator[str]:
    """The address of an empty database, of a user who may make nothing there."""
    address = parse_url(postgres_url)
    name = f"stranger_{address.database}"
    run_sql(
        postgres_url,
        f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    )
    yield address.set(username=name, password=SECRET).render_as_string(hide_password=False)
    run_sql(postgres_server(), f"DROP ROLE {name}")  # not there, where the test may have forbidden writing


def test_a_server_in_trouble_is_told_from_another(stranger: str, postgres_url: str) -> None:
    address = parse_url(stranger)
    name, database = address.username, address.database

    def found(**changes: object) -> Condition:
        return condition(
            address.set(**changes).render_as_string(hide_password=False),  # type: ignore[arg-type]
            seconds=5,
        )

    assert found() == Condition("rights", str(name))
    assert found(database="nowhere").kind == "name"
    assert found(username="nobody_at_all").kind in ("user", "password")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        nobody = found(port=port)
    assert (nobody.kind, nobody.what) == ("unreachable", f"{address.host}:{port}")
    run_sql(postgres_url, f"ALTER ROLE {name} CONNECTION LIMIT 0")
    assert found().kind == "full"
    run_sql(postgres_url, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert condition(postgres_url).kind == "read-only"


@asynccontextmanager
async def refusing(code: str, message: str) -> AsyncIterator[int]:
    """The port of a server that asks for the password, as PostgreSQL does, and refuses with this SQLSTATE.

    https://www.postgresql.org/docs/current/protocol-message-formats.html
    """

    async def packet(reader: asyncio.StreamReader) -> bytes:
        (length,) = struct.unpack("!i", await reader.readexactly(4))
        return await reader.readexactly(length - 4)

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            if await packet(reader) == struct.pack("!i", 80877103):  # may it be encrypted? No.
                writer.write(b"N")
                await packet(reader)
            writer.write(b"R" + struct.pack("!ii", 8, 3))
            assert await reader.readexactly(1) == b"p"
            assert SECRET.encode() in await packet(reader)
            fields = f"SFATAL\0C{code}\0M{message}\0\0".encode()
            writer.write(b"E" + struct.pack("!i", len(fields) + 4) + fields)
            await writer.drain()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("28P01", f"password authentication failed ({SECRET})", "password of ana"),
        ("28000", f"no entry for host, user ana, {SECRET}", "let ana in"),
        ("XX000", f"broken by {SECRET}", "broken by ***"),
    ],
)
async def test_a_refused_password_is_named_and_never_shown(code: str, message: str, expected: str) -> None:
    async with refusing(code, message) as port:
        url = f"postgresql://ana:{SECRET}@127.0.0.1:{port}/compound"
        said = word(await asyncio.to_thread(condition, url))
    assert expected in said.sentence
    assert SECRET not in said.sentence


def test_who_only_runs_the_bot_needs_no_right_to_make_tables(migrated_postgres_url: str) -> None:
    address = parse_url(migrated_postgres_url)
    name = f"runner_{address.database}"
    run_sql(
        migrated_postgres_url,
        f"CREATE ROLE {name} LOGIN",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT SELECT ON alembic_version TO {name}",
    )
    try:
        url = address.set(username=name).render_as_string(hide_password=False)
        assert condition(url) == Condition("current")
    finally:
        run_sql(migrated_postgres_url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def settings(**given: object) -> Settings:
    """Settings of this test alone."""
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


def around(unknown: list[Unknown] | None = None, **given: object) -> list[Finding]:
    """What is found around these settings."""
    return look_around(Reading(settings(**given)), unknown or [])


def test_several_processes_on_one_file_get_a_warning() -> None:
    shared = Shards.parse("0/2")
    (found,) = around(shards=shared)
    assert found.severity is Severity.WARNING
    assert "one machine" in found.sentence
    assert around(shards=Shards.parse("0-1/2")) == []
    assert around(shards=shared, database_url="postgresql://u@h/n") == []


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (found,) = around(metrics_port=port)
        assert found.severity is Severity.WARNING, "this bot itself may be running"
        assert f"port {port} on 127.0.0.1" in found.sentence
    assert around(metrics_port=port) == []


def test_a_name_like_a_setting_is_an_error_unless_the_setting_is_there() -> None:
    (typo,) = around([Unknown("BOT_CONTCT", "BOT_CONTACT")])
    assert typo.line == "Settings: BOT_CONTCT is not a setting; did you mean BOT_CONTACT?"
    (leftover,) = around([Unknown("BOT_CONTACT_OLD", "BOT_CONTACT")], contact="the library")
    assert leftover.severity is Severity.WARNING
    (foreign,) = around([Unknown("BOT_MOOD")])
    assert foreign.line == "Settings, warning: BOT_MOOD is not a setting of this bot, and is ignored."


def test_a_file_with_the_token_that_others_can_read_gets_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert around() == []
    file = tmp_path / ".env"
    file.write_text(f"BOT_TOKEN={TOKEN}", encoding="utf-8")
    file.chmod(0o644)
    (found,) = around()
    assert found.line.endswith("chmod 600 .env")
    file.chmod(0o640)
    assert around() == []


def test_extras_that_are_not_there_are_no_problem() -> None:
    code = (
        "import sys; sys.modules |= {'PIL': None, 'scipy': None}\n"
        "from bot.shell.diagnosis.machine import look_at_extras\n"
        "print('\\n'.join(each.line for each in look_at_extras()))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    cards, matching = said.splitlines()
    assert cards.startswith("Settings: no cards are drawn for shipped projects, as PIL is not installed")
    assert matching == "Settings: nobody gets a mentor or partner, as the extra `matching` is not installed."


async def test_what_depends_on_an_unusable_setting_is_left_out() -> None:
    problems = ("BOT_DATABASE_URL names a file.", "BOT_DISCORD_API_URL must be an address.")
    unusable = frozenset({"database_url", "discord_api_url", "shards", "metrics_port", "allowed_servers"})
    found = await diagnose(Reading(settings(token=TOKEN), problems, unusable))
    assert [each.line for each in found if each not in look_at_extras()] == [
        *(f"Settings: {problem}" for problem in problems),
        "Kaggle: no token, so no competitions; with one in BOT_KAGGLE_API_TOKEN they are on.",
        "Database: not looked at, as BOT_DATABASE_URL cannot be used.",
        "Discord: not asked, as BOT_DISCORD_API_URL cannot be used.",
    ]
    assert {each.area for each in found} == set(Area)


async def test_kaggle_says_whether_it_accepts_the_token(tmp_path: Path) -> None:
    async with serving() as kaggle:
        kaggle.items, kaggle.accepts = [item("forest-sounds")], {BEARER}

        async def asked(token: str, *, offline: bool = False, **more: str) -> str:
            reading = Reading(settings(kaggle_api_token=token, kaggle_api_url=f"{kaggle.url}/v1", **more))
            found = await ask_kaggle(reading, offline=offline)
            assert found.severity is not Severity.ERROR
            assert "KGAT" not in found.line
            return found.line

        assert await asked(KAGGLE_TOKEN, offline=True) == "Kaggle: there is a token; not asked."
        assert kaggle.asked == []
        assert await asked(KAGGLE_TOKEN) == "Kaggle: fine. It accepts the token."
        assert kaggle.pages == [1]
        refused = await asked("KGAT_other")
        assert refused.startswith("Kaggle, warning: it does not accept the token (HTTP 401): make a new one")
        kaggle.always = answer("<html>")
        said = await asked(KAGGLE_TOKEN)
        assert said.startswith("Kaggle, warning: it does not answer as it should (broken: no JSON)")
        assert "Is BOT_KAGGLE_API_URL right?" in said
        before = len(kaggle.asked)
        for offline in (True, False):
            said = await asked(str(tmp_path / "none"), offline=offline)
            assert said.startswith(
                "Kaggle, warning: no competitions, as the file that BOT_KAGGLE_API_TOKEN names is not"
            )
        assert len(kaggle.asked) == before
    unusable = Reading(settings(), ("BOT_KAGGLE_KEY …",), frozenset({"kaggle_key"}))
    assert "not asked, as BOT_KAGGLE_KEY cannot be used" in (await ask_kaggle(unusable, offline=False)).line
