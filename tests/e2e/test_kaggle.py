"""Being in a competition, in a browser on a phone: the list and a card, the first day, two changes logged, the verdict.

The bot is restarted in the middle, with the private list of the first day in the hand.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import browser

NEW, LISTED = "CommonLit Readability Prize", "Cassava Leaf Disease Classification"


def restart(hub: Page) -> None:
    """Restart the bot."""
    hub.bring_to_front()
    hub.get_by_role("button", name="Restart the bot").click()
    expect(hub.locator("#said")).to_contain_text("started again")


def log(tab: Page, what: str, local: str, public: str) -> str:
    """Write a line of the log; the card that answers."""
    browser.press(tab, "Log a tweak")
    browser.fill_form(tab, {"What did you change?": what, "Local score": local, "Public score": public})
    return browser.last_message_text(tab)


def test_from_the_card_to_the_verdict(hub: Page) -> None:
    tab = browser.open_channel(hub, "kaggle", "Ana")
    listed, card = browser.messages(tab)
    assert "Competitions on Kaggle now" in listed
    assert LISTED in listed
    for words in (NEW, "Featured", "$60,000", "Root Mean Squared Error"):
        assert words in card
    tab.screenshot(path=browser.SHOTS / "kaggle-card.png")

    browser.press(tab, "I'm in")
    joined = browser.last_message_text(tab)
    assert "only you can see this" in joined.lower()
    assert "You are in" in joined
    browser.choose(tab, "What is done", "Data in", "Split chosen")
    ticked = browser.last_message_text(tab)
    assert "Data in: done" in ticked
    assert "Split chosen: done" in ticked
    tab.screenshot(path=browser.SHOTS / "kaggle-first-day.png")

    restart(hub)
    tab.bring_to_front()
    browser.settled(tab)
    browser.press(tab, "My log")
    # Lower is better there: both errors become smaller.
    assert "please choose below" in log(tab, "The mean of all texts", "1.04", "1.07")
    browser.press(tab, "Lower is better")
    verdict = log(tab, "How long the sentences are", "0.86", "0.91")
    assert "The last step made both scores better." in verdict
    assert "Both move in the same direction" in verdict
    tab.screenshot(path=browser.SHOTS / "kaggle-log.png")

    restart(hub)
    tab = browser.open_channel(hub, "kaggle", "Ana")
    browser.slash(tab, "kaggle")
    hub_card = browser.last_message_text(tab)
    assert f"You are in {NEW}" in hub_card
    tab.screenshot(path=browser.SHOTS / "kaggle-hub.png")
    browser.press(tab, "My competitions")
    browser.choose(tab, "Look at one", NEW)
    browser.press(tab, "First day")
    assert browser.last_message_text(tab).count(": done") == 2
    browser.press(tab, "My log")
    assert "How long the sentences are" in browser.last_message_text(tab)

    tab = browser.open_channel(hub, "kaggle", "Bashir")
    assert not [text for text in browser.messages(tab) if "How long the sentences are" in text]
