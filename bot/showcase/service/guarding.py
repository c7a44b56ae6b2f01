"""Says what stands in the way of words that others will see (A9, H3): stops, refused words, secrets, too much at once."""

from __future__ import annotations

from collections.abc import Iterable

from bot.communities import store as communities
from bot.core.db import Tx
from bot.core.leaks import found_secret
from bot.core.text import found_word, inert, units
from bot.showcase.model.refusals import SecretFound, SharesStopped, TooLong, WordRefused
from bot.showcase.model.values import Content

ROOM = 1750  # UTF-16 units of title, text and link in a message of 2,000; the rest says whose it is and what it builds on


def check_content(tx: Tx, guild_id: int, user_id: int, content: Content, draft_id: int = 0) -> None:
    """SharesStopped, WordRefused or TooLong when this cannot be posted there; `draft_id` is where it is kept."""
    _check_guard(tx, guild_id, user_id, (content.title, content.text, content.link), draft_id)
    check_room(content, draft_id)


def check_words(tx: Tx, guild_id: int, user_id: int, texts: Iterable[str], draft_id: int = 0) -> None:
    """SharesStopped, WordRefused or SecretFound when these words of a member cannot be shown to another.

    Without a draft they are a note or a thank-you.
    """
    given, private = tuple(texts), not draft_id
    check_secrets(given, draft_id, private=private)
    _check_guard(tx, guild_id, user_id, given, draft_id, private=private)


def check_secrets(texts: Iterable[str], draft_id: int = 0, *, private: bool = False) -> None:
    """SecretFound when one of these holds a secret, which is stored nowhere (H3)."""
    if whose := found_secret(texts):
        raise SecretFound(whose, draft_id, private)


def check_room(content: Content, draft_id: int = 0) -> None:
    """TooLong when it would not fit into one message, as Discord counts what is made harmless."""
    if sum(units(inert(each)) for each in (content.title, content.text, content.link)) > ROOM:
        raise TooLong(draft_id)


def _check_guard(
    tx: Tx, guild_id: int, user_id: int, texts: Iterable[str], draft_id: int, *, private: bool = False
) -> None:
    guard = communities.guard(tx, guild_id, user_id)
    if guard.stopped:
        raise SharesStopped(draft_id, private)
    if word := found_word(guard.words, texts):
        raise WordRefused(word, draft_id, private)
