"""Says what stands in the way of words that others will see (A9, H3): secrets, stops, refused words; and reads links."""

from __future__ import annotations

from collections.abc import Iterable

from bot.communities import store as communities
from bot.core.db import Tx
from bot.core.leaks import found_secret
from bot.core.links import BadLink, read_link
from bot.core.text import found_word
from bot.mentoring.model.refusals import LinkRefused, WordsRefused


def check_words(tx: Tx, guild_id: int, user_id: int, texts: Iterable[str]) -> None:
    """WordsRefused when these words of a member cannot be shown to others now."""
    given = tuple(texts)
    check_secrets(given)
    if refused := refused_here(tx, guild_id, user_id, given):
        raise refused


def check_secrets(texts: Iterable[str]) -> None:
    """WordsRefused when one of these holds a secret, which is stored nowhere, not even as the member's own."""
    if whose := found_secret(texts):
        raise WordsRefused("secret", whose)


def refused_here(tx: Tx, guild_id: int, user_id: int, texts: Iterable[str]) -> WordsRefused | None:
    """What stands in the way where organisers stopped the member's posts, or do not want a word of these."""
    guard = communities.guard(tx, guild_id, user_id)
    if guard.stopped:
        return WordsRefused("stopped")
    word = found_word(guard.words, texts)
    return WordsRefused("word", word) if word else None


def read_url(typed: str) -> str:
    """The address that was typed, normalised; "" for nothing. LinkRefused says what is wrong with it."""
    typed = typed.strip()
    if not typed:
        return ""
    try:
        return read_link(typed).href
    except BadLink as bad:
        raise LinkRefused(bad.reason) from None
