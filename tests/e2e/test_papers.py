"""A round of the reading group, in a browser on a phone: the digest, a vote, the session and its notes, and the next round.

The bot is restarted in the middle, with what people hold in their hands: a private answer, a card's buttons.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import browser

MOST_SKIPS = 40
READ, ALSO, OWN = "Deep Residual Learning", "ImageNet-trained CNNs", "LoRA: Low-Rank Adaptation"
LEARNED = "The skip connection is one plus sign."


def skip_to(hub: Page, day: str, room: str) -> None:
    """Press "Skip to what comes next" until something is new in this room on that weekday."""
    said = hub.locator("#said")
    hub.bring_to_front()
    for _ in range(MOST_SKIPS):
        hub.evaluate("document.getElementById('said').textContent = ''")
        hub.get_by_role("button", name="Skip to what comes next").click()
        expect(said).not_to_be_empty()
        if day in said.inner_text() and room in said.inner_text():
            return
    raise AssertionError(f"nothing came in {room} on {day}; last: {said.inner_text()!r}")


def restart(hub: Page) -> None:
    """Restart the bot."""
    hub.bring_to_front()
    hub.get_by_role("button", name="Restart the bot").click()
    expect(hub.locator("#said")).to_contain_text("started again")


def vote(tab: Page, label: str, title: str) -> None:
    """Vote for one more paper."""
    browser.press(tab, label)
    browser.choose(tab, "Which would you read?", title)
    browser.act(tab, browser.form(tab).locator(".button-primary").click)


def test_a_round_from_the_vote_to_the_notes_and_on(hub: Page) -> None:
    tab = browser.open_channel(hub, "papers", "Ana")
    digest = browser.last_message_text(tab)
    assert "New on arXiv" in digest
    assert "Thank you to arXiv for use of its open access interoperability." in digest
    tab.screenshot(path=browser.SHOTS / "papers-digest.png")
    browser.choose(tab, "More about a paper", OWN)
    assert "only you can see this" in browser.last_message_text(tab).lower()
    tab.screenshot(path=browser.SHOTS / "papers-more.png")
    browser.press(tab, "Nominate")
    browser.fill_form(tab, {"Why this one?": "Could it run on my laptop?"})
    assert "waits for the next round" in browser.last_message_text(tab)

    tab = browser.open_channel(hub, "reading-group", "Ana")
    vote(tab, "Vote", READ)
    saved = browser.last_message_text(tab)
    assert READ in saved
    assert "nobody else sees it" in saved
    tab.screenshot(path=browser.SHOTS / "papers-voted.png")
    restart(hub)
    tab.bring_to_front()
    browser.settled(tab)
    vote(tab, "Change my vote", ALSO)
    assert READ in browser.last_message_text(tab)
    assert ALSO in browser.last_message_text(tab)

    skip_to(hub, "Saturday", "#reading-group")
    tab = browser.open_channel(hub, "reading-group", "Ana")
    assert [text for text in browser.messages(tab) if "The group reads: " in text and READ in text]
    browser.press(tab, "I'm coming")
    assert "You are on the list" in browser.last_message_text(tab)
    tab = browser.open_channel(hub, "reading-group", "Bashir")
    browser.press(tab, "I can lead")
    tab.screenshot(path=browser.SHOTS / "papers-session.png")
    restart(hub)

    skip_to(hub, "Thursday", "#reading-group")
    tab = browser.open_channel(hub, READ, "Ana")
    assert "What did we learn?" in browser.last_message_text(tab)
    browser.press(tab, "Write notes")
    browser.fill_form(tab, {"What we learned": LEARNED})
    tab.screenshot(path=browser.SHOTS / "papers-notes.png")
    tab = browser.open_channel(hub, READ, "Bashir")
    assert LEARNED in browser.last_message_text(tab)
    tab = browser.open_channel(hub, "reading-group", "Bashir")
    assert [text for text in browser.messages(tab) if READ in text and "led the discussion" in text]

    skip_to(hub, "Monday", "#reading-group")
    tab = browser.open_channel(hub, "reading-group", "Mei")
    nominations = browser.last_message_text(tab)
    assert OWN in nominations, "it waited for this round"
    assert ALSO in nominations, "it was not chosen, and comes back once"
    tab.screenshot(path=browser.SHOTS / "papers-next.png")
    browser.slash(tab, "paper", find="skip connection")
    found = "\n".join(browser.messages(tab)[-2:])  # her new partners are named behind it, once
    assert "people here wrote" in found
