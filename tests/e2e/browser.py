"""A visitor of the demo: starts `python -m bot demo` and uses its two pages in Chromium as a person would.

What SimCord's Preview (3.2.1) looks like from here, so that a change of it has one place to be mended:

    #viewer-picker                          who is looking; its options' labels are the names
    #channel-name                           the open channel, thread or direct message
    #channel-message-list > article         one message (data-message-id); .message-author, .message-content,
                                            .message-ephemeral-note or "Only you can see this" when private
    .component-button .button-label         a button under a message
    .preview-select > .select-trigger       a select; opened, it lists .select-option, and .select-apply when
                                            several may be chosen
    #channel-composer-input                 where one types; after "/" the commands are .command-entry, and
                                            the options of a chosen one are .command-pill, those left
                                            out .command-suggestion behind .command-ghost
    #modal-root .modal-dialog               an open form: .modal-field with .control-label and .modal-input,
                                            radios as .modal-choice; .button-primary submits
    #action-status                          what happened to the last action, in words
    window.simcordPreview                   its report: ready, pendingAction, lastAction, publishedRevision

The page's policy forbids `wait_for_function`; `page.evaluate` and locators work.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(__file__).with_name("shots")  # what the pages looked like, to be looked at

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

DESK = (1280, 900)
PHONE = (375, 812)

READY_WITHIN = 45.0
"""Seconds from the command to `Demo ready`, on a machine that runs other tests beside it."""


def free_port() -> int:
    """A port of this machine that is free now, and so is the next one.

    Below those that systems give to connections by themselves: nothing takes it before it is used.
    """
    for _ in range(50):
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two free ports in a row")


@contextmanager
def running_demo(port: int, command: Sequence[str] = (sys.executable, "-m", "bot", "demo")) -> Iterator[str]:
    """The demo as its own process; its address. Stopped with SIGTERM, which must end it with exit code 0."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    environment |= {"BOT_DEMO_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        began = time.monotonic()
        for line in process.stdout:
            said.append(line)
            if line.startswith("Demo ready: "):
                break
        else:
            raise AssertionError(f"the demo ended before it was ready:\n{''.join(said)}")
        assert time.monotonic() - began < READY_WITHIN, "the demo took too long to be ready"
        yield line.removeprefix("Demo ready: ").strip()
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        rest = process.stdout.read()  # communicate() would lose what was read ahead
        assert process.returncode == 0, f"SIGTERM did not end the demo cleanly:\n{rest}"
        assert "Traceback" not in rest, rest
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@contextmanager
def browser(executable: str, profile: Path, size: tuple[int, int] = DESK) -> Iterator[BrowserContext]:
    """A fresh Chromium window of this size whose profile lives in the folder `profile`."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            headless=True,
            args=ARGUMENTS,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        try:
            yield context
        finally:
            context.close()


# ---------------------------------------------------------------------- the hub


def open_hub(context: BrowserContext, address: str) -> Page:
    """The demo's own page."""
    hub = context.new_page()
    hub.goto(address)
    return hub


def skip_until(hub: Page, news: str) -> None:
    """Press "Skip to what comes next" until its sentence has these words."""
    said = hub.locator("#said")
    hub.bring_to_front()
    for _ in range(14):
        hub.evaluate("document.getElementById('said').textContent = ''")
        hub.get_by_role("button", name="Skip to what comes next").click()
        expect(said).not_to_be_empty()
        if news in said.inner_text():
            return
    raise AssertionError(f"nothing skipped to says {news!r}; last: {said.inner_text()!r}")


def room(hub: Page, name: str) -> Locator:
    """The hub's button for this channel (without #), thread or direct message."""
    return hub.locator("button.room").filter(has=hub.locator(".name", has_text=name)).first


def open_channel(hub: Page, name: str, person: str) -> Page:
    """Open a room as this person, by their name; the tab of the Preview, in front and ready to be used."""
    hub.bring_to_front()  # a page in the background hardly draws, and Playwright waits for drawings
    hub.get_by_role("radio", name=re.compile(f"^{person}")).check(force=True)
    button = room(hub, name)
    button.wait_for()
    preview = next((page for page in hub.context.pages if page is not hub and "#" in page.url), None)
    if preview is None:
        with hub.context.expect_page() as opened:
            button.click()
        preview = opened.value
    else:
        before = preview.url
        button.click()
        eventually(
            hub, lambda: preview.url != before and "#" in preview.url, "the tab did not follow the hub"
        )
    expect(preview.locator("#channel-name")).to_contain_text(name)
    preview.bring_to_front()
    settled(preview)
    return preview


# ---------------------------------------------------------------------- the Preview


