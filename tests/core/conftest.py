"""Fixtures of the tests of copies: a small database, and a disk that is soon full."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.db import migrate
from tests.core.copies import revise
from tests.databases import run_sql


@pytest.fixture
def database(tmp_path: Path, sqlite_url: str) -> Path:
    """A database at revision 0001 with a row, and its migrations beside it."""
    revise(tmp_path / "migrations", "0001")
    migrate(sqlite_url, tmp_path / "migrations")
    run_sql(sqlite_url, "INSERT INTO t0001 VALUES (7)")
    return tmp_path / "compound.sqlite3"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB; skips where mounting one is not allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("disk: mounting a small file system is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)
