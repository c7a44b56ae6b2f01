"""How texts are compared: without case, accents, hyphens and TeX's accents; whole words, one or many; names with initials."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TEX_ACCENT = re.compile(r"\\(?:[`'^\"~=.]|[Hckuvrdb](?=[{\s]))\s*\{?\\?([A-Za-z])\}?")
# What has no accent to take away, but is typed without one.
_PLAIN = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), **dict(zip("ıłøđħ", "ilodh", strict=True))}
    | {"æ": "ae", "œ": "oe"}
)
# These put no space between words: there a phrase is found wherever it stands.
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_PLURAL = 3  # letters of a word that has one
_NOT_LETTERS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """`text` as it is compared: one line, lower case, without accents, a space for every hyphen and dash."""
    if "\\" in text:
        text = _TEX_ACCENT.sub(r"\1", text)
    lower = text.casefold()
    if not lower.isascii():
        parts = unicodedata.normalize("NFKD", lower.translate(_PLAIN))
        lower = "".join(each for each in parts if not unicodedata.combining(each)).casefold()
    return " ".join(lower.replace("-", " ").split())


def has_phrase(phrase: str, text: str) -> bool:
    """Whether a folded text holds a folded phrase as whole words, of which the last may be a plural there."""
    stem, endings = _forms(phrase)
    at = text.find(stem) if stem else -1
    while at >= 0:
        end = at + len(stem)
        if not _goes_on(text[at - 1 : at], stem[0]) and any(_ends(text, end, each) for each in endings):
            return True
        at = text.find(stem, at + 1)
    return False


@lru_cache(maxsize=16384)
def _forms(phrase: str) -> tuple[str, tuple[str, ...]]:
    """How a phrase begins in every form, and what comes then; a last word of fewer than three letters has no plural."""
    last = phrase[phrase.rfind(" ") + 1 :]
    if len(last) < _PLURAL or not last.isalpha():
        return phrase, ("",)
    if last[-1] == "y" and last[-2] not in "aeiou":
        return phrase[:-1], ("y", "ies", "ys")
    return phrase, ("", "s", "es")


def _ends(text: str, at: int, ending: str) -> bool:
    """Whether a word ends like this there."""
    end = at + len(ending)
    return text.startswith(ending, at) and not _goes_on(text[end - 1 : end], text[end : end + 1])


def _goes_on(left: str, right: str) -> bool:
    """Whether a word goes on from one letter to the next."""
    return left.isalnum() and right.isalnum() and not (_NO_SPACES.match(left) or _NO_SPACES.match(right))


@lru_cache(maxsize=16384)
def name_parts(name: str) -> tuple[str, ...]:
    """A person's name in folded parts: "J.-B. Grill" is j, b, grill."""
    return tuple(_NOT_LETTERS.sub(" ", folded(name)).split())


def same_name(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether two names, in parts, can be one person's: initials stand for names, middle names may be missing.

    A family name alone is everybody's who bears it.
    """
    if not wanted or not given:
        return False
    if wanted == given or "".join(wanted) == "".join(given):
        return True
    if len(wanted) == 1:
        return wanted[0] in (given[-1], "".join(given[1:]))
    if len(given) == 1 or not _alike(wanted[0], given[0]):
        return False
    if "".join(wanted[1:]) == "".join(given[1:]):  # "Le Cun", "LeCun"
        return True
    return wanted[-1] == given[-1] and all(map(_alike, wanted[1:-1], given[1:-1]))


@lru_cache(maxsize=16384)
def name_keys(name: tuple[str, ...]) -> frozenset[str]:
    """What two names have to share to be the same: family names, or how they read without spaces."""
    return frozenset((name[-1], "".join(name[1:]), "".join(name))) - {""} if name else frozenset()


def _alike(one: str, other: str) -> bool:
    """Whether two given names are the same, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
