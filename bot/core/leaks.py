"""Owns finding secrets in what members are about to show others: tokens, keys and passwords of services (H3).

The patterns are ours. The library for this, detect-secrets, was released last in May 2024 and knows no Hugging Face,
Kaggle, OpenAI or fine-grained GitHub token; its fork bc-detect-secrets does not either, brings `requests`, and both read
files for review, where a false alarm costs a glance. Here one refuses a member's post: only what has the form of a real
secret counts, and never a hash, a name or a long word by itself. It is a seat belt against haste, not a wall against
somebody who wants to publish a secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

PRIVATE_KEY = "private key"  # what is found that belongs to no service

# A token begins where no letter or digit stands before it: "_" and "-" may be markdown or a list.
_BEGIN = r"(?<![A-Za-z0-9])"
_HEX = r"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])"
_IS = r"[^A-Za-z0-9\n]{1,6}(?:is[^A-Za-z0-9\n]{1,3})?"  # between a key's name and the key
# Letters of both cases and digits, so that no hyphenated name is taken for a token.
_MIXED = r"(?=[\w-]{0,60}[A-Z])(?=[\w-]{0,60}[a-z])(?=[\w-]{0,60}[0-9])"

# Whose it is, and its form as its issuer publishes it or as it is seen. Every repetition is bounded or of one class of
# characters: the time grows with the text, whatever is in it.
_PATTERNS = (
    ("Hugging Face", rf"{_BEGIN}(?:hf_[A-Za-z0-9]{{30}}|hf_oauth_[\w.-]{{30}}|api_org_[A-Za-z0-9]{{34}})"),
    ("GitHub", rf"{_BEGIN}(?:gh[oprsu]_[A-Za-z0-9]{{36}}|github_pat_[A-Za-z0-9_]{{40}})"),
    ("Kaggle", rf"{_BEGIN}KGAT_[A-Za-z0-9]{{24}}"),
    ("Kaggle", rf"(?i:kaggle[_ -]?(?:api[_ -]?)?(?:key|token|secret)){_IS}{_HEX}"),
    ("Kaggle", rf"username[^\w\n]{{1,6}}[\w.-]{{1,60}}[^\w]{{1,12}}key[^\w\n]{{1,6}}{_HEX}"),
    ("Kaggle", rf"key[^\w\n]{{1,6}}{_HEX}[^\w]{{1,12}}username\b"),
    ("AWS", rf"{_BEGIN}A[KS]IA[A-Z2-7]{{16}}(?![A-Za-z0-9])"),
    (
        "AWS",
        r"(?i:aws[_ -]?(?:access[_ -]?)?(?:secret|key)(?:[_ -]?(?:access|key)){0,2}|secret[_ -]?access[_ -]?key)"
        rf"{_IS}[A-Za-z0-9/+]{{40}}(?![A-Za-z0-9/+=])",
    ),
    ("OpenAI", rf"{_BEGIN}sk-(?:or-v1-)?[A-Za-z0-9]{{32}}"),
    ("OpenAI", rf"{_BEGIN}sk-(?:admin|ant|proj|svcacct)-{_MIXED}[\w-]{{24}}"),
    ("Discord", rf"{_BEGIN}[MNO][\w-]{{23,27}}\.[\w-]{{6}}\.[\w-]{{27}}"),
    ("Discord", rf"{_BEGIN}mfa\.[\w-]{{60}}"),
    ("Discord", r"(?i:discord(?:app)?\.com/api/(?:v[0-9]{1,2}/)?webhooks)/[0-9]{5,20}/[\w-]{30}"),
    (
        PRIVATE_KEY,
        r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?s:.){0,200}?[A-Za-z0-9+/]{24}",
    ),
)
_COMPILED = tuple((whose, re.compile(pattern, re.ASCII)) for whose, pattern in _PATTERNS)

_KEY_BLOCK = re.compile(r"-----BEGIN(?s:.)*?(?:-----END[^\n]*|\Z)")
_SPACE = re.compile(r"(\s+)")
_LINES = re.compile(r"(\n)")
CUT = "…"  # where a secret was

_MARKDOWN = re.compile(r"[*`~|\\]")
_UNSEEN = "\u034f\ufe0e\ufe0f"  # marks that show nothing


def found_secret(texts: Iterable[str]) -> str | None:
    """Whose secret one of the texts holds: "Hugging Face", "GitHub", "private key" and so on; None if there is none."""
    for text in texts:
        for shown in _readings(text):
            for whose, pattern in _COMPILED:
                if pattern.search(shown):
                    return whose
    return None


def without_secrets(text: str) -> str:
    """The text with CUT in place of what holds a secret: a word, else a line; nothing when no part of it can be told from it."""
    if found_secret([text]) == PRIVATE_KEY:
        text = _KEY_BLOCK.sub(CUT, text)
    for apart in (_SPACE, _LINES):
        if found_secret([text]) is None:
            return text
        text = "".join(CUT if found_secret([part]) else part for part in apart.split(text))
    return "" if found_secret([text]) else text


def _readings(text: str) -> Iterator[str]:
    """The text as it is seen, then without markdown's signs, then with its percent-encoding undone."""
    seen = text if text.isascii() else _seen(text)
    yield seen
    if _MARKDOWN.search(seen):
        yield _MARKDOWN.sub("", seen)
    if "%" in seen:
        yield unquote(seen)


def _seen(text: str) -> str:
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character not in _UNSEEN and unicodedata.category(character) != "Cf"
    )
