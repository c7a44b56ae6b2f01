"""Fixtures of a community that was at work yesterday."""

from __future__ import annotations

import pytest

from tests.moving.operator import (
    at,
    live,
    yesterday,
)


@pytest.fixture
def lived(migrated_url: str) -> tuple[str, int, int]:
    """A database in which a community was at work yesterday: its address, the standup's and the day's id."""
    return (migrated_url, *at(migrated_url, live, yesterday()))


@pytest.fixture
def lived_sqlite(migrated_sqlite_url: str) -> str:
    """The same on SQLite."""
    at(migrated_sqlite_url, live, yesterday())
    return migrated_sqlite_url
