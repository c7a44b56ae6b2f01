"""Owns what the browser's tests share: a demo of the real bot for each file, whose tests go on from each other, and its hub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a demo that runs for the tests of a file."""
    with browser.running_demo(browser.free_port()) as ready:
        yield ready


@pytest.fixture
def hub(chromium: str, address: str, tmp_path: Path) -> Iterator[Page]:
    """The hub's page in a fresh browser, as wide as a phone."""
    browser.SHOTS.mkdir(exist_ok=True)
    with browser.browser(chromium, tmp_path, browser.PHONE) as context:
        yield browser.open_hub(context, address)
