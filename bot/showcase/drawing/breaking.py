"""Breaking: where a line may end, after the classes of Unicode's annex 14, as much of it as a title needs."""

from __future__ import annotations

from collections.abc import Sequence

import regex  # type: ignore[import-untyped]  # knows the line-breaking classes, which `re` does not

_CLASSES = (
    *("SP", "OP", "CL", "CP", "QU", "GL", "NS", "CJ", "EX", "SY", "IS", "PR", "PO"),
    *("NU", "IN", "HY", "BA", "B2", "ID", "EB", "EM", "RI", "SA", "WJ", "ZWJ"),
)
_CLASS = regex.compile("|".join(rf"(?P<{name}>\p{{Line_Break={name}}})" for name in _CLASSES))
_OPENS, _CLOSES = regex.compile(r"\p{Pi}"), regex.compile(r"\p{Pf}")
_NEVER_BEFORE = {"SP", "CL", "CP", "EX", "IS", "SY", "NS", "CJ", "GL", "WJ", "ZWJ", "IN", "HY", "BA", "QU"}
_NOT_EVEN_AFTER_A_SPACE = {"SP", "CL", "CP", "EX", "IS"}
_NEVER_AFTER = {"OP", "GL", "WJ", "ZWJ", "QU"}
# Each a whole word, or as good as one.
_ALONE = {"ID", "NS", "CJ", "EB", "EM", "RI"}
# Vowels of Thai and Lao that are written before, or after, the consonant they belong to.
_LEADING = "เแโใไເແໂໃໄ"
_TRAILING = "ะาๅๆฯຯະາຽໆ"
# Small words that begin a phrase in Thai, which writes no spaces between words.
_THAI = regex.compile(
    "การ|ความ|ที่|และ|ด้วย|ของ|ใน|จาก|กับ|หรือ|ว่า|ได้|ให้|เป็น|ไม่|มี|อย่าง|ซึ่ง|โดย|เพื่อ|แต่|ทำ|ทั้ง|จะ|คือ|สำ|เรา|ฉัน"
)
_THAI_MARKED, _THAI_BARE = regex.compile(r"\p{Script=Thai}\p{M}"), regex.compile(r"[ก-ฮ]\Z")
_AFTER = "/_-–.,:;=&?+"
_LOOK_BACK = 10
_KANA = regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}]")
_HIRAGANA, _KATAKANA = regex.compile(r"\p{Script=Hiragana}"), regex.compile(r"\p{Script=Katakana}|ー")
_HAN = regex.compile(r"[\p{Script=Han}0-9]")


def line_class(letter: str) -> str:
    """Returns the class of a letter's first sign; Hangul counts as letters, as Korean breaks at its spaces."""
    found = _CLASS.match(letter)
    return found.lastgroup if found and found.lastgroup else "AL"


def breaks(letters: Sequence[str], *, phrases: bool = False) -> list[int]:
    """Returns the places before which a line may begin, in order.

    `phrases`: in Japanese only where one ends, as good as its letters tell: a word in Chinese characters or Katakana
    stays with the Hiragana that follow it.
    """
    classes = [line_class(letter) for letter in letters]
    for at, letter in enumerate(letters):
        if classes[at] == "QU":
            classes[at] = _quotation(letter, ["SP", *classes, "SP"][at : at + 3 : 2])
    whole = phrases and any(_KANA.match(letter) for letter in letters)
    return [
        at
        for at in range(1, len(letters))
        if _may_break(classes, at) and not (whole and _in_phrase(letters[at - 1], letters[at]))
    ]


def _in_phrase(before: str, after: str) -> bool:
    if _HIRAGANA.match(after):
        return bool(_KANA.match(before) or _HAN.match(before))
    return any(same.match(before) and same.match(after) for same in (_KATAKANA, _HAN))


def _quotation(mark: str, around: list[str]) -> str:
    """Whether a mark opens or closes, where that is sure: “ opens in English and closes in German."""
    before, after = around
    if _OPENS.match(mark) and (before == "SP" or before in _ALONE):
        return "OP"
    if _CLOSES.match(mark) and (before != "SP" or after == "SP"):
        return "CL"
    return "QU"


def _may_break(classes: list[str], at: int) -> bool:
    before, after = classes[at - 1], classes[at]
    if before == "SP":
        opened = next((each for each in reversed(classes[:at]) if each != "SP"), "")
        return after not in _NOT_EVEN_AFTER_A_SPACE and opened not in ("OP", "")
    if after in _NEVER_BEFORE or before in _NEVER_AFTER:
        return False
    if before in ("HY", "BA", "SY"):
        # -5 and a lone hyphen stay with what follows.
        begins = at < 2 or classes[at - 2] in ("SP", "OP")
        return not begins and not (after == "NU" and before in ("HY", "SY"))
    if before == "B2" or after == "B2":
        return before != after
    if before == "PR" or after == "PO":
        return False
    return before in _ALONE or after in _ALONE


def nearest(letters: Sequence[str], end: int, first: int) -> int:
    """Returns where to cut a word that fits no line: at `end`, or a little before where it hurts less.

    `letters[end]` is the first that does not fit; never before or at `first`.
    """
    places = range(end, max(end - _LOOK_BACK, first - 1), -1)
    for at in places:
        if (
            letters[at - 1][-1:] in _AFTER
            or letters[at][:1] in _LEADING
            or _THAI.match("".join(letters[at : at + 5]))
        ):
            return at
    return next((at for at in places if not _hurts(letters[at - 1], letters[at])), end)


def _hurts(before: str, after: str) -> bool:
    """Whether two letters of Thai or Lao are one syllable, for all that can be told."""
    return (
        after[:1] in _TRAILING
        or before[:1] in _LEADING
        or (_THAI_MARKED.match(before) is not None and _THAI_BARE.match(after) is not None)
    )
