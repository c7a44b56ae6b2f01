"""The whole bot in a browser, as a stranger tries it after `make demo`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import browser

DID = "What did you do?"


@pytest.fixture
def hub(chromium: str, tmp_path: Path, address: str) -> Iterator[Page]:
    """The hub's page in a fresh browser, with a prompt that is minutes old at most."""
    browser.SHOTS.mkdir(exist_ok=True)
    with browser.browser(chromium, tmp_path) as context:
        page = browser.open_hub(context, address)
        browser.skip_until(page, "New in #daily-standup")
        yield page


def restart(hub: Page, tab: Page) -> None:
    """Restart the bot in between and go on in the tab."""
    hub.bring_to_front()
    hub.get_by_role("button", name="Restart the bot").click()
    expect(hub.locator("#said")).to_contain_text("started again")
    tab.bring_to_front()
    browser.settled(tab)


def test_first_answer_is_previewed_posted_edited_and_deleted(hub: Page) -> None:
    tab = browser.open_channel(hub, "daily-standup", "Ana")
    browser.slash(tab, "standup")
    browser.fill_form(tab, {DID: "Opened lesson one", "What is next?": "Run every cell"})
    preview = browser.last_message_text(tab)
    assert "Only you can see this" in preview
    assert "Opened lesson one" in preview
    tab.screenshot(path=browser.SHOTS / "preview.png")
    restart(hub, tab)
    browser.press(tab, "Post")
    assert "Posted in" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "posted.png")
    browser.press(tab, "Edit")
    assert browser.written(tab, DID) == "Opened lesson one"
    browser.fill_form(tab, {DID: "Opened lesson one, twice"})
    assert "Changed:" in browser.last_message_text(tab)
    thread = browser.open_channel(hub, "Daily standup", "Bashir")
    assert "Opened lesson one, twice" in browser.last_message_text(thread)
    thread.screenshot(path=browser.SHOTS / "thread.png")
    tab = browser.open_channel(hub, "daily-standup", "Ana")
    browser.press(tab, "Delete")
    said = browser.last_message_text(tab)
    assert "Deleted" in said
    assert "Opened lesson one, twice" in said
    thread = browser.open_channel(hub, "Daily standup", "Bashir")
    assert not [text for text in browser.messages(thread) if "Opened lesson one" in text]


def test_second_answer_needs_no_preview_and_a_little_is_enough(hub: Page) -> None:
    tab = browser.open_channel(hub, "daily-standup", "Mei")
    browser.press(tab, "A little today")
    assert "Posted in" in browser.last_message_text(tab)
    tab = browser.open_channel(hub, "daily-standup", "Bashir")
    browser.press(tab, "Write my standup")
    browser.fill_form(tab, {DID: "Fixed seven labels"})
    assert "Posted in" in browser.last_message_text(tab)


def test_organiser_sets_a_second_standup_up(hub: Page) -> None:
    tab = browser.open_channel(hub, "study-hall", "Robin")
    browser.slash(tab, "setup")
    tab.screenshot(path=browser.SHOTS / "setup.png")
    browser.press(tab, "Add a standup")
    restart(hub, tab)
    browser.fill_form(tab, {"City": "Asia/Kolkata", "Time": "20:30"})
    assert "study-hall" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "standup.png")
    browser.skip_until(hub, "New in #study-hall")
    tab.bring_to_front()
    browser.eventually(
        tab, lambda: "Write my standup" in browser.last_message_text(tab), "no prompt in #study-hall", 2
    )


def test_phone_shows_the_same(hub: Page) -> None:
    hub.set_viewport_size({"width": browser.PHONE[0], "height": browser.PHONE[1]})
    tab = browser.open_channel(hub, "daily-standup", "Bashir")
    tab.set_viewport_size({"width": browser.PHONE[0], "height": browser.PHONE[1]})
    browser.press(tab, "Write my standup")
    browser.write(tab, {DID: "From the tram"})
    tab.screenshot(path=browser.SHOTS / "phone-form.png")
    browser.fill_form(tab, {})
    tab.screenshot(path=browser.SHOTS / "phone-posted.png")
    hub.screenshot(path=browser.SHOTS / "phone-hub.png", full_page=True)
