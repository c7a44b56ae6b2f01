"""Owns how long a text is for Discord, and shortening it without cutting what people see as one character."""

from __future__ import annotations

from collections.abc import Iterator

import regex  # type: ignore[import-untyped]  # knows grapheme clusters (UAX #29) and scripts, which `re` does not

_CLUSTER = regex.compile(r"\X")


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units: Discord counts its limits so (JavaScript does)."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clusters(text: str) -> Iterator[str]:
    """What people see as single characters: an emoji family, a flag, a letter with its marks is one."""
    return (match[0] for match in _CLUSTER.finditer(text))


def head(text: str, limit: int) -> str:
    """The longest beginning of `text` that has at most `limit` UTF-16 units and ends between clusters."""
    if units(text) <= limit:
        return text
    length = used = 0
    for cluster in clusters(text):
        used += units(cluster)
        if used > limit:
            break
        length += len(cluster)
    return text[:length]


def fit(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-16 units, cut after a word if one ends in the last half, with "…".

    For short labels only; whatever people wrote at length is `split`, never cut (product S9).
    """
    if units(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = head(text, limit - 1)
    if not text[len(kept)].isspace():
        words = regex.match(r"(?s).*(?<=\S)(?=\s)", kept)
        if words is not None and units(words[0]) * 2 >= limit:
            kept = words[0]
    return kept.rstrip() + "…"