def report(page: Page) -> dict[str, Any]:
    """What the Preview says about itself."""
    found = page.evaluate(
        """() => { const it = window.simcordPreview || {}; return {
        ready: Boolean(it.ready), pending: Boolean(it.pendingAction) || it.awaitingRevision != null,
        last: it.lastAction || null, revision: it.publishedRevision || 0 }; }"""
    )
    return dict(found)


def settled(page: Page) -> dict[str, Any]:
    """Wait until the Preview has shown the outcome of what was done; its report."""
    last: dict[str, Any] = {}

    def quiet() -> bool:
        last.update(report(page))
        return bool(last["ready"]) and not last["pending"]

    eventually(page, quiet, "the Preview did not come to rest")
    return last


def eventually(page: Page, true: Callable[[], object], otherwise: str, seconds: float = 10.0) -> None:
    """Wait until `true()` is; AssertionError with `otherwise` after `seconds`.

    Waits in the browser: a plain sleep would keep Playwright from hearing what the pages do.
    """
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        page.wait_for_timeout(50)


def act(page: Page, do: Callable[[], None]) -> None:
    """Do something that Discord is asked for, and see it accepted and shown."""
    before = (settled(page)["last"] or {}).get("requestId")
    do()

    def asked() -> bool:
        return (report(page)["last"] or {}).get("requestId") != before or report(page)["pending"]

    eventually(page, asked, "the Preview asked Discord for nothing")
    last = settled(page)["last"] or {}
    refused = last.get("requestId") != before and last.get("rejected")
    assert not refused, f"the Preview refused: {last['diagnostics']}"


def slash(page: Page, command: str, **options: str) -> None:
    """Type a slash command, choose it from the list, fill its text options and send it."""
    composer = page.locator("#channel-composer-input")
    composer.click()
    composer.fill("")
    composer.press_sequentially(f"/{command}")
    page.locator(".command-entry").filter(has=page.get_by_text(f"/{command}", exact=True)).first.click()
    page.locator(".command-chip").wait_for()
    for name, value in options.items():
        pill = page.locator(".command-pill").filter(has_text=name)
        if not pill.count():
            page.locator(".command-ghost").click()
            page.locator(".command-suggestion").filter(has_text=name).first.click()
        pill.locator("input, textarea, [contenteditable]").first.fill(value)
    act(page, lambda: page.locator("#send-message").click())


def press(page: Page, label: str) -> None:
    """Press the newest button with this label."""
    button = (
        page.locator(".component-button").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).last
    )
    act(page, button.click)


def choose(page: Page, placeholder: str, *options: str) -> None:
    """Choose from the newest select that shows `placeholder` (or its label in a form)."""
    select = page.locator(".preview-select").filter(has_text=placeholder).last
    if not select.count():
        select = page.locator(".modal-field").filter(has_text=placeholder).locator(".preview-select").last

    def pick() -> None:
        select.locator(".select-trigger").click()
        for option in options:
            page.locator(".select-option:visible").filter(has_text=option).first.click()
        apply = page.locator(".select-apply")
        if apply.count() and apply.is_visible():
            apply.click()

    if page.locator("#modal-root .modal-dialog").count():
        pick()  # it is sent with its form; a list of channels asks once more which there are
        page.wait_for_timeout(400)
        settled(page)
    else:
        act(page, pick)


def form(page: Page) -> Locator:
    """The open form; waits for it."""
    dialog = page.locator("#modal-root .modal-dialog")
    dialog.wait_for()
    return dialog


def field(page: Page, label: str) -> Locator:
    """The open form's field whose label begins with `label`."""
    begins = re.compile(rf"^{re.escape(label)}")
    return form(page).locator(".modal-field", has=page.locator(".control-label", has_text=begins)).first


def write(page: Page, answers: Mapping[str, str]) -> None:
    """Fill fields of the open form by their labels and leave it open; radios by their option's text."""
    for label, text in answers.items():
        place = field(page, label)
        place.wait_for()
        if place.locator(".modal-choice").count():
            place.locator(".modal-choice").filter(has_text=text).click()
        else:
            place.locator(".modal-input").fill(text)


def written(page: Page, label: str) -> str:
    """What the open form has in this field now."""
    return field(page, label).locator(".modal-input").input_value()


def fill_form(page: Page, answers: Mapping[str, str]) -> None:
    """Fill the open form by its labels and send it."""
    write(page, answers)
    act(page, form(page).locator(".button-primary").click)
    wrong = page.locator("#modal-root .field-error").all_inner_texts()
    assert not wrong, f"the form was not taken: {wrong}"


def messages(page: Page) -> list[str]:
    """The text of every message in view, oldest first: author, words, buttons."""
    return [item.inner_text() for item in page.locator("#channel-message-list > article").all()]


def last_message_text(page: Page) -> str:
    """The newest message in view."""
    return page.locator("#channel-message-list > article").last.inner_text()
