"""Sharing, in a browser on a phone: from the form to a draft, its readers, the post, a thank-you, and gone again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import browser

LINK = "https://ana.example/cats-and-dogs"
TITLE = "Cats or dogs?"
WORDS = "Forty photos of my own, and it knows my cat."


def share(tab: Page, title: str = TITLE, kind: str = "A project") -> None:
    """Type /share and fill its form: the preview is the newest message then."""
    browser.slash(tab, "share")
    browser.fill_form(tab, {"Link": LINK, "In your own words": WORDS, "Title": title, "What is it?": kind})


def inbox(hub: Page, person: str, line: str, button: str = "Read it") -> Page:
    """Somebody opens what waits in their inbox with these words."""
    tab = browser.open_channel(hub, "showcase", person)
    browser.slash(tab, "mine")
    browser.press(tab, "Inbox")
    browser.choose(tab, "Open one of these", line)
    if tab.locator(".component-button").filter(has_text=button).count():
        browser.press(tab, button)
    return tab


def posts(tab: Page, words: str) -> list[str]:
    """The texts of the messages with these words that everybody sees."""
    return [text for text in browser.messages(tab) if words in text and "Only you can see" not in text]


def post(tab: Page, words: str) -> str:
    """The one of them."""
    (found,) = posts(tab, words)
    return found


def picture(tab: Page, message: str) -> None:
    """Wait until the drawn card of this message can be seen."""
    shown = (
        tab.locator("#channel-message-list > article")
        .filter(has_text=message)
        .locator("img.attachment-image")
    )
    browser.eventually(
        tab,
        lambda: shown.count() and shown.last.evaluate("item => item.complete && item.naturalWidth > 600"),
        "no card was drawn",
    )


def test_from_a_draft_to_a_post_and_back(hub: Page) -> None:
    tab = browser.open_channel(hub, "showcase", "Ana")
    share(tab)
    assert "shipped a project" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "share-preview.png")
    browser.press(tab, "Show it to a few first")
    assert "A few people who like to read drafts" in browser.last_message_text(tab)

    tab = inbox(hub, "Bashir", "A draft")
    assert WORDS in browser.last_message_text(tab)
    tab = inbox(hub, "Mei", "A draft")
    assert WORDS in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "share-draft.png")
    browser.press(tab, "Write a note")
    browser.fill_form(tab, {"Your note": "Say how many are cats."})
    assert "Thank you!" in browser.last_message_text(tab)

    tab = inbox(hub, "Ana", "A note about your draft")
    assert "Say how many are cats." in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "share-note.png")
    browser.press(tab, "See my draft")
    browser.press(tab, "Post")
    assert [text for text in browser.messages(tab) if "Posted in" in text]
    assert "Your first one here" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "share-posted.png")
    browser.press(tab, "No, thank you")

    tab = browser.open_channel(hub, "showcase", "Bashir")
    browser.eventually(tab, lambda: "Cats and dogs" in post(tab, TITLE), "the link is not shown")
    picture(tab, TITLE)
    tab.screenshot(path=browser.SHOTS / "share-post.png")
    browser.press(tab, "This helped me")
    browser.fill_form(tab, {"What did it help you with?": "I will try it with my leaves."})
    assert "finds it in their inbox" in browser.last_message_text(tab)

    tab = inbox(hub, "Ana", "A thank-you")
    assert "I will try it with my leaves." in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "share-thanks.png")

    tab = my_share(hub, TITLE)
    browser.press(tab, "Edit")
    browser.fill_form(tab, {"Title": "Cats, dogs, and my cat"})
    assert "Changed" in browser.last_message_text(tab)
    post(tab, "Cats, dogs, and my cat")
    browser.press(tab, "Delete")
    assert WORDS in browser.last_message_text(tab)
    tab = browser.open_channel(hub, "showcase", "Bashir")
    assert not posts(tab, WORDS)


def my_share(hub: Page, name: str) -> Page:
    """Ana opens one of her shares in /mine."""
    tab = browser.open_channel(hub, "showcase", "Ana")
    browser.slash(tab, "mine")
    browser.press(tab, "My shares")
    browser.choose(tab, "Choose one to see", name)
    return tab


def test_a_showcase_in_a_forum(hub: Page) -> None:
    tab = browser.open_channel(hub, "general", "Robin")
    browser.slash(tab, "setup")
    browser.press(tab, "Showcase")
    browser.press(tab, "Channel")
    browser.choose(tab, "Channel", "gallery")
    browser.act(tab, browser.form(tab).locator(".button-primary").click)
    assert "a forum, each share is a post" in browser.last_message_text(tab)
    tab.screenshot(path=browser.SHOTS / "share-forum-setup.png")

    tab = browser.open_channel(hub, "general", "Ana")
    share(tab)
    browser.press(tab, "Post")
    assert "Posted in" in "\n".join(browser.messages(tab)[-2:])

    tab = browser.open_channel(hub, TITLE, "Mei")
    browser.eventually(tab, lambda: "Cats and dogs" in post(tab, TITLE), "the link is not shown")
    picture(tab, TITLE)
    tab.screenshot(path=browser.SHOTS / "share-forum-post.png")
    browser.press(tab, "This helped me")
    browser.fill_form(tab, {"What did it help you with?": "To begin."})

    tab = my_share(hub, TITLE)
    browser.press(tab, "Delete")
    assert "Deleted" in browser.last_message_text(tab)
    hub.bring_to_front()
    expect(browser.room(hub, TITLE)).to_have_count(0)
