"""Owns what members' text may contain: nothing that harms storage or display, all that a script needs."""

from __future__ import annotations

import unicodedata

import regex  # type: ignore[import-untyped]  # knows grapheme clusters (UAX #29) and scripts, which `re` does not

from bot.core.text.measure import head

MAX_UNITS = 4000  # the most that Discord lets anybody type: a form's field, a message with Nitro

_NEWLINE = regex.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNWANTED = regex.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls; NUL is refused by PostgreSQL
    "\ud800-\udfff"  # lone surrogates: cannot be encoded
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # bidi embeddings, overrides, isolates: they reorder other text
    "\u200b\u2060-\u2065\ufeff\u00ad\u3164\uffa0"  # invisible in every script
    "\ufff0-\ufffc\\p{Noncharacter_Code_Point}"  # annotations, what is no character
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
    "]+"
    # The separator of Mongolian vowels, anywhere else.
    r"|(?<!\p{Script=Mongolian})\u180e|\u180e(?!\p{Script=Mongolian})"
)
# Tag characters are invisible and mean something only in flags of regions, such as Scotland's.
_TAGS = regex.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f]"
)
# Scripts in which a joiner changes what is read: cursive ones and those with conjuncts (Unicode, ch. 9-17).
_JOINING_SCRIPTS = (
    *("Arabic", "Syriac", "Mandaic", "Nko", "Adlam", "Mongolian", "Phags_Pa", "Hanifi_Rohingya", "Tifinagh"),
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam"),
    *("Sinhala", "Grantha", "Newa", "Tirhuta", "Chakma", "Meetei_Mayek", "Limbu", "Tibetan", "Myanmar"),
    *("Khmer", "Tai_Tham", "Balinese", "Javanese", "Sundanese"),
)
_JOINING = regex.compile("[" + "".join(rf"\p{{Script_Extensions={name}}}" for name in _JOINING_SCRIPTS) + "]")
_JOINERS = regex.compile("[\u200c\u200d]+")
_EMOJI_BEFORE = regex.compile("\\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]*$")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}")
_MARKS = regex.compile(r"\p{M}[\p{M}\u200c\u200d]{4,}")
_LEADING_MARKS = regex.compile(r"\A[\p{M}\u200c\u200d]+")
# "Zalgo" piles up dozens. Decomposed Vietnamese needs 2, Thai, Hindi and Arabic with all vowels 3, phonetic
# alphabets 4; Hebrew with cantillation needs 5, Burmese 6, Tibetan 7 (its stacked consonants are marks).
_MAX_MARKS = 4
_TALL = regex.compile(r"[\p{Script=Hebrew}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Tai_Tham}]")
_MAX_TALL_MARKS = 8
_REPEATED_DIRECTION = regex.compile("([\u200e\u200f\u061c])\\1+")
_TRAILING = regex.compile(r"[^\S\n]+$", regex.MULTILINE)
_BLANK_LINES = regex.compile(r"\n{4,}")
_VISIBLE = regex.compile(r"[^\s\p{Cf}\p{M}\u2800\u115f\u1160]")


def clean(text: str, limit: int = MAX_UNITS) -> str:
    """`text` as it is stored: harmless, in NFC, without surrounding space, at most `limit` UTF-16 units.

    Gone are controls, lone surrogates, reordering and invisible characters, piles of marks, more than two
    blank lines, and all of a text without anything to see. Letters, marks, joiners and emoji sequences of
    every script stay. Cleaning what is clean changes nothing.
    """
    if text.isascii() and text.isprintable():  # one line of plain letters: most answers are, and cost nothing
        return text.strip()[:limit].rstrip()
    while (cleaned := _cleaned_once(text, limit)) != text:
        text = cleaned
    return text


def _cleaned_once(text: str, limit: int) -> str:
    text = _NEWLINE.sub("\n", text)
    text = _UNWANTED.sub("", text)
    text = _TAGS.sub(lambda match: match[1] or "", text)
    text = _JOINERS.sub(_joiner, text)
    text = _REPEATED_DIRECTION.sub(r"\1", text)
    text = unicodedata.normalize("NFC", text)
    text = _LEADING_MARKS.sub("", text)
    text = _MARKS.sub(lambda match: _thinned(match[0]), text)
    text = _TRAILING.sub("", text).strip()
    text = _BLANK_LINES.sub("\n\n\n", text)
    text = head(text, limit)
    return text if _VISIBLE.search(text) else ""


def _joiner(match: regex.Match[str]) -> str:
    """The first of the joiners where it shapes letters or makes one emoji of several, else nothing."""
    text: str = match.string
    joiner: str = match[0][0]
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 1]
    joins = joiner == "\u200d"
    if _JOINING.search(before[-1:]):
        kept = joins or _JOINING.search(after) or unicodedata.category(before[-1]).startswith("M")
    else:
        kept = joins and (_JOINING.search(after) or (_EMOJI.search(after) and _EMOJI_BEFORE.search(before)))
    return joiner if kept else ""


def _thinned(marks: str) -> str:
    """A letter's marks without those that only pile up; spacing marks and joiners are no pile."""
    kept = []
    tall = others = 0
    for mark in marks:
        if unicodedata.category(mark) in ("Mn", "Me"):
            if _TALL.search(mark) is not None:
                tall += 1
                if tall > _MAX_TALL_MARKS:
                    continue
            else:
                others += 1
                if others > _MAX_MARKS:
                    continue
        kept.append(mark)
    return "".join(kept)
