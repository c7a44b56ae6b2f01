"""What a member sees of words that go: a post that is a draft again, what is deleted, discarded or replaced, given back once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert, split
from bot.deliveries.model import Delivery
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.gone import still_there, with_words
from bot.showcase.model.values import Content, Share, State
from bot.showcase.service.publishing import Removed, Updated


def confirm_unpost(share: Share, lang: Lang) -> Card:
    """Before a post that others wrote about becomes a draft again."""
    _ = lang.gettext
    text = _(
        "The post goes, and your words stay with you. What others wrote to you about it, like thank-you lines, goes too: it is "
        "gone for good."
    )
    back = Button(_("Back to a draft"), custom_id("showcase", "unpost_now", share.id), Style.PRIMARY)
    return Card(text, ((back, Button(_("Leave it posted"), custom_id("showcase", "own", share.id))),))


def unposted(left: Sequence[Delivery], lang: Lang) -> str:
    """The sentence after "Back to a draft"."""
    _ = lang.gettext
    if not left:
        return _("It is a draft again: the post is gone, your words are here. Only you can see them:")
    return _("It is a draft again, and only yours.") + " " + still_there(left, lang)


def deleted(removed: Removed, left: Sequence[Delivery], lang: Lang) -> list[Card]:
    """After "Delete" or "Discard": what is gone, what Discord would not delete, the words once more."""
    _ = lang.gettext
    if removed.share.state is State.POSTED:
        intro = _("Deleted: the post and everything I had stored of it.")
        if left:
            intro = _("Deleted from what I store.") + " " + still_there(left, lang)
    else:
        intro = _("Discarded: I have deleted what I had stored.")
    return with_words(intro, given_back(removed.share.content, removed.share.done_when), lang)


def replaced(updated: Updated, lang: Lang) -> list[Card]:
    """The words that an updated post said before, once; nothing when it says the same."""
    if updated.before.content == updated.share.content:
        return []
    return _with_words(lang.gettext("This is what it said before; I keep no copy:"), updated.before, lang)


def deleted_meanwhile(share: Share, lang: Lang) -> list[Card]:
    """A post that turned out to be deleted by hand: its words once, nothing stored."""
    _ = lang.gettext
    intro = _("Your post was deleted in Discord, so I have deleted it here too. /share shares it anew.")
    return with_words(intro, given_back(share.content, share.done_when), lang)


def _with_words(intro: str, share: Share, lang: Lang) -> list[Card]:
    return [Card(part) for part in split(f"{intro}\n\n{given_back(share.content, share.done_when)}", CONTENT)]


def given_back(content: Content, done_when: str = "") -> str:
    """All that was typed, harmless."""
    link = f"<{content.link}>" if content.link else ""  # Discord would show what is behind it
    return "\n".join(filter(None, [inert(content.title), inert(content.text), link, inert(done_when)]))
