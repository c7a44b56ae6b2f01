"""Letters: what a reader sees as one, and the font that has it; never a box in place of one that no font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import regex  # type: ignore[import-untyped]  # grapheme clusters and scripts, which `re` does not know

from bot.showcase.drawing import fonts
from bot.showcase.drawing.fonts import Font

UNKNOWN = "·"  # in place of letters that no font here has
_LONGEST = 16  # code points of a cluster; nothing that people write comes near
_MOST = 900  # of a paragraph: more never fit, however narrow
_CLUSTER = regex.compile(r"\X")
# A sign that hangs the next consonant below this one, where Unicode's clusters end too early.
_STACKING = regex.compile(r"[\u17d2\u1039\u0a4d\u0ccd\u0d4d\u0dca]\u200d?\Z")
# A vowel or a final consonant (of Burmese) that never begins a line.
_HANGING = regex.compile(r"\p{M}|\p{Script=Myanmar}\u103a")
_LETTER = regex.compile(r"\p{Lo}")
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_MARKS = regex.compile(r"\p{M}+")
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}|\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Extended_Pictographic}.*\u200d|[#*0-9]\ufe0f?\u20e3"
)
_TONES = regex.compile(r"[\U0001f3fb-\U0001f3ff]")
_PICTURE = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}]")
_SCRIPT = regex.compile("|".join(rf"(?P<{name}>\p{{Script={name}}})" for name in fonts.SCRIPTS))
_EAST_ASIAN = regex.compile(
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]"
)
_KANA = regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}]")
_HANGUL = regex.compile(r"\p{Script=Hangul}")
_HAN = regex.compile(r"\p{Script=Han}")
_COMMON = regex.compile(r"\p{Script=Common}")
# Scripts that can be set sign by sign from left to right, once their accents are part of the letters.
_SIMPLE = ("Armenian", "Ethiopic", "Georgian")
_NEEDS_SHAPING = regex.compile(
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Bidi_Class=AN}\p{Mn}\p{Mc}\u1100-\u11ff"
    + "".join(rf"\p{{Script={name}}}" for name in fonts.SCRIPTS if name not in _SIMPLE)
    + "]"
)


@dataclass(frozen=True)
class Letter:
    """A cluster as typed, what is drawn of it ("": nothing) and with which font. `known` is False of a stand-in."""

    typed: str
    shown: str
    font: Font
    known: bool = True

    @property
    def is_space(self) -> bool:
        """Whether it is a space at which a line may end."""
        return self.typed == " "

    @property
    def is_emoji(self) -> bool:
        """Whether it is drawn as a picture."""
        return self.font == fonts.EMOJI


def chinese(text: str) -> Font:
    """Returns the East Asian face whose shapes the readers of `text` expect, as far as the text tells."""
    if _KANA.search(text):
        return fonts.JAPANESE
    if _HANGUL.search(text):
        return fonts.KOREAN
    characters = "".join(_HAN.findall(text))
    for charset, face in (
        ("gb2312", fonts.SIMPLIFIED),
        ("big5", fonts.TRADITIONAL),
        ("shift_jis", fonts.JAPANESE),
    ):
        if characters.encode(charset, "ignore").decode(charset) == characters:
            return face
    return fonts.SIMPLIFIED


def read(text: str, east: Font, *, shaping: bool) -> list[Letter]:
    """Returns the letters of a paragraph (whose spaces are all plain) in the order they were typed.

    `east`: the face for Chinese characters, where the paragraph itself does not tell.
    Letters that no font has are one UNKNOWN together; pictures and signs nobody has are left out.
    """
    if (own := chinese(text)) in (fonts.JAPANESE, fonts.KOREAN) and _EAST_ASIAN.search(text):
        east = own
    eastern = 2 * len(_EAST_ASIAN.findall(text)) > len(regex.findall(r"\p{L}", text))
    found: list[Letter] = []
    for typed in islice(_clusters(text), _MOST):
        before = found[-1] if found else None
        if typed == " ":
            as_before = before and not before.is_emoji and _has(before.font, typed)
            found.append(Letter(typed, typed, before.font if before and as_before else fonts.LATIN))
            continue
        letter = _letter(typed, east, eastern=eastern, shaping=shaping)
        if not letter.known and before and not before.known:
            letter = replace(letter, shown="")
        found.append(letter)
    return found


def is_strange(letters: list[Letter]) -> bool:
    """Whether most of it is letters that no font here has: better no picture than one of dots."""
    signs = [letter for letter in letters if not letter.is_space]
    unknown = [letter for letter in signs if not letter.known and not _PICTURE.match(letter.typed)]
    return len(unknown) * 2 > len(signs)


def needs_shaping(text: str) -> bool:
    """Whether it can only be read when its letters are joined, stacked or set from right to left."""
    return _NEEDS_SHAPING.search(_INVISIBLE.sub("", text)) is not None


def _clusters(text: str) -> Iterator[str]:
    held = ""
    for cluster in _CLUSTER.findall(text):
        if held and not (_STACKING.search(held) and _LETTER.match(cluster)) and not _HANGING.match(cluster):
            yield from _cut(held)
            held = ""
        held += cluster
    yield from _cut(held)


def _cut(cluster: str) -> Iterator[str]:
    yield from (cluster[at : at + _LONGEST] for at in range(0, len(cluster), _LONGEST))


def _letter(typed: str, east: Font, *, eastern: bool, shaping: bool) -> Letter:
    if _TONES.fullmatch(typed):
        return Letter(typed, "", fonts.EMOJI)
    for text in _readings(typed, shaping=shaping):
        visible = _INVISIBLE.sub("", text)
        if not visible:
            return Letter(typed, "", fonts.LATIN)
        for font in _choices(text, east, eastern=eastern):
            if _has(font, visible):
                return Letter(typed, text if shaping else visible, font)
    stands_in = unicodedata.category(typed[0])[0] in "LNPS" and not _PICTURE.match(typed)
    return Letter(typed, UNKNOWN if stands_in else "", fonts.LATIN, known=False)


def _readings(typed: str, *, shaping: bool) -> Iterator[str]:
    """Ways to write the same, from what was typed to what is nearly that."""
    pictures = _EMOJI.search(typed) is not None
    if shaping or not pictures:
        yield typed
    if pictures:
        parts = _TONES.sub("", typed.replace("\u20e3", ""))
        yield "".join(part for part in _INVISIBLE.sub("", parts) if _has(fonts.EMOJI, part) or part.isascii())
        return
    yield unicodedata.normalize("NFD", typed)
    yield unicodedata.normalize("NFKC", typed)
    yield _MARKS.sub("", unicodedata.normalize("NFD", typed))


def _choices(text: str, east: Font, *, eastern: bool) -> Iterator[Font]:
    """The fonts to look in, the best first."""
    if _EMOJI.search(text):
        yield fonts.EMOJI
    if script := _SCRIPT.search(text):
        yield fonts.SCRIPTS[script.lastgroup]
    if _EAST_ASIAN.search(text) or (eastern and not text.isascii() and _COMMON.match(text)):
        yield east
    yield from (fonts.LATIN, fonts.SYMBOLS, east, fonts.EMOJI)
    yield from fonts.SCRIPTS.values()


def _has(font: Font, text: str) -> bool:
    known = fonts.letters(font.path)
    return all(ord(sign) in known for sign in text)
