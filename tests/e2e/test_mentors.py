"""Finding a mentor, in a browser on a phone: Ana looks, Mei says no, Bashir and Ana say yes and read each other's names.

The bot is restarted in the middle, with a proposal in the hand.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import browser

FOR_ANA, FOR_MENTOR = "A mentor for you?", "Somebody to mentor?"


def pressed(hub: Page, button: str) -> None:
    """Press a button of the hub and wait for what it says."""
    hub.bring_to_front()
    hub.get_by_role("button", name=button).click()
    expect(hub.locator("#said")).to_contain_text("started again" if "Restart" in button else "It is now")


def mentor_card(hub: Page, person: str, *buttons: str) -> Page:
    """This person's /mentor, in a tab, and what these buttons lead to."""
    tab = browser.open_channel(hub, "mentors", person)
    browser.slash(tab, "mentor")
    for label in buttons:
        browser.press(tab, label)
    return tab


def waits_for(hub: Page, person: str, button: str) -> None:
    """Skip on until this person's /mentor has this button."""
    for _ in range(12):
        if button in browser.last_message_text(mentor_card(hub, person)):
            return
        pressed(hub, "Skip to what comes next")
    raise AssertionError(f"{person} never finds {button!r}")


def test_a_no_then_the_next_mentor_and_two_yes(hub: Page) -> None:
    tab = mentor_card(hub, "Ana", "Find a mentor")
    browser.choose(tab, "What would you like help with", "Python")
    browser.fill_form(tab, {"How far along": "New to it"})
    assert "You look for a mentor: Python" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "mentor-looking.png")

    waits_for(hub, "Mei", FOR_MENTOR)
    tab = mentor_card(hub, "Mei", FOR_MENTOR)
    proposed = browser.last_message_text(tab)
    assert "They want to learn about Python" in proposed
    assert "Ana" not in proposed
    tab.screenshot(path=browser.SHOTS / "mentor-proposal.png")
    pressed(hub, "Restart the bot")
    tab.bring_to_front()
    browser.settled(tab)
    browser.press(tab, "No, thank you")
    assert "needs no reason" in browser.last_message_text(tab)

    waits_for(hub, "Bashir", FOR_MENTOR)
    mentor_card(hub, "Bashir", FOR_MENTOR, "Yes, gladly")
    tab = mentor_card(hub, "Ana", FOR_ANA)
    proposed = browser.last_message_text(tab)
    assert "they are a step ahead of you" in proposed
    assert "Bashir" not in proposed
    browser.press(tab, "Yes, gladly")
    browser.press(tab, "Who is it?")
    introduced = browser.last_message_text(tab)
    assert "@Bashir is your mentor now." in introduced
    assert "To begin with:" in introduced
    tab.screenshot(path=browser.SHOTS / "mentor-introduction.png")
