"""Proves in a browser that the page opens from disk, shows its pictures, asks for nothing, and is accessible."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from bot.core.lang import Lang
from bot.showcase.model.pages import PageData, PageShare
from bot.showcase.model.values import Kind
from bot.showcase.page import render
from tests.e2e import browser

# One grey point.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
NASTY = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\"><style>*{display:none}"
SHARES = (
    PageShare(
        1,
        Kind.PROJECT,
        "A dog breed classifier",
        "It knows 37 breeds.\nNext: cats.",
        "https://example.com/" + "long/" * 60,
        "Ana",
        date(2026, 2, 3),
    ),
    PageShare(
        2,
        Kind.NOTEBOOK,
        "مصنّف صور صغير",
        "قرأتُ اليومَ فصلًا، ثم جرّبتُ المثال.",
        "",
        "سارة",
        date(2026, 2, 1),
        True,
        1,
    ),
    PageShare(3, Kind.OTHER, NASTY, NASTY, "https://example.com/x", NASTY, date(2026, 1, 5), True),
)


@pytest.fixture(params=["en", "de", "ar"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A page on disk."""
    page = PageData(100, request.param, date(2026, 2, 4), SHARES)
    for path, content in render(page, Lang(request.param), {1: PNG}, "Deep Divers").items():
        (tmp_path / "page" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "page" / path).write_bytes(content)
    return tmp_path / "page"


@pytest.fixture(params=[browser.DESK, browser.PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, chromium: str, tmp_path: Path, folder: Path) -> Iterator[Page]:
    """The page opened from disk, without a network; it must not complain, nor ask for anything but its own files."""
    asked: list[str] = []
    complaints: list[str] = []
    with browser.browser(chromium, tmp_path / "profile", request.param) as context:
        context.set_offline(True)
        context.on("request", lambda each: asked.append(each.url))
        opened = context.new_page()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto((folder / "index.html").as_uri())
        yield opened
    assert complaints == []
    own = folder.as_uri()
    assert {url.removeprefix(own) for url in asked} == {"/index.html", "/pictures/1.png"}


def test_it_is_accessible_and_shows_words_as_words_and_its_picture(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.locator("img").scroll_into_view_if_needed()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    picture = page.locator("img")
    picture.scroll_into_view_if_needed()
    browser.eventually(
        page, lambda: picture.evaluate("each => each.complete && each.naturalWidth"), "no picture"
    )
    expect(page.get_by_role("heading", level=3)).to_have_text([each.title for each in SHARES])
    assert page.locator("h1").inner_text().endswith("Deep Divers")
    assert "run" not in page.title()
    assert (
        page.locator("article").nth(1).locator("h3").evaluate("each => getComputedStyle(each).direction")
        == "rtl"
    )
    assert (
        page.locator("article").first.locator("h3").evaluate("each => getComputedStyle(each).direction")
        == "ltr"
    )
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
