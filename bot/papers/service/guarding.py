"""Says what stands in the way of words about papers that others will see (A9, H3): secrets, stops, refused words, limits."""

from __future__ import annotations

from collections.abc import Iterable

from bot.attention.store import limits
from bot.communities import store as communities
from bot.core.db import Tx
from bot.core.leaks import found_secret
from bot.core.text import found_word
from bot.papers.model.refusals import WordsRefused
from bot.papers.model.values import MOST_POSTS, POSTS_PER

POSTS = "papers.post"  # what the limit of posts counts


def check_words(tx: Tx, guild_id: int, user_id: int, texts: Iterable[str], *, new: bool = True) -> None:
    """WordsRefused or TooOften when these words of a member cannot be shown to others now.

    `new`: they are a post, nomination or the like of their own, which counts for how often a member may; a change of words that
    are there already, or a link, does not.
    """
    given = tuple(texts)
    check_secrets(given)
    if refused := refused_here(tx, guild_id, user_id, given):
        raise refused
    if new:
        limits.check(tx, user_id, guild_id, POSTS, MOST_POSTS, POSTS_PER)


def refused_here(tx: Tx, guild_id: int, user_id: int, texts: Iterable[str]) -> WordsRefused | None:
    """What stands in the way where organisers stopped the member's posts, or do not want a word of these."""
    guard = communities.guard(tx, guild_id, user_id)
    if guard.stopped:
        return WordsRefused("stopped")
    word = found_word(guard.words, texts)
    return WordsRefused("word", word) if word else None


def check_secrets(texts: Iterable[str]) -> None:
    """WordsRefused when one of these holds a secret, which is stored nowhere, not even as the member's own."""
    if whose := found_secret(texts):
        raise WordsRefused("secret", whose)
