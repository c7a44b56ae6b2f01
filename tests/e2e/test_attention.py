"""What reaches people, in a browser: a bundle, its inbox, a blocker that finds a helper, being away, a newcomer left in peace."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e import browser

DID, STUCK = "What did you do?", "Stuck on anything?"
MEIS = "Mei’s direct messages"


def mine(hub: Page, person: str, *labels: str) -> Page:
    """Somebody opens /mine in the standup's channel and presses these."""
    tab = browser.open_channel(hub, "daily-standup", person)
    browser.slash(tab, "mine")
    for label in labels:
        browser.press(tab, label)
    return tab


def test_a_bundle_merges_what_waited_and_the_inbox_says_what_became_of_it(hub: Page) -> None:
    browser.skip_until(hub, "New in #daily-standup")
    browser.skip_until(hub, MEIS)
    tab = browser.open_channel(hub, "Compound", "Mei")
    (bundle,) = browser.messages(tab)
    for line in ("Daily standup is open", "replied to your standup", "stuck on tools and GPUs"):
        assert line in bundle
    tab.screenshot(path=browser.SHOTS / "bundle.png")
    browser.press(tab, "Open my inbox")
    inbox = browser.last_message_text(tab)
    assert "Nothing waits for you" in inbox
    assert inbox.count("sent in your bundle") == 3
    tab.screenshot(path=browser.SHOTS / "inbox.png")
    browser.choose(tab, "Open one of these", "Somebody is stuck")
    browser.press(tab, "Lend a hand?")
    assert "The free notebook stops after an hour" in browser.last_message_text(tab)
    browser.press(tab, "I can help")
    assert "Thank you!" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "hand.png")
    thread = browser.open_channel(hub, "A hand with tools and GPUs", "Mei")
    assert not [text for text in browser.messages(thread) if "The free notebook" in text]


def test_a_newcomer_who_sets_nothing_is_left_in_peace(hub: Page) -> None:
    tab = browser.open_channel(hub, "daily-standup", "Ana")
    browser.press(tab, "A little today")
    browser.press(tab, "Post")
    for _ in range(2):
        browser.skip_until(hub, "New in #daily-standup")
    tab = browser.open_channel(hub, "Compound", "Ana")
    assert browser.messages(tab) == []
    tab = mine(hub, "Ana", "Inbox")
    assert "Nothing waits for you" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "newcomer.png")


def test_who_is_stuck_finds_a_helper(hub: Page) -> None:
    tab = browser.open_channel(hub, "daily-standup", "Ana")
    browser.slash(tab, "standup")
    browser.fill_form(tab, {DID: "Looked at leaves", STUCK: "What is a convolution?"})
    browser.choose(tab, "Choose a topic", "computer vision")
    assert "offered to help with computer vision" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "asked.png")
    tab = mine(hub, "Bashir", "Inbox")
    assert "Somebody is stuck on computer vision" in browser.last_message_text(tab)
    browser.choose(tab, "Open one of these", "Somebody is stuck")
    browser.press(tab, "Lend a hand?")
    assert "What is a convolution?" in browser.last_message_text(tab)
    browser.press(tab, "I can help")
    tab = mine(hub, "Ana", "Inbox")
    assert "Somebody can help you with computer vision" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "offered.png")


def test_away_over_the_weekend_and_back(hub: Page) -> None:
    before = browser.messages(browser.open_channel(hub, "Compound", "Mei"))
    tab = browser.open_channel(hub, "daily-standup", "Mei")
    browser.slash(tab, "away")
    browser.press(tab, "Until I'm back")
    assert "Nothing reaches you" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "away.png")
    # None of these is in her direct messages; on Saturday the week is summed up.
    for day in ("Friday", "Saturday", "Monday"):
        browser.skip_until(hub, "New in #daily-standup")
        assert day in hub.locator("#day").inner_text()
    tab = browser.open_channel(hub, "Compound", "Mei")
    assert browser.messages(tab) == before
    tab = mine(hub, "Mei", "Inbox")
    assert "You are away" in browser.last_message_text(tab)
    assert "you were away, and its time had passed" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "inbox-away.png")
    browser.slash(tab, "away")
    browser.press(tab, "I'm back")
    assert "Welcome back" in browser.last_message_text(tab)
    browser.skip_until(hub, MEIS)
