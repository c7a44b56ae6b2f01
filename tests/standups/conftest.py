"""Owns the fixtures of the standups' use-case tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.standups.service import House, house


@pytest.fixture
async def home(migrated_url: str) -> AsyncIterator[House]:
    """An app without Discord on a database of each kind, on Thursday 1 January 2026, 12:00 UTC."""
    async with house(migrated_url, datetime(2026, 1, 1, 12, tzinfo=UTC)) as made:
        yield made
