"""The hub and its Discord tab in a real browser, with a toy bot: what is half typed stays, what is new shows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A demo that runs for the tests of this module."""
    port = browser.free_port()
    with browser.running_demo(port, (sys.executable, "-m", "tests.demo.toy", str(port))) as ready:
        yield ready


@pytest.fixture
def hub(chromium: str, tmp_path: Path, address: str) -> Iterator[Page]:
    """The hub's page, which must not complain, nor ask for anything beyond this machine."""
    complaints: list[str] = []
    with browser.browser(chromium, tmp_path) as context:
        context.on(
            "request", lambda request: complaints.append(request.url) if not own(request.url) else None
        )
        page = browser.open_hub(context, address)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert complaints == []


def own(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:", "about:"))


def skip(hub: Page) -> None:
    """Press "Skip to what comes next" and wait for its sentence."""
    said = hub.locator("#said")
    hub.evaluate("document.getElementById('said').textContent = ''")
    hub.get_by_role("button", name="Skip to what comes next").click()
    expect(said).to_contain_text("New in #daily-standup.")


def test_half_typed_words_outlive_a_prompt_and_a_restart(hub: Page) -> None:
    tab = browser.open_channel(hub, "daily-standup", "Bashir")
    browser.slash(tab, "standup")
    browser.write(tab, {"What did you do?": "Trained on half", "What is next?": "The other half"})
    prompts = len(browser.messages(tab))
    hub.bring_to_front()
    skip(hub)
    browser.eventually(tab, lambda: len(browser.messages(tab)) > prompts, "no prompt came", 2)
    assert browser.written(tab, "What did you do?") == "Trained on half"
    hub.get_by_role("button", name="Restart the bot").click()
    expect(hub.locator("#said")).to_contain_text("started again")
    tab.bring_to_front()
    tab.wait_for_timeout(1000)
    assert browser.written(tab, "What is next?") == "The other half"
    browser.fill_form(tab, {"What did you do?": "Trained on all of it"})
    assert "Posted in" in browser.last_message_text(tab)
    composer = tab.locator("#channel-composer-input")
    composer.press_sequentially("half a tho")
    hub.bring_to_front()
    skip(hub)
    tab.bring_to_front()
    browser.eventually(tab, lambda: "A little today" in browser.last_message_text(tab), "no prompt came", 2)
    composer.press_sequentially("ught")
    assert composer.input_value() == "half a thought"


def test_tab_follows_the_hub_and_comes_back_after_its_end(hub: Page) -> None:
    tab = browser.open_channel(hub, "general", "Mei")
    assert "banana" in browser.last_message_text(tab)
    assert browser.open_channel(hub, "study-hall", "Robin") is tab
    tab.locator(".session-menu summary").click()
    tab.locator("#close").click()
    expect(tab.locator("#action-status")).to_contain_text("closed")
    assert browser.open_channel(hub, "daily-standup", "Ana") is tab
    browser.press(tab, "A little today")
    assert "Posted in" in browser.last_message_text(tab)


def test_what_is_new_shows_by_itself_and_leaves_the_keyboard_alone(hub: Page) -> None:
    browser.open_channel(hub, "daily-standup", "Robin")
    browser.open_channel(hub, "general", "Robin")
    hub.bring_to_front()
    expect(browser.room(hub, "daily-standup").locator(".new")).to_have_count(0)
    browser.room(hub, "study-hall").focus()
    skip_from_elsewhere = "fetch('/skip', {method: 'POST', headers: {Accept: 'application/json'}})"
    hub.evaluate(skip_from_elsewhere)
    expect(browser.room(hub, "daily-standup").locator(".new")).to_have_text("new")
    expect(hub.locator("#news")).to_have_text("New in #daily-standup.")
    expect(browser.room(hub, "study-hall")).to_be_focused()


def test_everything_is_reached_by_keyboard(hub: Page) -> None:
    hub.keyboard.press("Tab")
    expect(hub.locator(".skip")).to_be_focused()
    expect(hub.locator(".skip")).to_be_in_viewport()
    hub.keyboard.press("Enter")
    expect(hub.locator("#rooms-title")).to_be_focused()
    hub.keyboard.press("Shift+Tab")
    hub.keyboard.press("ArrowRight")
    chosen = hub.locator("input[name=be]:checked")
    expect(chosen).to_be_focused()
    key = chosen.input_value()
    expect(hub).to_have_url(f"{hub.url.split('?')[0]}?be={key}")
    hub.keyboard.press("Tab")
    expect(browser.room(hub, "general")).to_be_focused()
    with hub.context.expect_page() as opened:
        hub.keyboard.press("Enter")
    expect(opened.value.locator("#channel-name")).to_contain_text("general")
    picker = opened.value.locator("#viewer-picker")
    assert picker.locator("option:checked").inner_text().lower() == key


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [browser.PHONE, browser.DESK], ids=["phone", "desk"])
def test_page_fits_phone_and_desk(hub: Page, size: tuple[int, int], scheme: str) -> None:
    hub.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    hub.set_viewport_size({"width": size[0], "height": size[1]})
    hub.wait_for_timeout(200)
    assert hub.evaluate("document.documentElement.scrollWidth") == size[0], "it scrolls sideways"
    small = hub.evaluate(
        """() => [...document.querySelectorAll('button, .person, summary')]
        .filter((item) => item.checkVisibility() && item.getBoundingClientRect().height < 40)
        .map((item) => item.textContent)"""
    )
    assert small == [], "too small for a thumb"
    browser.SHOTS.mkdir(exist_ok=True)
    hub.screenshot(path=browser.SHOTS / f"hub-{size[0]}-{scheme}.png", full_page=True)
