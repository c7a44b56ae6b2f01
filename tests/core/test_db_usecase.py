"""The decorators as a type checker and a reader see them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.db import Database, Tx, query, use_case
from tests.core.notes import Notes

ROOT = Path(__file__).resolve().parents[2]

SERVICE = """
from bot.core.db import Database, Tx, query, use_case


class Updates:
    def __init__(self, db: Database) -> None:
        self.db = db

    @use_case
    def post(self, tx: Tx, guild: int, text: str = "", *, late: bool = False) -> list[str]:
        return [text]

    @use_case(claim=True)
    def claim(self, tx: Tx, most: int) -> int:
        return most

    @query
    def find(self, tx: Tx, guild: int) -> str | None:
        return None


class Homeless:
    @use_case
    def post(self, tx: Tx) -> int:  # no `db`
        return 1


async def right(service: Updates, tx: Tx) -> None:
    reveal_type(await service.post(1, "text", late=True))
    reveal_type(await service.claim(most=5))
    reveal_type(await service.find(1))
    reveal_type(Updates.post.__wrapped__(service, tx, 1))


async def wrong(service: Updates) -> None:
    service.post(1)  # forgotten await
    await service.post("1")  # wrong type
    await service.claim()  # too few
    await service.find(1, 2)  # too many
    await service.post(1, lat=True)  # no such name
    await Homeless().post()  # nothing to run on
"""

EXPECTED = {
    "forgotten await": "unused-coroutine",
    "wrong type": "arg-type",
    "too few": "call-arg",
    "too many": "call-arg",
    "no such name": "call-arg",
}


def test_mypy_knows_each_call_and_reports_a_forgotten_await(tmp_path: Path) -> None:
    file = tmp_path / "service.py"
    file.write_text(SERVICE)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--show-error-codes",
        "--no-error-summary",
        str(file),
    ]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    lines = SERVICE.splitlines()
    found: dict[str, str] = {}
    revealed = []
    for message in output.splitlines():
        _, number, kind, said = (part.strip() for part in message.split(":", 3))
        if "Revealed type" in said:
            revealed.append(said.split('"')[1].replace("builtins.", ""))
        elif kind == "error":
            reason = lines[int(number) - 1].partition("# ")[2] or lines[int(number) - 1].strip()
            found[reason] = said.rpartition("[")[2].rstrip("]")
    assert revealed == ["list[str]", "int", "str | None", "list[str]"], output
    homeless = {reason for reason in found if reason not in EXPECTED}
    assert homeless, f"a service without a database is accepted:\n{output}"
    assert {reason: code for reason, code in found.items() if reason in EXPECTED} == EXPECTED


def test_a_body_that_can_wait_is_refused_when_it_is_defined() -> None:
    with pytest.raises(TypeError, match="plain function"):

        @use_case
        async def post(self: Notes, tx: Tx) -> None: ...

    with pytest.raises(TypeError, match="plain function"):

        @query
        def rows(self: Notes, tx: Tx) -> object:
            yield 1


def test_a_use_case_keeps_its_name_its_words_and_its_body() -> None:
    class Service:
        db: Database

        @use_case
        def post(self, tx: Tx, text: str) -> str:
            """Keep a text."""
            return text

    assert Service.post.__doc__ == Service().post.__doc__ == "Keep a text."
    assert Service().post.__qualname__.endswith("Service.post")
    assert Service.post.__wrapped__.__name__ == "post"
